"""Fixed-length layouts of the statistics seal: a row of codes becomes bytes whose length says nothing.

One layout per (table, dictionary version). First byte = dictionary version; then the slots in order, big endian.
0 means «empty» in a slot of codes; the largest number of its width means «empty» in a slot of integers.
A layout is never edited once used: a change of fields is a new version, and old versions stay readable.
"""

from collections.abc import Mapping

from sisetp.domain.codelists import CodeList, codelist
from sisetp.domain.errors import SisetpError
from sisetp.domain.estat_slots import EMPTY_INT, MASK_BYTES, MAX_CODE, Column, Slot
from sisetp.domain.estat_tables import LAYOUTS, VERSIONS

__all__ = ["LAYOUTS", "VERSIONS", "Column", "LayoutError", "Slot", "Value", "decode", "encode"]

Value = str | int | tuple[str, ...] | bytes | None


class LayoutError(SisetpError):
    """A value or a blob does not fit the layout. The text names table and field, never the value."""


def encode(table: str, values: Mapping[str, Value]) -> bytes:
    """Encode values by field name with the table's newest layout; a missing field is empty.

    Raises LayoutError for an unknown field or code, a number out of range, or a value of the wrong shape.
    """
    layout = LAYOUTS[table]
    if unknown := values.keys() - set(layout.names):
        raise LayoutError(f"{table}: {len(unknown)} field(s) outside the layout")
    numbers = [_pack(table, column, values.get(column.name)) for column in layout.columns]
    return layout.packer.pack(layout.version, *numbers)


def decode(table: str, data: bytes) -> dict[str, Value]:
    """Decode a blob into every field of its layout; empty fields are None (an empty tuple for multiple answers).

    Raises LayoutError for an unknown dictionary version, a wrong length, or a number without a code.
    """
    layout = VERSIONS.get((table, data[0] if data else 0))
    if layout is None:
        raise LayoutError(f"{table}: unknown dictionary version")
    if len(data) != layout.size:
        raise LayoutError(f"{table}: wrong length")
    numbers = layout.packer.unpack(data)[1:]
    return {column.name: _unpack(table, column, raw) for column, raw in zip(layout.columns, numbers, strict=True)}


def _pack(table: str, column: Column, value: Value) -> int | bytes:
    slot = column.slot
    if slot in MASK_BYTES:
        return _pack_mask(table, column, value)
    if slot is Slot.RAW16:
        if value is None:
            return bytes(16)
        if isinstance(value, bytes) and len(value) == 16:
            return value
    elif slot in EMPTY_INT:
        empty = EMPTY_INT[slot]
        if value is None:
            return empty
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < empty:
            return value
    elif value is None or value == "":
        return 0
    elif isinstance(value, str):
        return _number(table, column, value, MAX_CODE[slot])
    raise LayoutError(f"{table}.{column.name}: value does not fit")


def _pack_mask(table: str, column: Column, value: Value) -> bytes:
    size = MASK_BYTES[column.slot]
    if value is None:
        value = ()
    if not isinstance(value, tuple):
        raise LayoutError(f"{table}.{column.name}: value does not fit")
    mask = 0
    for code in value:
        mask |= 1 << (_number(table, column, code, size * 8) - 1)
    return mask.to_bytes(size, "big")


def _number(table: str, column: Column, code: str, largest: int) -> int:
    known = _list(column).get(code)
    if known is None or known.n > largest:
        raise LayoutError(f"{table}.{column.name}: unknown code")
    return known.n


def _unpack(table: str, column: Column, raw: int | bytes) -> Value:
    if isinstance(raw, bytes):
        if column.slot is Slot.RAW16:
            return raw if any(raw) else None
        mask = int.from_bytes(raw, "big")
        return tuple(_by_number(table, column, n) for n in range(1, len(raw) * 8 + 1) if mask >> (n - 1) & 1)
    if column.slot in EMPTY_INT:
        return None if raw == EMPTY_INT[column.slot] else raw
    return None if raw == 0 else _by_number(table, column, raw)


def _by_number(table: str, column: Column, n: int) -> str:
    try:
        return _list(column).by_number(n).code
    except KeyError:
        raise LayoutError(f"{table}.{column.name}: number without a code") from None


def _list(column: Column) -> CodeList:
    assert column.codelist is not None
    return codelist(column.codelist)
