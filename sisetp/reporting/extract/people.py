"""People of a unit as columns: what the register says of each one, and the key under which she is counted once.

Records that the unit linked as the same person count under one key: the smallest of those of the records identified
in full, or of all when none is. An identified key is the same in every unit, so the choice keeps her one person there.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from sisetp.db import estat_rows
from sisetp.db.estat_rows import Rows
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import Unreadable
from sisetp.domain.vinculo import LIGADA
from sisetp.reporting.extract import codes, seals
from sisetp.reporting.extract.codes import Columns
from sisetp.reporting.extract.seals import Pseudonym

_TABLE = "pessoa"
REGISTER = (
    "modo_ident",
    "sexo",
    "identidade_genero",
    "faixa_etaria",
    "raca_cor",
    "escolaridade",
    "nacionalidade",
    "idioma",
    "deficiencia",
)
"""Coded answers of the register (forms A and C) that facts carry, as they were last sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pessoas:
    """Records of people: `chaves[i]` and row i of the columns belong to the id that `places` puts at i."""

    places: Mapping[UUID, int]
    chaves: Sequence[bytes]
    register: Columns

    def place(self, pessoa_id: UUID) -> int:
        """Place of a person. Raises: Unreadable with the id of one whose record is gone."""
        place = self.places.get(pessoa_id)
        if place is None:
            raise Unreadable(str(pessoa_id))
        return place

    def at(self, ids: Iterable[UUID]) -> NDArray[np.intp]:
        """Places of people, in the order asked. Raises: Unreadable with the id of one whose record is gone."""
        return np.array([self.place(pessoa_id) for pessoa_id in ids], dtype=np.intp)

    def pseudonyms(self, pseudonym: Pseudonym) -> NDArray[np.uint64]:
        """Pseudonym of every record in one year; linked records have the same."""
        known = {chave: pseudonym(chave) for chave in set(self.chaves)}
        return np.array([known[chave] for chave in self.chaves], dtype=np.uint64)


def read_people(session: Session, unidade_id: int, ids: Collection[UUID]) -> Pessoas:
    """Open the registers of people and of every record linked to them.

    Raises: Unreadable with the id of a record that cannot be opened.
    """
    groups = linked_groups(estat_rows.decided_pairs(session, unidade_id))
    wanted = set(ids).union(*(groups[pessoa_id] for pessoa_id in ids if pessoa_id in groups))
    rows = estat_rows.people(session, unidade_id, wanted)
    payloads = seals.open_codes(session, _TABLE, unidade_id, rows)
    columns = codes.numbers(_TABLE, rows, payloads, (*REGISTER, "pessoa_chave"))
    places = {row.id: place for place, row in enumerate(rows)}
    own = [key.tobytes() for key in columns.pop("pessoa_chave")]
    return Pessoas(places=places, chaves=merged_keys(own, columns["modo_ident"], places, groups), register=columns)


def linked_groups(rows: Rows) -> dict[UUID, frozenset[UUID]]:
    """Group of every record that some last decision links to another; links are followed from one to the next."""
    last = {(row.pessoa_a_id, row.pessoa_b_id): row.decisao for row in rows}
    groups: dict[UUID, frozenset[UUID]] = {}
    for (one, other), decision in last.items():
        if decision == LIGADA:
            together = groups.get(one, frozenset({one})) | groups.get(other, frozenset({other}))
            groups.update(dict.fromkeys(together, together))
    return groups


def merged_keys(
    own: list[bytes],
    modes: NDArray[Any],
    places: Mapping[UUID, int],
    groups: Mapping[UUID, frozenset[UUID]],
) -> list[bytes]:
    """Counting key of every record: its own, or that of its group. `modes` are numbers of the list `modo_ident`."""
    identified = codelist("modo_ident").number("IDENT")
    chaves = list(own)
    for pessoa_id, place in places.items():
        together = [places[other] for other in groups.get(pessoa_id, ()) if other in places]
        if together:
            chaves[place] = min((bool(modes[other] != identified), own[other]) for other in together)[1]
    return chaves
