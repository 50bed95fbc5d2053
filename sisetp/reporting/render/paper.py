"""How a sheet goes on A4 paper: upright or lying, at which scale, and where its pages break. From sizes alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MARGEM: Final = 0.5
ALTO: Final = 0.8
BAIXO: Final = 0.7
"""Margins in inches: sides, top and bottom."""

_SHORT, _LONG = 8.27, 11.69
_POINTS = 72
_PIXELS = 96
_LESS = 0.95  # no two programs measure a row alike
_NARROW = 0.85  # nor a column: without its font a program makes every column wider
_SMALLEST = 0.6  # smaller letters are not read on paper
_UPRIGHT = 0.85


@dataclass(frozen=True, slots=True)
class Papel:
    """`em_pe`: upright. `uma_pagina`: all of it on one page; otherwise, with `quebras`, at `escala` per cent.

    `quebras` are the rows, from zero, before which a page begins.
    """

    em_pe: bool
    uma_pagina: bool
    escala: int = 100
    quebras: tuple[int, ...] = ()


def dispor(larguras: Sequence[int], alturas: Sequence[float], blocos: Sequence[int]) -> Papel:
    """Choose for a sheet of these columns (characters) and rows (points), whose blocks begin at these rows."""
    width, height = sum(7 * chars + 5 for chars in larguras) / _PIXELS, sum(alturas) / _POINTS
    whole = {upright: min(_wide(width, upright), _high(upright) / (height or 1)) for upright in (True, False)}
    best = whole[True] > whole[False]
    if whole[best] >= _SMALLEST:
        return Papel(best, uma_pagina=True)
    upright = _wide(width, upright=True) >= _UPRIGHT
    scale = min(1.0, _wide(width, upright) * _NARROW)
    breaks = tuple(_breaks(alturas, blocos, _high(upright) * _POINTS / scale)) if len(blocos) > 1 else ()
    return Papel(upright, uma_pagina=False, escala=max(10, int(scale * 100)), quebras=breaks)


def _wide(width: float, upright: bool) -> float:
    """Scale at which a width in inches goes on a page, enlarged if there is room."""
    return ((_SHORT if upright else _LONG) - 2 * MARGEM) / (width or 1)


def _high(upright: bool) -> float:
    """Inches of a page for rows."""
    return ((_LONG if upright else _SHORT) - ALTO - BAIXO) * _LESS


def _breaks(alturas: Sequence[float], blocos: Sequence[int], room: float) -> Iterator[int]:
    """A block that does not fit in what is left of a page begins another."""
    used = 0.0
    for start, end in zip(blocos, (*blocos[1:], len(alturas)), strict=True):
        height = sum(alturas[start:end])
        if used and used + height > room:
            yield start
            used = 0.0
        used = (used + height) % room
