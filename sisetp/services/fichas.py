"""The fichas that count of some people: what search and «já atendida?» show beside a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.atendimento import Atendimento
from sisetp.services.versoes import ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class FichaRef:
    """A ficha by id, code and moment of the contact."""

    id: UUID
    codigo: str
    inicio: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Fichas not cancelled of each person, newest first, in the order asked; and people nobody ever wrote a ficha of,
    whom the team knows from a case. Somebody whose every ficha was cancelled is in neither.
    """

    fichas: dict[UUID, list[FichaRef]]
    never: frozenset[UUID]


def fichas_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[FichaRef]]:
    """Fichas not cancelled of each person, newest first; people without any are absent. Order of `ids` is kept."""
    return attendance_of(session, ids).fichas


def attendance_of(session: Session, ids: Sequence[UUID]) -> Attendance:
    """What the unit's fichas say of some people.

    Status and order are settled here and not in SQL: without statistics SQLite would rather walk the whole unit by
    status or by date than look up a few people.
    """
    columns = (Atendimento.pessoa_id, Atendimento.id, Atendimento.codigo, Atendimento.inicio, Atendimento.situacao)
    rows = session.execute(select(*columns).where(Atendimento.pessoa_id.in_(ids))).all() if ids else []
    found: dict[UUID, list[FichaRef]] = {}
    for pessoa_id, ficha_id, codigo, inicio, situacao in sorted(rows, key=lambda row: row.inicio, reverse=True):
        if situacao == ACTIVE:
            found.setdefault(pessoa_id, []).append(FichaRef(id=ficha_id, codigo=codigo, inicio=inicio))
    known = {row.pessoa_id for row in rows}
    return Attendance(
        fichas={key: found[key] for key in ids if key in found}, never=frozenset(key for key in ids if key not in known)
    )
