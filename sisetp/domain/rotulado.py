"""Codes that carry their own Portuguese label: short closed lists that are rules of the program, not data."""

from enum import StrEnum
from typing import Self


class Rotulado(StrEnum):
    """A code and its label; the value is what is stored and audited. Members are written `CODE = "CODE", "Label"`."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Build a member that carries its Portuguese label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
