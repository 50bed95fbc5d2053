"""A line for each series along time. A hidden point breaks the line: in its place, on the ground, a hatched «x»."""

from collections.abc import Iterator
from itertools import groupby

from sisetp.reporting.render.drawing import HIDDEN, INK, LINE, QUIET, Desenho, Label, Path, Rect
from sisetp.reporting.render.series import Quadro, Serie
from sisetp.reporting.render.words import cell, number
from sisetp.reporting.tables import Marca

_WIDTH, _TALL, _LEFT, _RIGHT, _MARK = 420.0, 150.0, 30.0, 26.0, 14.0
_STROKES = (("#0c326f", ""), ("#2f6bd0", "6 3"), ("#8a5a00", "2 3"), ("#0f6217", "9 3 2 3"))
_MONTHS = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")

Shapes = Iterator[Rect | Path | Label]


def lines(data: Quadro) -> Desenho:
    """The drawing of a table whose categories are periods, with at most four series."""
    top = 24 + 20.0 * len(data.series) * (len(data.series) > 1)
    step = (_WIDTH - _LEFT - _RIGHT) / (len(data.categorias) - 1)
    shapes: list[Rect | Path | Label] = [
        Path(d=f"M{_LEFT - 12:.1f} {top + _TALL:.1f}H{_WIDTH:.1f}", stroke=QUIET),
        Path(d=f"M{_LEFT - 12:.1f} {top:.1f}H{_WIDTH:.1f}", stroke=LINE, dash="2 4"),
    ]
    for i, serie in enumerate(data.series):
        if len(data.series) > 1:
            shapes += _name(serie, i)
        shapes += _serie(serie, i, step, top, _TALL / data.maior, alone=len(data.series) == 1)
    shapes += _periods(data.categorias, step, top + _TALL + 18)
    if len(data.series) > 1:
        shapes.append(Label(x=_WIDTH, y=top - 5, text=number(data.maior), size=11, anchor="end", fill=QUIET))
    return Desenho(
        codigo=data.codigo,
        width=_WIDTH,
        height=top + _TALL + 28,
        title=data.titulo,
        description=data.em_palavras(),
        shapes=tuple(shapes),
    )


def _name(serie: Serie, i: int) -> Shapes:
    colour, dash = _STROKES[i]
    yield Path(d=f"M0 {10 + 20 * i}H26", stroke=colour, width=2.5, dash=dash)
    yield Label(x=33, y=14.5 + 20 * i, text=serie.nome)


def _serie(serie: Serie, i: int, step: float, top: float, scale: float, *, alone: bool) -> Shapes:
    colour, dash = _STROKES[i]
    ground = top + _TALL
    points = [(_LEFT + j * step, celula) for j, celula in enumerate(serie.celulas)]
    for shown, run in groupby(points, key=lambda point: point[1].valor is not None):
        if shown:
            places = [f"{x:.1f} {ground - (celula.valor or 0) * scale:.1f}" for x, celula in run]
            yield Path(d="M" + "L".join(places), stroke=colour, width=2.5, dash=dash)
    for j, (x, celula) in enumerate(points):
        if celula.valor is None:
            yield from _absent(x, ground - _MARK * (i + 1), celula.marca)
            continue
        y = ground - celula.valor * scale
        yield Path(d=f"M{x - 3.5:.1f} {y:.1f}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0Z", fill=colour, stroke="#ffffff")
        if alone and len(points) <= 12:
            below = _in_a_valley(serie, j) and y + 22 < ground
            yield Label(x=x, y=y + 19 if below else y - 9, text=cell(celula), size=11.5, anchor="middle", bold=True)


def _in_a_valley(serie: Serie, j: int) -> bool:
    """Tell whether both neighbours of a point are shown and above it: its number is read better under the line."""
    around = [c.valor for c in serie.celulas[max(j - 1, 0) : j + 2]]
    shown = [value for value in around if value is not None]
    return len(shown) == 3 and min(shown[0], shown[2]) > shown[1]


def _absent(x: float, y: float, mark: Marca) -> Shapes:
    if mark is Marca.OCULTA:
        yield Rect(x=x - _MARK / 2, y=y, width=_MARK, height=_MARK, fill=HIDDEN, stroke=LINE)
    yield Label(x=x, y=y - 4, text=mark.value, size=11, anchor="middle", fill=INK)


def _periods(names: tuple[str, ...], step: float, y: float) -> Shapes:
    every = -(-len(names) // 12)
    for j, name in enumerate(names):
        if j % every == 0:
            yield Label(x=_LEFT + j * step, y=y, text=_short(name), size=11.5, anchor="middle", fill=QUIET)


def _short(name: str) -> str:
    first = name[:3].lower()
    return first if first in _MONTHS else name[:9]
