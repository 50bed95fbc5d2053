"""A workbook written flat in memory, sheet by sheet and row by row; its bytes depend on its content alone.

XlsxWriter keeps the row being written and no other; what it must put aside goes to a private folder in memory
(`/dev/shm`) when the machine has one. No template is ever opened, no text can become a formula or a link, and the file
carries neither author nor path nor the moment it was made.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from sisetp.reporting.render.paper import ALTO, BAIXO, MARGEM, dispor
from sisetp.reporting.tables import Celula, Marca

SHEET_NAME_MAX: Final = 31
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 -- a private folder is made inside it
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
# What no cell can hold (controls, halves of a surrogate pair, non-characters), and controls of writing direction.
_CONTROLS: Final = dict.fromkeys(
    (
        *(*range(9), *range(11, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF),
        *(0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    )
)
# A text that begins so would become a formula if somebody edited its cell; the last four are full-width forms.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_QUOTED: Final = "'"
_TEXT_WIDTH: Final = (14, 58)
_NUMBER_WIDTH: Final = (11, 26)
_DEFAULT_WIDTH: Final = 9
_READABLE: Final = 94
"""Characters across which a text is written under or over a table, however narrow the table."""
_LINE: Final = 15
_HEIGHTS: Final = {"titulo": 20}
_LETTERS: Final = {"titulo": 0.8, "nota": 1.4}
"""How many characters of a format take the place of one of the width of a column."""

FORMATS: Final[dict[str, dict[str, Any]]] = {
    "titulo": {"bold": True, "font_size": 14, "valign": "top", "text_wrap": True},
    "subtitulo": {"font_size": 10, "font_color": "#333333", "valign": "top", "text_wrap": True},
    "rotulo": {"bold": True, "valign": "top", "text_wrap": True},
    "cabecalho": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": "#0C326F",
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "border_color": "#FFFFFF",
    },
    "cabecalho_texto": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": "#0C326F",
        "text_wrap": True,
        "align": "left",
        "valign": "vcenter",
        "border": 1,
        "border_color": "#FFFFFF",
    },
    "texto": {"valign": "top", "text_wrap": True, "bottom": 4, "bottom_color": "#CCCCCC"},
    "simples": {"valign": "top"},
    "numero": {"num_format": "#,##0", "align": "right", "valign": "top", "bottom": 4, "bottom_color": "#CCCCCC"},
    "marca": {"align": "right", "valign": "top", "font_color": "#555555", "bottom": 4, "bottom_color": "#CCCCCC"},
    "numero_coluna": {
        "bold": True,
        "valign": "top",
        "num_format": "#,##0",
        "align": "right",
        "bottom": 4,
        "bottom_color": "#CCCCCC",
    },
    "marca_coluna": {"bold": True, "valign": "top", "align": "right", "bottom": 4, "bottom_color": "#CCCCCC"},
    "texto_total": {"bold": True, "valign": "top", "text_wrap": True, "top": 1, "bg_color": "#EDF5FF"},
    "numero_total": {
        "bold": True,
        "valign": "top",
        "num_format": "#,##0",
        "align": "right",
        "top": 1,
        "bg_color": "#EDF5FF",
    },
    "marca_total": {"bold": True, "valign": "top", "align": "right", "top": 1, "bg_color": "#EDF5FF"},
    "centro": {"align": "center", "valign": "top", "font_color": "#333333", "bottom": 4, "bottom_color": "#CCCCCC"},
    "nota": {"font_size": 9, "text_wrap": True, "valign": "top", "font_color": "#333333"},
    "alerta": {"font_size": 10, "bold": True, "text_wrap": True, "valign": "top", "font_color": "#8C1500"},
    "aviso": {"font_size": 10, "bold": True, "text_wrap": True, "valign": "top", "font_color": "#8C1500"},
}


class Livro:
    """A workbook being written. `marca` is the watermark in the header of every sheet, printed on every page."""

    def __init__(
        self, target: BytesIO, *, titulo: str, assunto: str, criado: datetime, folder: str, marca: str
    ) -> None:
        self._book: Any = xlsxwriter.Workbook(
            target,
            {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "use_zip64": True,
            },
        )
        self._book.set_properties(
            {"title": clean(titulo), "subject": clean(assunto), "created": criado.replace(tzinfo=None)}
        )
        self.formats = {name: self._book.add_format(spec) for name, spec in FORMATS.items()}
        for name, spec in FORMATS.items():
            self.formats[name + _QUOTED] = self._book.add_format({**spec, "quote_prefix": True})
        self._marca = marca
        self._names: set[str] = set()

    def folha(self, nome: str, *, rodape: str) -> "Folha":
        """Add a sheet; a long or repeated name is cut and numbered."""
        sheet = self._book.add_worksheet(self._free_name(nome))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=MARGEM, right=MARGEM, top=ALTO, bottom=BAIXO)
        footer = clean(rodape).replace("&", "&&")[:110]
        sheet.set_footer(f"&L&8{footer}&R&8&A · página &P de &N")
        if self._marca:
            sheet.set_header(f"&C&8{clean(self._marca).replace('&', '&&')[:200]}")
        return Folha(sheet, self.formats)

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def _free_name(self, nome: str) -> str:
        base = clean(nome).translate(_FORBIDDEN).strip("' ")[:SHEET_NAME_MAX] or "Folha"
        name, number = base, 2
        while name.casefold() in self._names:
            suffix = f" ({number})"
            name, number = base[: SHEET_NAME_MAX - len(suffix)] + suffix, number + 1
        self._names.add(name.casefold())
        return name


class Folha:
    """One sheet, written from top to bottom; `linha` is the next free row, from zero."""

    def __init__(self, sheet: Any, formats: dict[str, Any]) -> None:
        self._sheet = sheet
        self._formats = formats
        self._widths: dict[int, int] = {}
        self._heights: dict[int, float] = {}
        self._columns = 0
        self._blocks: list[int] = []
        self.linha = 0

    def colunas(self, rotulos: Sequence[str], *, textos: int = 1) -> None:
        """Set widths from labels only: `textos` columns of text first, the others hold numbers."""
        for index, rotulo in enumerate(rotulos):
            low, high = _TEXT_WIDTH if index < textos else _NUMBER_WIDTH
            longest = max((len(word) for word in rotulo.split()), default=0) if index >= textos else len(rotulo)
            self.largura(index, max(low, min(high, longest + 3)))

    def largura(self, coluna: int, largura: int) -> None:
        """Set the width of one column, in characters."""
        self._widths[coluna] = largura
        self._sheet.set_column(coluna, coluna, largura)

    def texto(self, texto: str, formato: str = "texto", coluna: int = 0) -> None:
        """Write one text in a row of its own."""
        self.escrever(coluna, texto, formato)
        self.linha += 1

    def bloco(self) -> None:
        """Begin what is printed together on one page, when there is room for it: a table with its notes."""
        self._blocks.append(self.linha)

    def paragrafo(self, texto: str, formato: str = "nota", *, ate: int = 7) -> None:
        """Write a text across columns, at least as many as can be read, in a row as high as the text needs."""
        last = max(1, ate)
        while self._across(last) < _READABLE:
            last += 1
        for column in range(self._columns, last + 1):
            self.largura(column, self._widths.get(column, _DEFAULT_WIDTH))
        lines = -(-len(texto) // int(self._across(last) * _LETTERS.get(formato, 1)))
        self._height(_HEIGHTS.get(formato, _LINE) * lines)
        self._sheet.merge_range(self.linha, 0, self.linha, last, "", self._formats[formato])
        self._columns = max(self._columns, last + 1)
        self.escrever(0, texto, formato)
        self.linha += 1

    def altura(self, *textos: tuple[int, str]) -> None:
        """Make the current row, still empty, as high as the texts of some of its columns need."""
        lines = max(-(-len(text) // (self._widths.get(column, _DEFAULT_WIDTH) * 9 // 8)) for column, text in textos)
        if lines > 1:
            self._height(_LINE * lines)

    def _height(self, points: float) -> None:
        self._heights[self.linha] = points
        self._sheet.set_row(self.linha, points)

    def _across(self, last: int) -> int:
        return sum(self._widths.get(n, _DEFAULT_WIDTH) for n in range(last + 1))

    def pular(self) -> None:
        """Leave a row empty."""
        self.linha += 1

    def escrever(self, coluna: int, texto: str, formato: str = "texto") -> None:
        """Write a text in the current row; it is never read as a formula, a link or a number, nor after an edit."""
        self._columns = max(self._columns, coluna + 1)
        text = clean(texto)
        if text.startswith(FORMULA_STARTS):
            formato += _QUOTED
        if text:
            self._sheet.write_string(self.linha, coluna, text, self._formats[formato])
        else:
            self._sheet.write_blank(self.linha, coluna, None, self._formats[formato])

    def inteiro(self, coluna: int, valor: int, formato: str = "numero") -> None:
        """Write a whole number in the current row."""
        self._sheet.write_number(self.linha, coluna, valor, self._formats[formato])

    def celula(self, coluna: int, celula: Celula, *, total: bool = False, coluna_total: bool = False) -> None:
        """Write a cell in the current row: a number, or its mark."""
        suffix = "_total" if total else "_coluna" if coluna_total else ""
        if celula.marca is Marca.NUMERO and celula.valor is not None:
            self.inteiro(coluna, celula.valor, f"numero{suffix}")
        else:
            self.escrever(coluna, celula.marca.value, f"marca{suffix}")

    def cabecalho(self, rotulos: Sequence[str], *, textos: int = 1, congelar: int = 1, repetir: bool = True) -> None:
        """Write a header row over `textos` columns of text and others of numbers.

        With `congelar` columns it is frozen; `repetir` prints it on every page.
        """
        lines = max(-(-len(rotulo) // max(1, self._widths.get(n, 9) - 3)) for n, rotulo in enumerate(rotulos))
        self._height(_LINE * (max(2, lines)) + 4)
        for index, rotulo in enumerate(rotulos):
            self.escrever(index, rotulo, "cabecalho_texto" if index < textos else "cabecalho")
        if congelar:
            self._sheet.freeze_panes(self.linha + 1, congelar)
        if congelar and repetir:
            self._sheet.repeat_rows(self.linha)
        self.linha += 1

    def imprimir(self) -> None:
        """Choose how the finished sheet is printed: upright or not, on one page, or each block whole on its page."""
        widths = [self._widths.get(n, _DEFAULT_WIDTH) for n in range(self._columns)]
        heights = [self._heights.get(n, _LINE) for n in range(self.linha)]
        papel = dispor(widths, heights, self._blocks)
        if papel.em_pe:
            self._sheet.set_portrait()
        if papel.uma_pagina:
            self._sheet.fit_to_pages(1, 1)
        elif papel.quebras:
            self._sheet.set_print_scale(papel.escala)
            self._sheet.set_h_pagebreaks(papel.quebras)

    def filtro(self, primeira: int, colunas: int) -> None:
        """Offer a filter from the header at row `primeira` to the last row written."""
        if self.linha - 1 > primeira:
            self._sheet.autofilter(primeira, 0, self.linha - 1, colunas - 1)


@contextmanager
def livro(*, titulo: str, assunto: str, criado: datetime, marca: str = "") -> Iterator[tuple[Livro, BytesIO]]:
    """A workbook and where its bytes are once the block ends; what it put aside is wiped whatever happens."""
    target = BytesIO()
    parent = str(_MEMORY) if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="sisetp-", dir=parent) as folder:
        book = Livro(target, titulo=titulo, assunto=assunto, criado=criado, folder=folder, marca=marca)
        try:
            yield book, target
        finally:
            book.close()


@lru_cache(maxsize=4096)
def clean(texto: str) -> str:
    """Text without what no spreadsheet can hold, nor what would turn its direction around."""
    return texto.translate(_CONTROLS)
