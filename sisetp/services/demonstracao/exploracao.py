"""Form E of an invented person: answers that agree with each other, with the person and with the day of the case."""

from datetime import date, timedelta

from sisetp.domain.caso_pessoa import completar
from sisetp.domain.caso_pessoa_rota import idade_na_epoca
from sisetp.domain.ficha import PessoaNaFicha, Value
from sisetp.domain.geography import BRASIL
from sisetp.domain.pessoa import age_on
from sisetp.services.demonstracao import caso_dados as dados
from sisetp.services.demonstracao.respostas import TOWNS
from sisetp.services.demonstracao.sorteio import Sorteio

_ADULTA = 18
_UFS = (("MG", 20), ("SP", 18), ("GO", 16), ("PR", 14), ("BA", 14), ("MA", 10), ("CE", 8))


def form_e(sorteio: Sorteio, especie: str, pessoa: PessoaNaFicha, *, abertura: date) -> dict[str, Value]:
    """Return the answers of form E without the status, completed; `abertura` is the day the case was opened."""
    pais = str(pessoa.respostas.get("nacionalidade") or "")
    found: dict[str, Value] = {
        "finalidade": dados.FINALIDADE[especie],
        "aliciamento": sorteio.some(dados.ALICIAMENTO[especie], 1),
        "acoes": sorteio.some(dados.ACOES, sorteio.between(1, 2)),
        "meios": sorteio.some(dados.MEIOS, sorteio.between(1, 2)),
        "controles": sorteio.some(dados.CONTROLES, sorteio.between(1, 3)),
        "relacao_aliciador": sorteio.some(dados.RELACAO, 1),
        "resgate": sorteio.weighted(dados.RESGATE),
        "colabora": sorteio.weighted(dados.COLABORA),
        "reincidencia": "S" if sorteio.chance(4) else "N",
    }
    if "REDES" in found["aliciamento"]:  # type: ignore[operator]
        found["plataformas"] = sorteio.some(dados.PLATAFORMAS, sorteio.between(1, 2))
    if especie == dados.LABORAL:
        found["setor"] = sorteio.weighted(dados.SETOR)
    elif especie == dados.CRIME:
        found["setor"] = "ILICITA"
    found |= _route(sorteio, especie, pais) | _period(sorteio, pessoa, abertura)
    if pais not in ("", BRASIL) and sorteio.chance(60):
        found["residencia"] = sorteio.weighted(dados.RESIDENCIA)
    found["formas"] = _forms(sorteio, especie, minor=_is_minor(found, pessoa))
    return completar(found)


def _route(sorteio: Sorteio, especie: str, pais: str) -> dict[str, Value]:
    if pais != BRASIL and pais:
        uf = sorteio.weighted(_UFS)
        return {
            "ambito": "INT_ENTRADA",
            "origem_pais": pais,
            "destino_municipio": sorteio.one(TOWNS[uf]),
            "transporte": ("AEREO",) if sorteio.chance(60) else ("RODOV",),
        }
    ambito = sorteio.weighted(dados.AMBITO_BR[especie])
    if ambito == "NI":
        return {"ambito": ambito}
    found: dict[str, Value] = {"ambito": ambito, "origem_municipio": sorteio.one(TOWNS[sorteio.weighted(_UFS)])}
    if ambito == "INTERNO":
        return {**found, "destino_municipio": sorteio.one(TOWNS[sorteio.weighted(_UFS)]), "transporte": ("RODOV",)}
    return {**found, "destino_pais": sorteio.weighted(dados.FORA[especie]), "transporte": ("AEREO",)}


def _period(sorteio: Sorteio, pessoa: PessoaNaFicha, abertura: date) -> dict[str, Value]:
    """Months of the period, before the case and long after any birth; the age then when the birth date is known."""
    if not sorteio.chance(75):
        return {}
    end = abertura - timedelta(days=sorteio.between(20, 200))
    begin = end - timedelta(days=sorteio.between(20, 500))
    found: dict[str, Value] = {"periodo_inicio": begin.year * 100 + begin.month}
    if sorteio.chance(85):
        found["periodo_fim"] = end.year * 100 + end.month
    known = pessoa.identidade
    if known is not None and known.nascimento is not None and sorteio.chance(60):
        found["idade_inicio"] = age_on(known.nascimento, begin.replace(day=1))
    return found


def _is_minor(found: dict[str, Value], pessoa: PessoaNaFicha) -> bool:
    known = pessoa.identidade
    age = idade_na_epoca(found, nascimento=known.nascimento if known else None, idade=None)
    return age is not None and age < _ADULTA


def _forms(sorteio: Sorteio, especie: str, *, minor: bool) -> tuple[str, ...]:
    if minor and especie in dados.FORMA_DE_MENOR:
        return (dados.FORMA_DE_MENOR[especie],)
    return sorteio.some(dados.FORMAS[especie], sorteio.between(1, 2))
