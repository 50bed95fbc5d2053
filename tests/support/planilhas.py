"""Workbooks taken apart: every part of the ZIP, cells as stored, and the careless workbook that attacks must see."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from sisetp.reporting.tables import Documento


def parts(content: bytes) -> dict[str, bytes]:
    """Every part of a workbook or package, uncompressed, by name."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheets(content: bytes) -> Iterator[str]:
    """The XML of each sheet, in order."""
    found = parts(content)
    numbers = sorted(int(match[1]) for name in found if (match := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)))
    for number in numbers:
        yield found[f"xl/worksheets/sheet{number}.xml"].decode()


def rows(content: bytes, name: str) -> list[list[Any]]:
    """Values of a sheet, row by row."""
    return [list(row) for row in load_workbook(BytesIO(content))[name].iter_rows(values_only=True)]


def where(content: bytes, *needles: str) -> list[str]:
    """Parts in which any of these texts is, in their names or inside."""
    inside = parts(content)
    return [name for name, data in inside.items() for text in needles if text in name or text.encode() in data]


def careless(documento: Documento, hidden: int) -> dict[str, bytes]:
    """The same table as somebody in a hurry would hide a number in it, five ways."""
    made = {}
    for way in ("formato", "coluna", "folha", "comentario", "nome"):
        book = Workbook()
        sheet: Any = book.active
        for label in documento.tabelas[0].linhas:
            sheet.append([label, "x"])
        if way == "formato":
            sheet["B1"] = hidden
            sheet["B1"].number_format = ';;;"x"'
        elif way == "coluna":
            sheet["C1"] = hidden
            sheet.column_dimensions["C"].hidden = True
        elif way == "folha":
            book.create_sheet("Verdade").append([hidden])
            book["Verdade"].sheet_state = "veryHidden"
        elif way == "comentario":
            sheet["B1"].comment = Comment(f"era {hidden}", "alguém")
        else:
            book.defined_names["verdade"] = DefinedName("verdade", attr_text=str(hidden))
        target = BytesIO()
        book.save(target)
        made[way] = target.getvalue()
    return made
