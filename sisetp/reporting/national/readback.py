"""Counting the rows of a workbook from its bytes, part by part, without trusting what it says of its own size."""

from collections.abc import Iterator
from io import BytesIO
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CHUNK = 1 << 20


def rows_read(content: bytes) -> dict[str, int]:
    """For each sheet by name, how many rows have at least two cells with something in them: headers and data.

    Titles and notes have one. The whole sheet is never held in memory.
    """
    with ZipFile(BytesIO(content)) as archive:
        counted = {}
        for name, part in _sheets(archive):
            with archive.open(part) as stream:
                counted[name] = sum(row.count(b"<v>") + row.count(b"<is>") >= 2 for row in _rows(stream))
        return counted


def _sheets(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet. The workbook is one this module's caller has just written, never one received."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 -- see above
    targets = {item.get("Id"): item.get("Target") for item in relations.iter(f"{_PACKAGE}Relationship")}
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 -- see above
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        yield str(sheet.get("name")), f"xl/{targets[sheet.get(f'{_REL}id')]}"


def _rows(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"</row>")
        yield from whole
