"""Coded answers of one invented person, from the kind of arrival and its weights."""

from sisetp.domain.ficha import Value
from sisetp.domain.geography import municipios
from sisetp.domain.pessoa import faixa_de
from sisetp.services.demonstracao.chegadas import Chegada
from sisetp.services.demonstracao.sorteio import Sorteio, Weights

_IDIOMA = {
    **dict.fromkeys(("BR", "PT", "AO"), "pt"),
    **dict.fromkeys(("VE", "CU", "CO", "AR", "PY", "BO", "PE", "DO"), "es"),
    **{"AF": "prs", "IR": "fa", "SY": "ar", "GW": "pov", "CV": "kea", "HT": "ht", "NG": "en", "GH": "en"},
}
_RACA: dict[str, Weights] = {
    "BR": (("PARDA", 46), ("BRANCA", 31), ("PRETA", 18), ("INDIGENA", 2), ("AMARELA", 1), ("NI", 2)),
    "AF": (("BRANCA", 40), ("PARDA", 35), ("AMARELA", 15), ("NI", 10)),
    "VE": (("PARDA", 55), ("BRANCA", 25), ("PRETA", 10), ("INDIGENA", 6), ("NI", 4)),
}
_RACA_AFRICA: Weights = (("PRETA", 90), ("PARDA", 6), ("NI", 4))
_RACA_OUTRAS: Weights = (("PARDA", 45), ("BRANCA", 20), ("AMARELA", 20), ("PRETA", 8), ("NI", 7))
_GENERO_M: Weights = (("HOMEM_CIS", 92), ("NAO_DECL", 7), ("HOMEM_TRANS", 1))
_GENERO_F: Weights = (("MULHER_CIS", 90), ("NAO_DECL", 6), ("MULHER_TRANS", 3), ("TRAVESTI", 1))
_ESCOLARIDADE: Weights = (
    *(("EM_C", 42), ("EF2_I", 12), ("EF2_C", 12), ("EM_I", 12), ("EF1_C", 6), ("ES_C", 8), ("ES_I", 5), ("SEM", 3)),
)
_MOTIVO_RETORNO: Weights = (("ESTADA_IRREG", 62), ("RECUSA_ENTRADA", 20), ("SEM_DOC", 10), ("OUTRO", 5), ("NI", 3))
_TEMPO: Weights = (("ATE_1A", 48), ("1_5A", 32), ("6_10A", 8), ("MAIS_10A", 8), ("NI", 4))
_SETOR: Weights = (("CONSTR", 38), ("DOMEST", 14), ("HOSPED", 14), ("COMERCIO", 12), ("TRANSP", 10), ("OUTRO", 12))
_JORNADA: Weights = (("8H_OU_MAIS", 85), ("MENOS_8H", 9), ("NT", 6))
_INTENCAO: Weights = (("TRABALHAR", 74), ("ESTUDAR", 9), ("TRATAR_SAUDE", 5), ("VOLTAR_EXT", 6), ("NS", 6))
_MORADIA: Weights = (("FAMILIARES", 62), ("PROPRIA", 18), ("ALUGADA", 12), ("ABRIGO", 3), ("SEM_LOCAL", 5))
_VIOLENCIA: Weights = (("ALGEMAS", 58), ("MAUS_TRATOS", 14), ("DISCRIMINACAO", 10), ("NENHUM", 18))
_AFRICA = frozenset({"GW", "CV", "AO", "NG", "GH", "SO", "HT"})
_MENORES = 18
_CIDADES = 6


def answers(
    sorteio: Sorteio, chegada: Chegada, *, pais: str, homem: bool, idade: int, acompanhado: str, identificada: bool
) -> dict[str, Value]:
    """Return answers that pass every rule of the ficha; the derivable ones are left to `completar`."""
    found: dict[str, Value] = {
        "canal": sorteio.weighted((("PRESENCIAL", 82), ("ABORDAGEM", 12), ("MENSAGEM", 4), ("TELEFONE", 2))),
        "acompanhado": acompanhado,
        "sexo": _sex(sorteio, homem, identificada),
        "raca_cor": sorteio.weighted(_raca(pais)),
        "nacionalidade": pais,
        "idioma": _IDIOMA.get(pais),
        "faixa_etaria": faixa_de(idade),
        "perfil": sorteio.weighted(chegada.perfis),
        "porta_entrada": sorteio.weighted(chegada.portas),
        "necessidades": sorteio.some(chegada.necessidades, 1 + sorteio.below(3)),
        "encaminhamentos": (sorteio.weighted(chegada.encaminhamentos),),
        "indicios": ("NAO_APLIC",) if idade < 12 else (sorteio.weighted(chegada.indicios),),
        "ciencia": "RESPONSAVEL" if idade < _MENORES else _awareness(sorteio),
    }
    if identificada and idade >= _MENORES and sorteio.chance(45):
        found["identidade_genero"] = sorteio.weighted(_GENERO_M if homem else _GENERO_F)
    if chegada.procedencias:
        found["pais_procedencia"] = sorteio.weighted(chegada.procedencias)
        found["transporte"] = "AEREO"
    _destination(sorteio, chegada, found)
    _priority(sorteio, idade, homem, found)
    if chegada.retorno and idade >= _MENORES:
        found.update(_return(sorteio))
    return {name: value for name, value in found.items() if value is not None}


def _sex(sorteio: Sorteio, homem: bool, identificada: bool) -> str:
    if not identificada and sorteio.chance(4):
        return "NI"
    return "M" if homem else "F"


def _raca(pais: str) -> Weights:
    return _RACA_AFRICA if pais in _AFRICA else _RACA.get(pais, _RACA_OUTRAS)


def _awareness(sorteio: Sorteio) -> str:
    return "INFORMADA" if sorteio.chance(93) else "NAO_FOI_POSSIVEL"


def _destination(sorteio: Sorteio, chegada: Chegada, found: dict[str, Value]) -> None:
    uf = sorteio.weighted(chegada.destinos)
    found["destino_uf"] = uf
    if sorteio.chance(35):
        found["destino_municipio"] = sorteio.one(TOWNS[uf])


def _priority(sorteio: Sorteio, idade: int, homem: bool, found: dict[str, Value]) -> None:
    if idade < _MENORES:
        found["vulner"] = ("CRIANCA",)
    elif idade >= 60:
        found["vulner"] = ("IDOSO",)
    elif not homem and idade < 45 and sorteio.chance(4):
        found["vulner"] = ("GESTANTE",)


def _return(sorteio: Sorteio) -> dict[str, Value]:
    found: dict[str, Value] = {
        "motivo_retorno": sorteio.weighted(_MOTIVO_RETORNO),
        "tempo_exterior": sorteio.weighted(_TEMPO),
        "atividade_ext": sorteio.weighted(_SETOR),
        "jornada": sorteio.weighted(_JORNADA),
        "violencia_retorno": (sorteio.weighted(_VIOLENCIA),),
        "moradia_destino": sorteio.weighted(_MORADIA),
        "intencao": (sorteio.weighted(_INTENCAO),),
        "escolaridade": sorteio.weighted(_ESCOLARIDADE),
        "detencao": "S" if sorteio.chance(70) else "N",
    }
    if found["detencao"] == "S":
        found["detencao_dias"] = sorteio.between(2, 120)
    return found


def _towns() -> dict[str, tuple[str, ...]]:
    towns: dict[str, list[str]] = {}
    for town in municipios():
        towns.setdefault(town.uf, []).append(town.ibge)
    return {uf: tuple(codes[:_CIDADES]) for uf, codes in towns.items()}


TOWNS = _towns()
