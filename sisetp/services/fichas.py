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


def fichas_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[FichaRef]]:
    """Fichas not cancelled of each person, newest first; people without any are absent. Order of `ids` is kept.

    Status and order are settled here and not in SQL: without statistics SQLite would rather walk the whole unit by
    status or by date than look up a few people.
    """
    columns = (Atendimento.pessoa_id, Atendimento.id, Atendimento.codigo, Atendimento.inicio, Atendimento.situacao)
    rows = session.execute(select(*columns).where(Atendimento.pessoa_id.in_(ids))).all() if ids else []
    found: dict[UUID, list[FichaRef]] = {}
    for pessoa_id, ficha_id, codigo, inicio, situacao in sorted(rows, key=lambda row: row.inicio, reverse=True):
        if situacao == ACTIVE:
            found.setdefault(pessoa_id, []).append(FichaRef(id=ficha_id, codigo=codigo, inicio=inicio))
    return {key: found[key] for key in ids if key in found}
