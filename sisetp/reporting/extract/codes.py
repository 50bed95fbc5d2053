"""From opened `estat` blobs straight to columns of code numbers: facts keep the stable numbers, never the codes."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from sisetp.db.estat_rows import Rows
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import Unreadable
from sisetp.domain.estat_layout import VERSIONS
from sisetp.domain.estat_slots import MASK_BYTES, Column, Layout, Slot

Columns = dict[str, NDArray[Any]]

_NUMBERS = {
    Slot.CODE8: "u1",
    Slot.CODE16: ">u2",
    Slot.CODE32: ">u4",
    Slot.INT8: "u1",
    Slot.INT16: ">u2",
    Slot.INT32: ">u4",
}
_RAW_BYTES = 16
_MASK_BITS = 64


def numbers(tabela: str, rows: Rows, payloads: Sequence[bytes], names: Collection[str]) -> Columns:
    """Columns of a table by field name, in the order of the rows: code numbers (0 = empty), masks as u64.

    A 16-byte field is a column of (n, 16) bytes. A field that an older layout lacks is empty.
    Raises: Unreadable with the id of a row of unknown version, of a wrong length or with a number without a code.
    """
    versions = np.fromiter((blob[0] for blob in payloads), np.uint8, len(payloads))
    found: Columns = {}
    for version in np.unique(versions).tolist():
        places = np.flatnonzero(versions == version)
        layout = VERSIONS.get((tabela, version))
        if layout is None:
            raise Unreadable(str(rows[places[0]].id))
        table = _structured(layout, rows, payloads, places)
        for column in layout.columns:
            if column.name not in names:
                continue
            values = _plain(column, table[column.name])
            _check(column, values, rows, places)
            whole = found.setdefault(column.name, np.zeros((len(payloads), *values.shape[1:]), values.dtype))
            whole[places] = values
    for name in names:
        found.setdefault(name, np.zeros(len(payloads), np.uint64))
    return found


def uuid_at(column: NDArray[Any], place: int) -> UUID | None:
    """Id stored in a 16-byte column; None when empty."""
    raw = column[place].tobytes()
    return UUID(bytes=raw) if any(raw) else None


def number_of(lista: str, code: str | None) -> int:
    """Stable number of a code; 0 for none. Raises KeyError for an unknown one."""
    return codelist(lista).number(code) if code else 0


def _structured(layout: Layout, rows: Rows, payloads: Sequence[bytes], places: NDArray[np.intp]) -> NDArray[Any]:
    for place in places:
        if len(payloads[place]) != layout.size:
            raise Unreadable(str(rows[place].id))
    return np.frombuffer(b"".join(payloads[place] for place in places), _dtype(layout))


@cache
def _dtype(layout: Layout) -> np.dtype[np.void]:
    fields: list[Any] = [("versao", "u1")]
    for column in layout.columns:
        size = _RAW_BYTES if column.slot is Slot.RAW16 else MASK_BYTES.get(column.slot, 0)
        fields.append((column.name, "u1", (size,)) if size else (column.name, _NUMBERS[column.slot]))
    return np.dtype(fields)


def _plain(column: Column, values: NDArray[Any]) -> NDArray[Any]:
    if column.slot in MASK_BYTES:
        wide = np.zeros((len(values), 8), np.uint8)
        wide[:, 8 - values.shape[1] :] = values
        return wide.view(">u8").reshape(-1).astype(np.uint64)
    return values.astype(values.dtype.newbyteorder("="))


def _check(column: Column, values: NDArray[Any], rows: Rows, places: NDArray[np.intp]) -> None:
    if column.codelist is None:
        return
    if column.slot in MASK_BYTES:
        bad = (values & ~np.uint64(_known_mask(column.codelist))) != 0
    else:
        bad = ~np.isin(values, _known(column.codelist))
    if bad.any():
        raise Unreadable(str(rows[places[int(np.flatnonzero(bad)[0])]].id))


def _known(lista: str) -> NDArray[np.int64]:
    return np.array([0, *(item.n for item in codelist(lista).items)])


def _known_mask(lista: str) -> int:
    return sum(1 << (item.n - 1) for item in codelist(lista).items if item.n <= _MASK_BITS)
