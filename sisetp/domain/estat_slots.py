"""Slots, columns and layouts of the statistics seal: what a fixed-length row of codes is made of."""

from dataclasses import dataclass, field
from enum import Enum
from struct import Struct


class Slot(Enum):
    """Width and meaning of one slot; the value is the struct format of the slot."""

    CODE8 = "B"
    CODE16 = "H"
    CODE32 = "I"
    INT8 = "B+"
    INT16 = "H+"
    INT32 = "I+"
    MASK4 = "4s"
    MASK6 = "6s"
    MASK8 = "8s"
    RAW16 = "16s"


# Empty is the largest number of the width; the «+» tells an integer from a code of the same width.
EMPTY_INT = {Slot.INT8: 0xFF, Slot.INT16: 0xFFFF, Slot.INT32: 0xFFFFFFFF}
MAX_CODE = {Slot.CODE8: 0xFF, Slot.CODE16: 0xFFFF, Slot.CODE32: 0xFFFFFFFF}
MASK_BYTES = {Slot.MASK4: 4, Slot.MASK6: 6, Slot.MASK8: 8}


@dataclass(frozen=True, slots=True)
class Column:
    """One slot of a layout: field name, width, code list (None for integers and raw bytes)."""

    name: str
    slot: Slot
    codelist: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Layout of one table in one dictionary version. `size` is the blob length in bytes, version byte included."""

    table: str
    version: int
    columns: tuple[Column, ...]
    packer: Struct = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len({column.name for column in self.columns}) != len(self.columns):
            raise ValueError(f"layout {self.table}: repeated column")
        formats = "".join(column.slot.value.rstrip("+") for column in self.columns)
        object.__setattr__(self, "packer", Struct(">B" + formats))

    @property
    def size(self) -> int:
        """Blob length in bytes."""
        return self.packer.size

    @property
    def names(self) -> tuple[str, ...]:
        """Field names in slot order."""
        return tuple(column.name for column in self.columns)
