"""The coordination's board: for each unit and month the state only, never a number (decision 18)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db.models.periodo import Periodo
from sisetp.db.models.unidade import Unidade
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound
from sisetp.domain.period import MESES, Period, month
from sisetp.domain.periodo import MAQUINA
from sisetp.domain.prazos import PrazoMarcado
from sisetp.services.periodos import meses
from sisetp.services.periodos.historico import PassoLinha, history
from sisetp.services.periodos.meses import MesLinha
from sisetp.services.periodos.unidade import line_of
from sisetp.services.postings import NATIONAL_ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class LinhaDoQuadro:
    """Twelve months of one unit; None where the unit owes nothing or the month has not begun."""

    unidade_id: int
    codigo: str
    nome: str
    uf: str
    meses: tuple[MesLinha | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quadro:
    """One year of the network. `anos` are the years that can be asked for, newest first; `meses` are month names."""

    ano: int
    anos: tuple[int, ...]
    meses: tuple[str, ...]
    linhas: tuple[LinhaDoQuadro, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MesNoQuadro:
    """One month of one unit as the coordination sees it; `seguintes` are the states it may take it to."""

    unidade_id: int
    codigo: str
    nome: str
    linha: MesLinha
    passos: tuple[PassoLinha, ...]
    seguintes: tuple[str, ...]


def board(session: Session, actor: AnyActor, ano: int | None, *, clock: Clock) -> Quadro:
    """Units that owed any month of a year, by code; the year is this one by default. Operators have no role to ask.

    Raises: AccessDenied, NotFound for a year without months.
    """
    if isinstance(actor, Actor):
        require(actor, Permission.PERIODO_QUADRO)
    start, today = meses.network_start(session, clock.now()), clock.today(NATIONAL_ZONE)
    anos = tuple(range(today.year, start.year - 1, -1))
    chosen = anos[0] if ano is None else ano
    if chosen not in anos:
        raise NotFound
    rows: dict[int, dict[int, Periodo]] = {}
    for row in session.scalars(select(Periodo).where(Periodo.ano == chosen)):
        rows.setdefault(row.unidade_id, {})[row.mes] = row
    marked = meses.marks(session, chosen)
    lines = []
    for unidade in session.scalars(select(Unidade).order_by(Unidade.codigo)):
        owed = meses.validity(unidade, start)
        known = set(meses.months_until(owed, clock.today(unidade.fuso), chosen))
        if known:
            lines.append(_line(unidade, chosen, known, rows.get(unidade.id, {}), marked, clock))
    return Quadro(ano=chosen, anos=anos, meses=MESES, linhas=tuple(lines))


def board_month(session: Session, actor: Actor, unidade_id: int, ano: int, mes: int, *, clock: Clock) -> MesNoQuadro:
    """One month of one unit: state, deadline and steps.

    Raises: AccessDenied; NotFound for an unknown unit or a month that the unit does not have.
    """
    require(actor, Permission.PERIODO_QUADRO)
    unidade = session.get(Unidade, unidade_id)
    if unidade is None:
        raise NotFound
    line, row = line_of(session, unidade, ano, mes, clock=clock)
    acts = permits(actor, Permission.PERIODO_CONFERIR) and row is not None
    return MesNoQuadro(
        unidade_id=unidade.id,
        codigo=unidade.codigo,
        nome=unidade.nome,
        linha=line,
        passos=history(session, row),
        seguintes=tuple(step.para for step in MAQUINA.seguintes(line.situacao)) if acts else (),
    )


def _line(
    unidade: Unidade,
    ano: int,
    known: set[Period],
    rows: dict[int, Periodo],
    marked: Iterable[PrazoMarcado],
    clock: Clock,
) -> LinhaDoQuadro:
    hoje = clock.today(unidade.fuso)
    year = [month(ano, number) for number in range(1, 13)]
    return LinhaDoQuadro(
        unidade_id=unidade.id,
        codigo=unidade.codigo,
        nome=unidade.nome,
        uf=unidade.uf,
        meses=tuple(
            meses.describe(unidade, mes, rows.get(mes.inicio.month), marked, hoje=hoje) if mes in known else None
            for mes in year
        ),
    )
