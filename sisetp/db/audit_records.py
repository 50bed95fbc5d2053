"""Codes of the atendimentos that audit events are about, for whoever may read the audit of their unit.

National roles see no row about a person; the code printed on a ficha is not about anybody, so the audit may show it.
Nothing else of the row leaves this file.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sisetp.db.models.atendimento import Atendimento

_table = Atendimento.__table__


def codes_of(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Codes of atendimentos by id, inside the audit scope of the session."""
    if not ids:
        return {}
    query = _in_scope(session, select(_table.c.id, _table.c.codigo).where(_table.c.id.in_(list(ids))))
    return {row.id: row.codigo for row in session.connection().execute(query)}


def people_of(session: Session, codigo: str) -> frozenset[UUID]:
    """Ids of the people whose atendimento has this code, inside the audit scope of the session."""
    query = _in_scope(session, select(_table.c.pessoa_id).where(_table.c.codigo == codigo))
    return frozenset(row.pessoa_id for row in session.connection().execute(query))


def _in_scope(session: Session, query: Select[*tuple[object, ...]]) -> Select[*tuple[object, ...]]:
    units = session.info["scope"].audit_units
    return query if units is None else query.where(_table.c.unidade_id.in_(sorted(units)))
