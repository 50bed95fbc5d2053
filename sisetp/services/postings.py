"""Which postings have effect today: validity dates, confirmation by a second person, unit still open (decision 10)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.roles import READERS, Role
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao
from sisetp.domain.clock import Clock

# Roles without a unit live in the coordination's time zone.
NATIONAL_ZONE = "America/Sao_Paulo"

# Roles that open identities, and the one that gives roles: nothing happens until a second person confirms.
NEEDS_CONFIRMATION = READERS | {Role.CGETP_ADMIN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A posting in force: role, unit (None for national roles) and its names on screen."""

    id: int
    role: Role
    unidade_id: int | None
    unidade_codigo: str | None
    unidade_nome: str | None
    uf: str | None
    fuso: str

    @property
    def label(self) -> str:
        """How the posting is offered on screen: unit, or the national coordination, and role."""
        return f"{self.unidade_nome} — {self.role.label}" if self.unidade_nome else self.role.label


def postings_in_force(session: Session, user_id: int, *, clock: Clock) -> tuple[Posting, ...]:
    """Postings of a user that have effect today, oldest first."""
    query = (
        select(Lotacao, Unidade)
        .outerjoin(Unidade, Unidade.id == Lotacao.unidade_id)
        .where(Lotacao.usuario_id == user_id)
        .order_by(Lotacao.id)
    )
    found: list[tuple[Lotacao, Unidade | None]] = [(row, unit) for row, unit in session.execute(query)]
    return tuple(
        _posting(row, unit)
        for row, unit in found
        if in_force(row, today_of(unit, clock))
        and (unit is None or unit.fim is None or unit.fim >= clock.today(unit.fuso))
    )


def _posting(row: Lotacao, unit: Unidade | None) -> Posting:
    return Posting(
        id=row.id,
        role=Role(row.papel),
        unidade_id=unit.id if unit else None,
        unidade_codigo=unit.codigo if unit else None,
        unidade_nome=unit.nome if unit else None,
        uf=unit.uf if unit else None,
        fuso=unit.fuso if unit else NATIONAL_ZONE,
    )


def today_of(unit: Unidade | None, clock: Clock) -> date:
    """Today in the unit's time zone, or in that of the national coordination."""
    return clock.today(unit.fuso if unit else NATIONAL_ZONE)


def in_force(row: Lotacao, today: date) -> bool:
    """Tell whether a posting has effect on a day; both dates are inclusive."""
    return confirmed(row) and row.inicio <= today and (row.fim is None or today <= row.fim)


def confirmed(row: Lotacao) -> bool:
    """Tell whether a posting was confirmed, or needs nobody to; a refused one never was."""
    return row.confirmed_at is not None or Role(row.papel) not in NEEDS_CONFIRMATION


def pending(row: Lotacao) -> bool:
    """Tell whether a posting waits for a second person."""
    return Role(row.papel) in NEEDS_CONFIRMATION and row.confirmed_at is None and row.refused_at is None


def opens_identities(rows: list[Lotacao], today: date) -> Lotacao | None:
    """Newest confirmed posting, in force now or later, of a role that needs confirmation; None when there is none.

    One in a unit goes before a national one: the unit whose identities are opened has its say (decision 10).
    """
    kept = [
        row
        for row in rows
        if Role(row.papel) in NEEDS_CONFIRMATION and confirmed(row) and (row.fim is None or today <= row.fim)
    ]
    return max(kept, key=lambda row: (row.unidade_id is not None, row.id), default=None)
