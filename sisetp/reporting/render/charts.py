"""Charts of a table, made from the cells it shows: bars, stacked bars where everything is shown, lines along time.

A hidden cell is a hatched mark of one size labelled «x»: no length, place, order or scale depends on what it hides.
"""

from collections.abc import Iterator
from itertools import accumulate
from textwrap import wrap

from sisetp.reporting.render.drawing import HIDDEN, LINE, QUIET, SERIES, Desenho, Label, Path, Rect
from sisetp.reporting.render.lines import lines
from sisetp.reporting.render.series import Quadro, Serie, quadro
from sisetp.reporting.render.words import cell, number
from sisetp.reporting.tables import Celula, Marca, Tabela

WIDTH = 420.0
_MOST_BARS = 34
_LETTER, _LINE = 6.6, 15.0
_LABEL_LETTERS = 22
_MARK = 26.0

Shapes = Iterator[Rect | Path | Label]


def chart(tabela: Tabela) -> Desenho | None:
    """The drawing of a table that is not a map; None when there would be too much, or nothing, to read."""
    data = quadro(tabela)
    if data is None or len(data.categorias) < 2 or len(data.series) > len(SERIES):
        return None
    if data.no_tempo and len(data.categorias) > 2:
        return lines(data)
    if len(data.categorias) * len(data.series) > _MOST_BARS:
        return None
    alike = bool(tabela.rotulo_colunas)  # columns without a name of their own count different things
    stacked = len(data.series) > 1 and data.completo and not data.multipla and alike
    return _bars(data, stacked=stacked)


def _bars(data: Quadro, *, stacked: bool) -> Desenho:
    left = min(max(len(line) for name in data.categorias for line in _wrapped(name)), _LABEL_LETTERS) * _LETTER + 16
    top = 10 + 20.0 * len(data.series) * (len(data.series) > 1)
    shapes: list[Rect | Path | Label] = list(_names(data.series)) if len(data.series) > 1 else []
    thick = 16.0 if len(data.series) == 1 or stacked else 12.0
    bars = 1 if stacked else len(data.series)
    heights = [max(bars * (thick + 3), len(_wrapped(name)) * _LINE) + 8 for name in data.categorias]
    starts = [top, *accumulate(heights, initial=top)][1:]
    said = max(len(number(data.maior)), 9) if stacked else len(number(data.maior))
    scale = (WIDTH - left - 8 * said - 14) / _largest(data, stacked=stacked)
    for i, (name, start, height) in enumerate(zip(data.categorias, starts, heights, strict=False)):
        shapes += _category(name, left, start, height)
        cells = [serie.celulas[i] for serie in data.series]
        begin = start + (height - bars * (thick + 3)) / 2 + 1.5
        shapes += _stack(cells, left, begin, thick, scale) if stacked else _group(cells, left, begin, thick, scale)
    bottom = top + sum(heights)
    shapes.append(Path(d=f"M{left:.1f} {top:.1f}V{bottom:.1f}", stroke=QUIET))
    return Desenho(
        codigo=data.codigo,
        width=WIDTH,
        height=bottom + 6,
        title=data.titulo,
        description=data.em_palavras(),
        shapes=tuple(shapes),
    )


def _largest(data: Quadro, *, stacked: bool) -> int:
    if not stacked:
        return data.maior
    return max(sum(serie.celulas[i].valor or 0 for serie in data.series) for i in range(len(data.categorias))) or 1


def _names(series: tuple[Serie, ...]) -> Shapes:
    for i, serie in enumerate(series):
        yield Rect(x=0.5, y=4.5 + 20 * i, width=16, height=12, fill=SERIES[i], stroke=QUIET)
        yield Label(x=23, y=15 + 20 * i, text=serie.nome)


def _category(name: str, left: float, start: float, height: float) -> Shapes:
    text = _wrapped(name)
    first = start + height / 2 - (len(text) - 1) * _LINE / 2 + 4.5
    for i, line in enumerate(text):
        yield Label(x=left - 8, y=first + i * _LINE, text=line, anchor="end")


def _wrapped(name: str) -> list[str]:
    return wrap(name, _LABEL_LETTERS, max_lines=2, placeholder="…") or [""]


def _group(cells: list[Celula], left: float, top: float, thick: float, scale: float) -> Shapes:
    for i, celula in enumerate(cells):
        yield from _bar(celula, left, top + i * (thick + 3), thick, scale, SERIES[i])


def _bar(celula: Celula, left: float, top: float, thick: float, scale: float, fill: str) -> Shapes:
    if celula.marca is Marca.OCULTA:
        yield Rect(x=left, y=top, width=_MARK, height=thick, fill=HIDDEN, stroke=LINE)
    end = left + _MARK if celula.marca is Marca.OCULTA else left
    if celula.valor is not None:
        end = left + celula.valor * scale
        yield Rect(x=left, y=top, width=end - left, height=thick, fill=fill)
    yield Label(x=end + 6, y=top + thick / 2 + 4.5, text=cell(celula), bold=celula.valor is not None)


def _stack(cells: list[Celula], left: float, top: float, thick: float, scale: float) -> Shapes:
    start = left
    for i, celula in enumerate(cells):
        width = (celula.valor or 0) * scale
        yield Rect(x=start, y=top, width=width, height=thick, fill=SERIES[i], stroke="#ffffff")
        start += width
    yield Label(x=start + 6, y=top + thick / 2 + 4.5, text=" + ".join(number(c.valor or 0) for c in cells), size=11)
