"""People in the cases of a unit, and which of them an evolution concerns."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from sisetp.db import estat_rows
from sisetp.db.estat_rows import Line
from sisetp.domain.errors import Unreadable
from sisetp.reporting.extract import codes, seals
from sisetp.reporting.extract.codes import Columns

_TABLE, _MISTAKE = "caso_pessoa", "POR_ENGANO"
EXPLORACAO = ("status_vitima", "finalidade", "finalidades_sec", "formas", "ambito", "setor")
"""Coded answers of form E that facts carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vinculo:
    """One person in one case, from `desde` to `ate` (local days, both inside; None = still there)."""

    caso_id: UUID
    pessoa_id: UUID
    desde: date
    ate: date | None
    engano: bool

    def on(self, day: date) -> bool:
        """Tell whether the person was in the case on a day; somebody included by mistake never was."""
        return not self.engano and self.desde <= day and (self.ate is None or day <= self.ate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vinculos:
    """Every person in every case of the unit, with the codes of form E in the same order."""

    items: Sequence[Vinculo]
    codes: Columns
    places: Mapping[UUID, int]
    by_case: Mapping[UUID, Sequence[int]]

    @property
    def pessoas(self) -> frozenset[UUID]:
        """Ids of the people."""
        return frozenset(item.pessoa_id for item in self.items)

    def concerned(self, evolution_id: UUID, caso_id: UUID, caso_pessoa_id: UUID | None, day: date) -> Sequence[int]:
        """Places of those whom an evolution of a day concerns.

        The person it names; without one, whoever was in the case that day; when nobody was yet (the case was written
        down later), whoever is in it now. Raises: Unreadable with the evolution's id when the person named is gone.
        """
        if caso_pessoa_id is not None:
            if caso_pessoa_id not in self.places:
                raise Unreadable(str(evolution_id))
            return (self.places[caso_pessoa_id],)
        known = self.by_case.get(caso_id, ())
        there = [place for place in known if self.items[place].on(day)]
        return there or [place for place in known if self.items[place].ate is None]


def read_links(session: Session, unidade_id: int, zone: ZoneInfo) -> Vinculos:
    """Open who is in the cases of a unit. Raises: Unreadable."""
    rows = estat_rows.case_people(session, unidade_id)
    payloads = seals.open_codes(session, _TABLE, unidade_id, rows)
    columns = codes.numbers(_TABLE, rows, payloads, (*EXPLORACAO, "pessoa_id"))
    sealed = columns.pop("pessoa_id")
    items = [_link(row, codes.uuid_at(sealed, place), zone) for place, row in enumerate(rows)]
    by_case: defaultdict[UUID, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        by_case[item.caso_id].append(place)
    return Vinculos(
        items=items, codes=columns, places={row.id: place for place, row in enumerate(rows)}, by_case=by_case
    )


def _link(row: Line, pessoa_id: UUID | None, zone: ZoneInfo) -> Vinculo:
    if pessoa_id is None:
        raise Unreadable(str(row.id))
    removed = row.situacao != estat_rows.ACTIVE
    return Vinculo(
        caso_id=row.caso_id,
        pessoa_id=pessoa_id,
        desde=row.created_at.astimezone(zone).date(),
        ate=row.updated_at.astimezone(zone).date() if removed else None,
        engano=removed and row.motivo == _MISTAKE,
    )
