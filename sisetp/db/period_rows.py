"""Which months each unit owes and which are closed for good: states only, read by services and by reporting."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.db.models.periodo import Periodo
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.domain.period import month
from sisetp.domain.periodo import CONSOLIDADO, PUBLICADO, Vigencia

NATIONAL_ZONE = "America/Sao_Paulo"
_CLOSED = (CONSOLIDADO, PUBLICADO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Devidos:
    """Months (1–12) of a year that a unit owes, over or not, and those of them that are consolidated."""

    unidade_id: int
    codigo: str
    uf: str
    meses: tuple[int, ...]
    consolidados: frozenset[int]

    @property
    def faltam(self) -> tuple[int, ...]:
        """Months owed that are not consolidated."""
        return tuple(mes for mes in self.meses if mes not in self.consolidados)


def network_start(session: Session, now: datetime) -> date:
    """First day of the first month in which this installation was used: nothing earlier is owed by anybody."""
    made = session.scalar(select(func.min(Usuario.created_at))) or now
    first = made.astimezone(ZoneInfo(NATIONAL_ZONE)).date().replace(day=1)
    known = session.scalar(select(func.min(Periodo.ano * 12 + Periodo.mes - 1)))
    return first if known is None else min(first, date(known // 12, known % 12 + 1, 1))


def owed_in(session: Session, ano: int, *, now: datetime) -> tuple[Devidos, ...]:
    """Every unit that owes any month of a year, by code."""
    start, closed = network_start(session, now), consolidated(session, ano)
    owed = []
    for unidade in session.scalars(select(Unidade).order_by(Unidade.codigo)):
        vigencia = Vigencia(inicio=max(unidade.inicio, start), fim=unidade.fim)
        meses = tuple(mes for mes in range(1, 13) if month(ano, mes) in vigencia)
        done = frozenset(mes for unit, mes in closed if unit == unidade.id)
        if meses:
            owed.append(
                Devidos(unidade_id=unidade.id, codigo=unidade.codigo, uf=unidade.uf, meses=meses, consolidados=done)
            )
    return tuple(owed)


def consolidated(session: Session, ano: int) -> frozenset[tuple[int, int]]:
    """(unit, month) of a year that are consolidated or published."""
    query = select(Periodo.unidade_id, Periodo.mes).where(Periodo.ano == ano, Periodo.situacao.in_(_CLOSED))
    return frozenset((unidade_id, mes) for unidade_id, mes in session.execute(query))


def consolidated_years(session: Session) -> tuple[int, ...]:
    """Years with any month consolidated or published, oldest first."""
    query = select(Periodo.ano).where(Periodo.situacao.in_(_CLOSED)).distinct().order_by(Periodo.ano)
    return tuple(session.scalars(query))


def codes_of_units(session: Session) -> dict[int, str]:
    """Code of every unit by id."""
    return {row.id: row.codigo for row in session.execute(select(Unidade.id, Unidade.codigo))}
