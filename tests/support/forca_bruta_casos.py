"""Cases by brute force: every state of every case opened one by one, its life told day by day, tables of cases.

States come from `services.versoes`, one version after the other; months are worked out from what happened and when.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models import Caso
from sisetp.db.models.atendimento import Versao
from sisetp.domain.codelists import codelist
from sisetp.domain.period import month
from sisetp.services import sealing, versoes

Registro = dict[str, Any]
NO_ANDAMENTO = ("ATIVO", "ACOMP", "SUSPENSO")


@dataclass
class Mes:
    """One case in one month: 0 or 1 of each, the state in which it was closed and after how many days."""

    inicio: int
    novo: int
    reaberto: int
    encerrado: int
    fim: int
    fecho: Registro | None
    dias: int
    risco: str | None
    porta: str


def ler_caso(session: Session, row: Caso, dia: Callable[[datetime], date]) -> Registro:
    """One case: when it was opened and closed, and its states, oldest first, each from the day it began on."""
    query = select(Versao).where(Versao.tabela == "caso", Versao.registro_id == row.id).order_by(Versao.versao)
    older = list(session.scalars(query))
    begun = [row.abertura, *(dia(old.created_at) for old in older)]
    assert begun[1:] == sorted(begun[1:])
    states = []
    for number, (day, situacao) in enumerate(zip(begun, [*(old.situacao for old in older), row.situacao], strict=True)):
        codes = sealing.open_codes(session, versoes.version_of(session, row, number + 1))
        kept = {"risco": codes["risco"], "motivo": codes["encerramento_motivo"]}
        states.append({"dia": day, "aberto": situacao in NO_ANDAMENTO, **kept})
    porta = sealing.open_codes(session, row)["porta_entrada"]
    return {"abertura": row.abertura, "encerramento": row.encerramento, "porta": porta, "estados": states}


def mes_do_caso(caso: Registro, ano: int, mes: int) -> Mes:
    """What a case did in one month; of comings and goings within it one of each is kept."""
    period = month(ano, mes)
    first, last = period.inicio, period.fim
    closings, openings = _passos(caso)
    inside = [(day, state) for day, state in closings if first <= day <= last]
    closed, reopened = len(inside), sum(first <= day <= last for day in openings)
    while closed > 1 or reopened > 1:
        closed, reopened = closed - 1, reopened - 1
    counted = inside[-1] if closed else None
    then = [state for state in caso["estados"] if state["dia"] <= last]
    return Mes(
        inicio=int(_aberto(caso, first, before=True)),
        novo=int(first <= caso["abertura"] <= last),
        reaberto=reopened,
        encerrado=closed,
        fim=int(_aberto(caso, last)),
        fecho=counted[1] if counted else None,
        dias=(counted[0] - caso["abertura"]).days if counted else 0,
        risco=then[-1]["risco"] if then else None,
        porta=caso["porta"],
    )


def _passos(caso: Registro) -> tuple[list[tuple[date, Registro]], list[date]]:
    """Closings, with the state that each left, and reopenings; the last closing has the date written in the case."""
    closings: list[tuple[date, Registro]] = []
    openings: list[date] = []
    for before, after in pairwise(caso["estados"]):
        if before["aberto"] and not after["aberto"]:
            closings.append((after["dia"], after))
        if not before["aberto"] and after["aberto"]:
            openings.append(after["dia"])
    if closings and not caso["estados"][-1]["aberto"] and caso["encerramento"] is not None:
        closings[-1] = (caso["encerramento"], closings[-1][1])
    return closings, openings


def _aberto(caso: Registro, dia: date, *, before: bool = False) -> bool:
    """Open when a day ended, or when it began."""
    closings, openings = _passos(caso)
    happened = [(day, 1) for day in (caso["abertura"], *openings)] + [(day, 0) for day, _ in closings]
    past = [kind for day, kind in happened if (day < dia if before else day <= dia)]
    return sum(past) > len(past) - sum(past)


def meses_dos_casos(unidades: Iterable[Any], ano: int, meses: Iterable[int]) -> list[Mes]:
    """Every case in every one of these months."""
    wanted = tuple(meses)
    return [mes_do_caso(caso, ano, mes) for unit in unidades for caso in unit.casos for mes in wanted]


def rsa_5_c(unidades: Iterable[Any], ano: int, meses: range) -> list[list[int]]:
    """New, reopened, and worked on in a period."""
    units = list(unidades)
    found = meses_dos_casos(units, ano, meses)
    stock = sum(item.inicio for item in meses_dos_casos(units, ano, meses[:1]))
    new, again = sum(item.novo for item in found), sum(item.reaberto for item in found)
    return [[new], [again], [stock + new + again]]


def rm_7(unidades: Iterable[Any], ano: int, mes: int) -> list[list[int]]:
    """Movement of cases in a month; the mean is half up, -1 when nothing was closed; referrals that wait."""
    units = list(unidades)
    found = meses_dos_casos(units, ano, [mes])
    closed = [item for item in found if item.encerrado]
    mean = int(sum(item.dias for item in closed) / len(closed) + 0.5) if closed else -1
    sent = [item for unit in units for item in unit.encaminhamentos if item["dia"].month == mes]
    return [
        [sum(item.inicio for item in found)],
        [sum(item.novo for item in found)],
        [sum(item.reaberto for item in found)],
        [len(closed)],
        [sum(item.fim for item in found)],
        [mean],
        [sum(item["situacao"] in ("ENVIADO", "ACEITO") for item in sent)],
    ]


def rm_7_m(unidades: Iterable[Any], ano: int, mes: int) -> list[list[int]]:
    """Closed cases by reason."""
    found = [item.fecho for item in meses_dos_casos(unidades, ano, [mes]) if item.fecho is not None]
    return list(_por_codigo("motivo_encerramento", [item["motivo"] for item in found]))


def rm_7_r(unidades: Iterable[Any], ano: int, mes: int) -> list[list[int]]:
    """Cases open when the month ended, by risk."""
    found = [item.risco for item in meses_dos_casos(unidades, ano, [mes]) if item.fim]
    return list(_por_codigo("risco", found))


def _por_codigo(lista: str, codigos: list[str | None]) -> Iterator[list[int]]:
    """A row for each code of a list, one for those without any when there are such, and the total."""
    for item in codelist(lista).items:
        yield [codigos.count(item.code)]
    if None in codigos:
        yield [codigos.count(None)]
    yield [len(codigos)]
