"""Map of states or regions in at most five classes, made from the numbers a table shows; a hidden state is hatched.

Source of the outlines: @svg-maps/brazil by Victor Cazanave (CC BY 4.0), simplified when built.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from sisetp.reporting.definitions.groupings import REGIAO_DA_UF, REGIOES
from sisetp.reporting.render.built import outlines
from sisetp.reporting.render.drawing import CLASSES, HIDDEN, INK, LINE, PAPER, QUIET, Desenho, Label, Path, Rect
from sisetp.reporting.render.words import SPOKEN, bare, cell, number
from sisetp.reporting.tables import Celula, Marca, Tabela

_SCALE_LETTERS = 17.0
_NO_DATA = "#f0f0f0"
_EMPTY = frozenset({Marca.SEM_ENVIO, Marca.IMPOSSIVEL})
_DARK = frozenset(CLASSES[3:])
# States too small for their name: where it stands instead, in units of the map, tied by a thin line.
_ASIDE: Mapping[str, tuple[int, int]] = {
    **{"RN": (640, 168), "PB": (650, 191), "PE": (650, 214), "AL": (640, 237), "SE": (622, 260)},
    **{"ES": (556, 420), "RJ": (548, 470), "DF": (462, 318)},
}
# Where the name of a region stands, in units of the map.
_MIDDLE: Mapping[str, tuple[int, int]] = {
    **{"N": (205, 165), "NE": (508, 215), "SE": (446, 392), "S": (368, 518), "CO": (318, 330)},
}
_MARGIN = 56
Shapes = Iterator[Rect | Path | Label]


def state_map(tabela: Tabela) -> Desenho | None:
    """Map of a table whose rows are states or regions, by its total column or its only one; None for any other."""
    if not tabela.colunas or not (tabela.total_coluna or len(tabela.colunas) == 1):
        return None
    cells = [row[-1] for row in tabela.celulas]
    regions = _regions(tabela, cells)
    shown = {uf: cell for uf, cell in zip(tabela.linhas_uf, cells, strict=False) if uf in outlines().ufs}
    shown = shown or {uf: regions[region] for uf, region in REGIAO_DA_UF.items() if region in regions}
    if not shown:
        return None
    groups = classes([c.valor for c in shown.values() if c.valor is not None])
    size, fills = outlines(), {uf: _fill(shown.get(uf), groups) for uf in outlines().ufs}
    named = _region_names(regions, fills) if regions else _state_names(fills)
    end = len(cells) - tabela.total_linha
    said = ", ".join(f"{name} {_said(c)}" for name, c in zip(tabela.linhas[:end], cells[:end], strict=True))
    return Desenho(
        codigo=f"{tabela.codigo}-mapa",
        width=size.largura + _MARGIN,
        height=size.altura + 8,
        title=tabela.titulo,
        description=f"Mapa do Brasil: {said}.",
        shapes=(*_shapes(fills), *named, *_legend(shown, groups, size.altura)),
    )


def _regions(tabela: Tabela, cells: Sequence[Celula]) -> dict[str, Celula]:
    """Cell of each region of a table whose rows are regions; nothing for any other table."""
    rows = dict(zip(map(bare, tabela.linhas), cells, strict=True))
    found = {code: rows[name] for code, name, _ in REGIOES if name in rows}
    return found if len(found) > 2 and not tabela.linhas_uf else {}


def _said(celula: Celula) -> str:
    return SPOKEN[celula.marca] if celula.valor is None else cell(celula)


def classes(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """At most five classes of about as many states each, as (smallest, largest) number shown in each."""
    distinct = sorted(set(numbers))
    count = min(len(CLASSES), len(distinct))
    cuts = [round(i * len(distinct) / count) for i in range(count + 1)] if count else []
    return tuple((distinct[a], distinct[b - 1]) for a, b in pairwise(cuts))


def _fill(celula: Celula | None, groups: tuple[tuple[int, int], ...]) -> str:
    if celula is None or celula.marca in _EMPTY:
        return _NO_DATA
    if celula.valor is None:
        return HIDDEN
    place = next(i for i, (_, largest) in enumerate(groups) if celula.valor <= largest)
    return CLASSES[place + (len(CLASSES) - len(groups)) // 2]


def _shapes(fills: Mapping[str, str]) -> Shapes:
    for uf, state in outlines().ufs.items():
        edge = QUIET if fills[uf] == HIDDEN else PAPER
        yield Path(d=state.d, fill=fills[uf], stroke=LINE if fills[uf] == _NO_DATA else edge)


def _state_names(fills: Mapping[str, str]) -> Shapes:
    for uf, state in outlines().ufs.items():
        if uf not in _ASIDE:
            yield from _name(uf, state.x, state.y + 6, fills[uf])
            continue
        x, y = _ASIDE[uf]
        yield Path(d=f"M{state.x} {state.y}L{x - 12} {y - 5}", stroke=QUIET, width=0.7)
        yield from _name(uf, x, y, HIDDEN if uf == "DF" else _NO_DATA)


def _region_names(regions: Mapping[str, Celula], fills: Mapping[str, str]) -> Shapes:
    names = {code: name for code, name, _ in REGIOES}
    ground = {region: fills[uf] for uf, region in REGIAO_DA_UF.items()}
    for code, celula in regions.items():
        x, y = _MIDDLE[code]
        yield from _name(names[code], x, y, ground[code])
        yield from _name(cell(celula), x, y + 20, ground[code])


def _name(text: str, x: float, y: float, fill: str) -> Shapes:
    """A name in the middle of its place, on a white label where the place is hatched."""
    if fill == HIDDEN:
        wide = 9.5 * len(text) + 9
        yield Rect(x=x - wide / 2, y=y - 15, width=wide, height=19, fill=PAPER)
    colour = PAPER if fill in _DARK else INK
    yield Label(x=x, y=y, text=text, size=_SCALE_LETTERS, anchor="middle", bold=True, fill=colour)


def _legend(shown: Mapping[str, Celula], groups: tuple[tuple[int, int], ...], bottom: int) -> Shapes:
    shift = (len(CLASSES) - len(groups)) // 2
    lines = [(CLASSES[i + shift], _span(low, high)) for i, (low, high) in reversed(list(enumerate(groups)))]
    if any(celula.marca is Marca.OCULTA for celula in shown.values()):
        lines.append((HIDDEN, "x (não publicado)"))
    if len(shown) < len(outlines().ufs) or any(c.marca in _EMPTY for c in shown.values()):
        lines.append((_NO_DATA, "sem envio ou sem unidade"))
    top = bottom - 27 * len(lines)
    for i, (fill, text) in enumerate(lines):
        yield Rect(x=2, y=top + 27 * i, width=26, height=19, fill=fill, stroke=QUIET)
        yield Label(x=37, y=top + 27 * i + 15.5, text=text, size=_SCALE_LETTERS)


def _span(low: int, high: int) -> str:
    return number(low) if low == high else f"{number(low)} a {number(high)}"
