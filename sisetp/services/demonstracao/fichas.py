"""The invented fichas: who came, where and when, decided by the seed and the reference day alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sisetp.domain.atendimento import completar
from sisetp.domain.ficha import PessoaNaFicha, PessoaProcurada
from sisetp.domain.pessoa import Identidade
from sisetp.domain.units import UNIDADES
from sisetp.services.demonstracao import chegadas, documentos, nomes
from sisetp.services.demonstracao.chegadas import Chegada
from sisetp.services.demonstracao.respostas import answers
from sisetp.services.demonstracao.sorteio import Sorteio

WINDOW_DAYS = 1095
FUSO = {unidade.codigo: ZoneInfo(unidade.fuso) for unidade in UNIDADES}
_PEAKS = ((11, 416), (6, 399), (8, 504))
_MENORES = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class FichaDemonstracao:
    """One arrival. `contatos` are aware UTC moments, oldest first: the arrival and later visits of the first person.

    `autor` picks who wrote it (any non-negative integer); `cancelada` and `corrigida` happen to the arrival.
    """

    numero: int
    unidade: str
    autor: int
    contatos: tuple[datetime, ...]
    duracao_s: int
    pessoas: tuple[PessoaNaFicha, ...]
    cancelada: bool
    corrigida: bool


def fichas(*, semente: int, pessoas: int, hoje: date) -> Iterator[FichaDemonstracao]:
    """Yield fichas until there are `pessoas` people; the last group is cut to fit."""
    left, numero = pessoas, 0
    while left > 0:
        numero += 1
        made = _ficha(Sorteio(semente, "ficha", numero), numero, left, hoje)
        left -= len(made.pessoas)
        yield made


def _ficha(sorteio: Sorteio, numero: int, left: int, hoje: date) -> FichaDemonstracao:
    unidade = sorteio.weighted(chegadas.UNIDADES_PESO)
    chegada = sorteio.weighted(chegadas.arrivals_at(unidade))
    inicio = _moment(sorteio, _day(sorteio, chegada, hoje), unidade)
    total = min(left, sorteio.between(2, 6) if sorteio.chance(chegada.familias // 3) else 1)
    duracao = sorteio.between(45, 260) * total
    day = inicio.astimezone(FUSO[unidade]).date()
    people = tuple(
        completar(person, on=day, total=total, duracao_s=duracao)
        for person in people_arriving(sorteio, chegada, total, day)
    )
    alone = total == 1
    return FichaDemonstracao(
        numero=numero,
        unidade=unidade,
        autor=sorteio.below(1000),
        contatos=(inicio, *_later(sorteio, inicio, unidade, hoje)) if alone else (inicio,),
        duracao_s=duracao,
        pessoas=people,
        cancelada=alone and sorteio.below(1000) < 12,
        corrigida=alone and sorteio.below(1000) < 25,
    )


def _day(sorteio: Sorteio, chegada: Chegada, hoje: date) -> date:
    """Return the day of the arrival. The peaks of Afghan arrivals (2022–2023) fall in the first year of the window."""
    start = hoje - timedelta(days=WINDOW_DAYS)
    if chegada is chegadas.AFEGAOS:
        kind = sorteio.below(100)
        if kind < 45:
            month = sorteio.weighted(_PEAKS)
            year = start.year if month > start.month else start.year + 1
            return date(year, month, sorteio.between(1, 28))
        if kind < 85:
            return start + timedelta(days=sorteio.below(425))
    return start + timedelta(days=sorteio.below(WINDOW_DAYS))


def _moment(sorteio: Sorteio, day: date, unidade: str) -> datetime:
    first, last = (6, 22) if unidade.startswith("PAAHM") else (8, 17)
    local = time(sorteio.between(first, last), sorteio.below(60))
    return datetime.combine(day, local, FUSO[unidade]).astimezone(ZoneInfo("UTC"))


def _later(sorteio: Sorteio, inicio: datetime, unidade: str, hoje: date) -> tuple[datetime, ...]:
    if not sorteio.chance(9):
        return ()
    days = [sorteio.between(1, 200) for _ in range(sorteio.between(1, 2))]
    moments = (_moment(sorteio, inicio.astimezone(FUSO[unidade]).date() + timedelta(days=day), unidade) for day in days)
    return tuple(sorted(moment for moment in moments if moment.astimezone(FUSO[unidade]).date() < hoje))


def people_arriving(sorteio: Sorteio, chegada: Chegada, total: int, day: date) -> Iterator[PessoaNaFicha]:
    """Yield `total` people who arrive together on a local day, not completed yet: a family has one surname."""
    pais = sorteio.weighted(chegada.paises)
    family = nomes.surname(sorteio, pais)
    modo = _mode(sorteio, chegada)
    for index in range(total):
        homem = sorteio.chance(chegada.homens if index == 0 else 50)
        idade = _age(sorteio, chegada, index, total)
        identidade = _identity(sorteio, modo, pais=pais, homem=homem, idade=idade, family=family, day=day)
        given = answers(
            sorteio,
            chegada,
            pais=pais,
            homem=homem,
            idade=idade,
            acompanhado="SO" if total == 1 else "FAM",
            identificada=modo != "NAO_IDENT",
        )
        yield _with_sought(
            sorteio,
            PessoaNaFicha(
                modo_ident=modo,
                identidade=identidade,
                respostas=given,
                textos=_texts(sorteio, idade),
            ),
        )


def _mode(sorteio: Sorteio, chegada: Chegada) -> str:
    if sorteio.chance(chegada.sem_identificacao):
        return "NAO_IDENT"
    return "SO_PRENOME" if sorteio.chance(4) else "IDENT"


def _age(sorteio: Sorteio, chegada: Chegada, index: int, total: int) -> int:
    """Return an age: two adults at the head of a family, then children; alone, whatever the kind of arrival says."""
    if index >= 2:
        return sorteio.between(0, _MENORES - 1)
    low, high = sorteio.weighted(chegada.idades)
    idade = sorteio.between(low, high)
    return idade if total == 1 else max(idade, _MENORES)


def _identity(
    sorteio: Sorteio, modo: str, *, pais: str, homem: bool, idade: int, family: str, day: date
) -> Identidade | None:
    if modo == "NAO_IDENT":
        return None
    if modo == "SO_PRENOME":
        return Identidade(nome_civil=nomes.first_name(sorteio, pais, woman=not homem))
    tipo, numero = documentos.document(sorteio, pais)
    identidade = Identidade(
        nome_civil=nomes.full_name(sorteio, pais, woman=not homem, family=family),
        nascimento=_birth(sorteio, idade, day),
        doc_tipo=tipo,
        doc_numero=numero,
    )
    if sorteio.chance(3):
        identidade = replace(identidade, nome_social=nomes.full_name(sorteio, pais, woman=homem, family=family))
    if sorteio.chance(40):
        safe = "S" if sorteio.chance(80) else "N"
        identidade = replace(identidade, contato=documentos.telephone(sorteio), contato_seguro=safe)
    return identidade


def _birth(sorteio: Sorteio, idade: int, day: date) -> date:
    """Return a birth date that gives this age on the day of the contact: the birthday was up to 364 days before it."""
    birthday = day - timedelta(days=sorteio.below(365))
    return date(birthday.year - idade, birthday.month, min(birthday.day, 28))


def _texts(sorteio: Sorteio, idade: int) -> dict[str, str]:
    if idade < _MENORES or not sorteio.chance(18):
        return {}
    return {"obs": sorteio.one(_NOTES)}


def _with_sought(sorteio: Sorteio, person: PessoaNaFicha) -> PessoaNaFicha:
    if person.respostas["perfil"] != "DESAPARECIDO":
        return person
    pais = str(person.respostas["nacionalidade"])
    sought = PessoaProcurada(
        nome=nomes.full_name(sorteio, pais, woman=sorteio.chance(50), family=nomes.surname(sorteio, pais)),
        relacao=sorteio.weighted((("FILHO", 35), ("IRMAO", 25), ("CONJUGE", 15), ("PARENTE", 15), ("AMIGO", 10))),
        contato_solicitante=documentos.telephone(sorteio),
        idade=sorteio.between(16, 60),
        ultimo_local="Rodoviária (exemplo de demonstração)",
        ultima_noticia="há cerca de um mês",
    )
    return replace(person, procurada=sought)


_NOTES = (
    "Nota de demonstração: pediu orientação sobre segunda via de documento.",
    "Nota de demonstração: aguardou transporte para o endereço de familiares.",
    "Nota de demonstração: conversa com intérprete por telefone.",
    "Nota de demonstração: retorno combinado para a próxima semana.",
)
