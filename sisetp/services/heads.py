"""Open units that no coordenação answers for: nobody can confirm accesses there until two administrators name one."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sisetp.access.roles import Role
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao, Usuario
from sisetp.domain.clock import Clock
from sisetp.services.postings import in_force


def heads_of(session: Session, unit: Unidade, *, clock: Clock) -> frozenset[int]:
    """Ids of the active users who are the unit's coordenação today."""
    rows = session.scalars(_heads().where(Lotacao.unidade_id == unit.id))
    today = clock.today(unit.fuso)
    return frozenset(row.usuario_id for row in rows if in_force(row, today))


def units_without_head(session: Session, *, clock: Clock) -> tuple[str, ...]:
    """Codes of the open units without coordenação, in alphabetical order, in two queries."""
    heads: dict[int | None, list[Lotacao]] = {}
    for row in session.scalars(_heads()):
        heads.setdefault(row.unidade_id, []).append(row)
    units = session.scalars(select(Unidade).order_by(Unidade.codigo))
    return tuple(
        unit.codigo
        for unit in units
        if unit.fim is None and not any(in_force(row, clock.today(unit.fuso)) for row in heads.get(unit.id, ()))
    )


def _heads() -> Select[Lotacao]:
    query = select(Lotacao).join(Usuario, Usuario.id == Lotacao.usuario_id)
    return query.where(Lotacao.papel == Role.COORDENACAO.value, Usuario.active.is_(True))
