"""Choices that depend only on a seed: the same labels give the same draws on every machine and Python version.

SHAKE-256 of the labels is the stream (FIPS 202); nothing here is used for keys or anything secret.
"""

from collections.abc import Sequence
from hashlib import shake_256
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")

Weights = tuple[tuple[str, int], ...]
"""Pairs (value, weight); weights are positive integers on any scale."""

_STREAM_BYTES = 2048
_DRAW_BYTES = 4


class Sorteio:
    """A finite stream of draws named by its labels (seed, kind, number). Enough for about 500 draws."""

    def __init__(self, *labels: object) -> None:
        name = "\x1f".join(str(label) for label in labels)
        self._stream = shake_256(name.encode()).digest(_STREAM_BYTES)
        self._at = 0

    def below(self, limit: int) -> int:
        """Return an integer from 0 to limit - 1. The bias of the remainder is below 10**-5 for these sizes."""
        raw = self._stream[self._at : self._at + _DRAW_BYTES]
        if len(raw) < _DRAW_BYTES:
            raise ValueError("the stream of draws is exhausted")
        self._at += _DRAW_BYTES
        return int.from_bytes(raw, "big") % limit

    def between(self, low: int, high: int) -> int:
        """Return an integer from low to high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """Return True `percent` times in a hundred."""
        return self.below(100) < percent

    def one(self, items: Sequence[T]) -> T:
        """Return one item, all equally likely."""
        return items[self.below(len(items))]

    def weighted(self, pairs: Sequence[tuple[T, int]]) -> T:
        """Return one value by its weight."""
        ends = list(accumulate(weight for _value, weight in pairs))
        drawn = self.below(ends[-1])
        return next(value for (value, _weight), end in zip(pairs, ends, strict=True) if drawn < end)

    def some(self, pairs: Sequence[tuple[T, int]], count: int) -> tuple[T, ...]:
        """Return up to `count` distinct values by weight, in the order of the list."""
        chosen = {self.weighted(pairs) for _ in range(count)}
        return tuple(value for value, _weight in pairs if value in chosen)
