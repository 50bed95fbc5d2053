"""What is due: the newest month, semester and year whose deadline is past and that has no release yet.

Asking twice gives the same answer until something changes: a release that exists, discarded included, is not due again,
and one that is blocked only when what it would be made from has changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db import period_rows
from sisetp.db.models.publicacao import Divulgacao
from sisetp.domain.clock import Clock
from sisetp.domain.divulgacao import BLOQUEADA
from sisetp.domain.errors import NotFound
from sisetp.domain.period import Period, month, semester, year_of
from sisetp.reporting import snapshots
from sisetp.reporting.definitions.model import Catalogo, Produto, tipo_do_periodo
from sisetp.reporting.definitions.vocabulary import Tipo, TipoPeriodo
from sisetp.reporting.releases.checks import Impedida, consolidation_over, read_impediment, unclosed
from sisetp.reporting.releases.parameters import ParametrosSigilo
from sisetp.reporting.releases.prepare import collect
from sisetp.reporting.releases.store import Alvo
from sisetp.reporting.releases.tables import is_about_victims

_BACK = 14
"""Months looked back for the newest period of each length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Devida:
    """A release that is due; `espera` says what it waits for in Portuguese, empty when it can be prepared now."""

    alvo: Alvo
    titulo: str
    periodo: Period
    espera: str


def due(session: Session, catalogo: Catalogo, *, clock: Clock) -> tuple[Devida, ...]:
    """Releases that the timer would prepare, oldest and shortest period first. The session sees every unit."""
    today = clock.today(period_rows.NATIONAL_ZONE)
    found = []
    for produto in catalogo.listar():
        if produto.tipo is not Tipo.BOLETIM:
            continue
        for kind in produto.periodos:
            period = next(iter(_over(session, kind, today, clock)), None)
            if period is not None and not _exists(session, Alvo(produto.codigo, period.code)):
                found.append(_due(session, produto, period, clock=clock))
    return tuple(sorted(found, key=lambda entry: (entry.periodo.fim, -entry.periodo.inicio.toordinal())))


def unblocked(session: Session, catalogo: Catalogo, parametros: ParametrosSigilo, *, clock: Clock) -> tuple[Alvo, ...]:
    """Blocked releases worth preparing again: nothing keeps them any more, and they would be made from something else.

    The session sees every unit.
    """
    rows = session.scalars(select(Divulgacao).where(Divulgacao.situacao == BLOQUEADA).order_by(Divulgacao.id))
    return tuple(
        Alvo(row.produto, row.periodo, row.edicao)
        for row in rows
        if _changed(session, row, catalogo, parametros, clock)
    )


def _changed(session: Session, row: Divulgacao, catalogo: Catalogo, parametros: ParametrosSigilo, clock: Clock) -> bool:
    why = read_impediment(row.impedimento)
    try:
        given = collect(session, Alvo(row.produto, row.periodo, row.edicao), catalogo, parametros, clock=clock)
    except (Impedida, NotFound):
        return False
    return why is None or why.entrada != given.marca


def _due(session: Session, produto: Produto, period: Period, *, clock: Clock) -> Devida:
    ano = period.inicio.year
    frozen = snapshots.frozen_months(session, ano)
    months = range(period.inicio.month, period.fim.month + 1)
    waits = ""
    if not any(mes in months for _unit, mes in frozen):
        waits = "nenhuma unidade tem o período consolidado"
    elif any(is_about_victims(quadro) for quadro in produto.tabelas):
        if not any(mes == 0 for _unit, mes in frozen):
            waits = "o ano ainda não foi fechado"
        elif waiting := unclosed(session, ano, clock=clock):
            waits = f"o ano ainda não foi fechado em {', '.join(waiting)}"
    return Devida(alvo=Alvo(produto.codigo, period.code), titulo=produto.titulo, periodo=period, espera=waits)


def _over(session: Session, kind: TipoPeriodo, today: date, clock: Clock) -> Iterator[Period]:
    """Periods of a length that ended and whose last month was consolidated, or should have been; newest first."""
    for period in _ended(kind, today):
        if consolidation_over(session, period.fim.year, period.fim.month, clock=clock):
            yield period


def _ended(kind: TipoPeriodo, today: date) -> Iterator[Period]:
    for back in range(1, _BACK):
        index = today.year * 12 + today.month - 1 - back
        ano, mes = index // 12, index % 12 + 1
        for period in (month(ano, mes), semester(ano, 1 if mes <= 6 else 2), year_of(ano)):
            if tipo_do_periodo(period) is kind and (period.fim.year, period.fim.month) == (ano, mes):
                yield period


def _exists(session: Session, alvo: Alvo) -> bool:
    query = select(Divulgacao.id).where(
        Divulgacao.produto == alvo.produto, Divulgacao.periodo == alvo.periodo, Divulgacao.edicao == alvo.edicao
    )
    return session.scalars(query).first() is not None
