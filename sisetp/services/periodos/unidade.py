"""What a unit sees of its own months: the year, and one month with the steps it took."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db.models.periodo import Periodo
from sisetp.db.models.unidade import Unidade
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound
from sisetp.domain.periodo import Vigencia, mes_de
from sisetp.services.periodos import meses
from sisetp.services.periodos.historico import PassoLinha, history
from sisetp.services.periodos.meses import MesLinha


@dataclass(frozen=True, slots=True, kw_only=True)
class MesesDaUnidade:
    """Months of a year, newest first; `anos` are the years that have any, newest first; `proximo` is the oldest month
    of any year that the unit still has to send.
    """

    ano: int
    anos: tuple[int, ...]
    linhas: tuple[MesLinha, ...]
    proximo: MesLinha | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MesDaUnidade:
    """One month, its steps newest first, and whether this person signs it."""

    linha: MesLinha
    passos: tuple[PassoLinha, ...]
    pode_enviar: bool


def unit_periods(session: Session, actor: Actor, ano: int | None, *, clock: Clock) -> MesesDaUnidade:
    """Months of the actor's unit in a year, by default the last one that has any.

    Raises: AccessDenied, NotFound for a year without months.
    """
    unidade = own_unit(session, actor)
    hoje, owed = clock.today(unidade.fuso), _owed(session, unidade, clock)
    anos = tuple(range(_last_day(owed, hoje).year, owed.inicio.year - 1, -1))
    chosen = anos[0] if ano is None and anos else ano
    if chosen not in anos:
        raise NotFound
    lines = _lines(session, unidade, owed, anos, hoje)
    return MesesDaUnidade(
        ano=chosen,
        anos=anos,
        linhas=tuple(line for line in reversed(lines) if line.ano == chosen),
        proximo=next((line for line in lines if line.com_a_unidade), None),
    )


def unit_month(session: Session, actor: Actor, ano: int, mes: int, *, clock: Clock) -> MesDaUnidade:
    """One month of the actor's unit.

    Raises: AccessDenied; NotFound for a month still to come or in which the unit was not there.
    """
    unidade = own_unit(session, actor)
    line, row = line_of(session, unidade, ano, mes, clock=clock)
    signs = permits(actor, Permission.PERIODO_ENVIAR, unidade_id=unidade.id)
    return MesDaUnidade(linha=line, passos=history(session, row), pode_enviar=signs and line.com_a_unidade)


def waiting_months(session: Session, unidade: Unidade, *, clock: Clock) -> tuple[MesLinha, ...]:
    """Months over that the unit still has to send, oldest first."""
    hoje, owed = clock.today(unidade.fuso), _owed(session, unidade, clock)
    anos = tuple(range(owed.inicio.year, _last_day(owed, hoje).year + 1))
    return tuple(line for line in _lines(session, unidade, owed, anos, hoje) if line.com_a_unidade)


def line_of(session: Session, unidade: Unidade, ano: int, mes: int, *, clock: Clock) -> tuple[MesLinha, Periodo | None]:
    """Line and row of one month. Raises: NotFound as `unit_month`."""
    period, hoje = mes_de(ano, mes), clock.today(unidade.fuso)
    if period not in _owed(session, unidade, clock) or period.inicio > hoje:
        raise NotFound
    row = meses.row_of(session, unidade.id, ano, mes)
    return meses.describe(unidade, period, row, meses.marks(session, ano), hoje=hoje), row


def own_unit(session: Session, actor: Actor) -> Unidade:
    """Unit of somebody who may see its months. Raises: AccessDenied."""
    require(actor, Permission.PERIODO_VER, unidade_id=actor.unidade_id)
    return session.get_one(Unidade, actor.unidade_id)


def _lines(
    session: Session, unidade: Unidade, owed: Vigencia, anos: tuple[int, ...], hoje: date
) -> tuple[MesLinha, ...]:
    found = session.scalars(select(Periodo).where(Periodo.unidade_id == unidade.id))
    rows = {(row.ano, row.mes): row for row in found}
    marked = meses.marks(session, *anos)
    return tuple(
        meses.describe(unidade, mes, rows.get((ano, mes.inicio.month)), marked, hoje=hoje)
        for ano in sorted(anos)
        for mes in meses.months_until(owed, hoje, ano)
    )


def _owed(session: Session, unidade: Unidade, clock: Clock) -> Vigencia:
    return meses.validity(unidade, meses.network_start(session, clock.now()))


def _last_day(owed: Vigencia, hoje: date) -> date:
    return hoje if owed.fim is None else min(owed.fim, hoje)
