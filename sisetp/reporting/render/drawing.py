"""A drawing as a list of shapes, written as SVG for pages and as shapes plus labels for paper: the same drawing twice.

A drawing is made from published cells only. Nothing here measures text, so equal drawings give equal bytes anywhere.
Lengths are in units of the drawing; colours are presentation attributes, so that no page needs an inline style.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

INK, QUIET, LINE, PAPER = "#333333", "#555555", "#d0d3d9", "#ffffff"
HIDDEN = "oculta"
SERIES = ("s1", "s2", "s3", "s4")
CLASSES = ("c1", "c2", "c3", "c4", "c5")
FONT = "Rawline, Raleway, sans-serif"

_PLAIN: Mapping[str, str] = MappingProxyType(
    {
        "s1": "#0c326f",
        **dict(zip(CLASSES, ("#dbe8fb", "#a9c8f7", "#6a9dec", "#2f6bd0", "#0c326f"), strict=True)),
    }
)
# Ground and stroke of each pattern: series differ by texture as well as by colour; the hatch is of hidden cells alone.
_PATTERNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "s2": ("#8db7f5", '<circle cx="3" cy="3" r="1.1" fill="#0c326f"/>'),
        "s3": ("#ffe7a8", '<path d="M0 3H6" stroke="#8a5a00" stroke-width="1.4"/>'),
        "s4": ("#d5ecd8", '<path d="M3 0V6" stroke="#0f6217" stroke-width="1.4"/>'),
        HIDDEN: ("#ffffff", '<path d="M-1 1L1 -1M0 6L6 0M5 7L7 5" stroke="#767b85" stroke-width="1"/>'),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A rectangle; `fill` is the name of a colour or pattern."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A path in SVG commands; without `fill` only its stroke is drawn."""

    d: str
    fill: str = ""
    stroke: str = LINE
    width: float = 1
    dash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One line of text with its baseline at (x, y); `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    size: float = 12.5
    anchor: str = "start"
    bold: bool = False
    fill: str = INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Desenho:
    """A drawing: its size, its name and what it says in words, its shapes in order."""

    codigo: str
    width: float
    height: float
    title: str
    description: str
    shapes: tuple[Rect | Path | Label, ...]

    @property
    def labels(self) -> tuple[Label, ...]:
        """The texts, for paper, where the page's own engine sets them."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Label))


def svg(desenho: Desenho, *, labels: bool = True) -> str:
    """The drawing as one SVG element with title and description; `labels=False` leaves the texts out."""
    name = f"desenho-{_slug(desenho.codigo)}"
    size = f'viewBox="0 0 {_n(desenho.width)} {_n(desenho.height)}"'
    shapes = "".join(_shape(name, shape) for shape in desenho.shapes if labels or not isinstance(shape, Label))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="desenho" {size} width="{_n(desenho.width)}" '
        f'height="{_n(desenho.height)}" role="img" aria-labelledby="{name}-t {name}-d" font-family="{FONT}">'
        f'<title id="{name}-t">{escape(desenho.title)}</title><desc id="{name}-d">{escape(desenho.description)}</desc>'
        f"{''.join(_defs(name, desenho))}{shapes}</svg>"
    )


def _defs(name: str, desenho: Desenho) -> Iterator[str]:
    used = {shape.fill for shape in desenho.shapes if not isinstance(shape, Label)} & _PATTERNS.keys()
    if used:
        yield "<defs>"
        for key in sorted(used):
            ground, mark = _PATTERNS[key]
            yield (
                f'<pattern id="{name}-{key}" width="6" height="6" patternUnits="userSpaceOnUse">'
                f'<rect width="6" height="6" fill="{ground}"/>{mark}</pattern>'
            )
        yield "</defs>"


def _shape(name: str, shape: Rect | Path | Label) -> str:
    match shape:
        case Rect():
            edge = f' stroke="{shape.stroke}"' if shape.stroke else ""
            box = f'x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
            return f'<rect {box} fill="{_fill(name, shape.fill)}"{edge}/>'
        case Path():
            dash = f' stroke-dasharray="{shape.dash}"' if shape.dash else ""
            line = f'stroke="{shape.stroke}" stroke-width="{_n(shape.width)}" stroke-linejoin="round"{dash}'
            return f'<path d="{shape.d}" fill="{_fill(name, shape.fill)}" {line}/>'
        case Label():
            weight = ' font-weight="650"' if shape.bold else ""
            anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
            place = f'x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}"'
            return f'<text {place}{anchor}{weight} fill="{shape.fill}">{escape(shape.text)}</text>'


def _fill(name: str, fill: str) -> str:
    if fill in _PATTERNS:
        return f"url(#{name}-{fill})"
    return _PLAIN.get(fill, fill) or "none"


def _n(value: float) -> str:
    """A length with at most one decimal and no trailing zero."""
    return f"{value:.1f}".removesuffix(".0")


def _slug(text: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text.lower())
