"""Which records of a unit were recognised as one person: links are followed from record to record."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.vinculo import VinculoPessoa
from sisetp.domain.vinculo import LIGADA, Par, grupo_de


def linked_ids(session: Session, pessoa_id: UUID) -> tuple[UUID, ...]:
    """Ids of the records of one person in this unit, itself first; only itself when nothing was linked."""
    decided = decisions_around(session, {pessoa_id})
    group = grupo_de(pessoa_id, linked_pairs(decided))
    return (pessoa_id, *sorted(group - {pessoa_id}))


def linked_pairs(decided: dict[Par, str]) -> list[Par]:
    """Pairs whose last decision is that both are the same person."""
    return [pair for pair, decision in decided.items() if decision == LIGADA]


def decisions_around(session: Session, pessoas: Collection[UUID]) -> dict[Par, str]:
    """Last decision of every pair that touches these records or any record linked to them.

    Two selects by index for each step away; a record without decisions costs the first two.
    """
    decided: dict[Par, str] = {}
    asked: set[UUID] = set()
    frontier = set(pessoas)
    while frontier:
        decided |= _last(_rows_of(session, frontier))
        asked |= frontier
        frontier = {end for pair in linked_pairs(decided) for end in pair} - asked
    return decided


def _rows_of(session: Session, pessoas: set[UUID]) -> list[VinculoPessoa]:
    ids = list(pessoas)
    first = session.scalars(select(VinculoPessoa).where(VinculoPessoa.pessoa_a_id.in_(ids)))
    second = session.scalars(select(VinculoPessoa).where(VinculoPessoa.pessoa_b_id.in_(ids)))
    return [*first, *second]


def _last(rows: Iterable[VinculoPessoa]) -> dict[Par, str]:
    ordered = sorted(rows, key=lambda row: row.id)
    return {Par(row.pessoa_a_id, row.pessoa_b_id): row.decisao for row in ordered}
