"""Reads back a PDF as the typesetter writes it: its texts through the fonts' own maps, its tags, its dictionaries.

Only what those files have is understood: streams with Flate, two-byte glyphs, `ToUnicode` maps of single characters.
Source: ISO 32000-1, 7.3 (objects), 9.4 (text), 9.10 (extraction of text), 14.8 (tags).
"""

import re
import zlib
from collections import Counter

_OBJECT = re.compile(rb"(?m)^(\d+) 0 obj\s*(<<.*?>>)\s*(?:stream\r?\n|endobj)", re.DOTALL)
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|(\()")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text(pdf: bytes) -> str:
    """Every text that the pages show, in the order of their streams, without spaces between the pieces."""
    objects = {int(match[1]): match[2] for match in _OBJECT.finditer(pdf)}
    fonts = {name: _characters(pdf, objects, int(number)) for name, number in _fonts(pdf)}
    return "".join(_page(_stream(pdf, page), fonts) for page in _pages(objects))


def tags(pdf: bytes) -> Counter[str]:
    """How many elements of the structure there are of each kind."""
    return Counter(kind.decode() for kind in re.findall(rb"/Type/StructElem/S/(\w+)", pdf))


def described_figures(pdf: bytes) -> int:
    """Figures of the structure with a text for who does not see them."""
    return sum(b"/Alt" in found for found in re.findall(rb"/Type/StructElem/S/Figure.*?endobj", pdf, re.DOTALL))


def _pages(objects: dict[int, bytes]) -> list[int]:
    found = [re.search(rb"/Contents (\d+) 0 R", body) for body in objects.values() if b"/Type/Page/" in body]
    return [int(match[1]) for match in found if match]


def _fonts(pdf: bytes) -> list[tuple[bytes, bytes]]:
    named = re.search(rb"/Font<<((?:/f\d+ \d+ 0 R)+)>>", pdf)
    assert named is not None
    return re.findall(rb"/(f\d+) (\d+) 0 R", named[1])


def _characters(pdf: bytes, objects: dict[int, bytes], number: int) -> dict[int, str]:
    """Character of each glyph of a font."""
    to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
    assert to_unicode is not None
    pairs = re.findall(rb"(?m)^<([0-9A-F]{4})> <([0-9A-F]+)>$", _stream(pdf, int(to_unicode[1])))
    return {int(glyph, 16): bytes.fromhex(found.decode()).decode("utf-16-be") for glyph, found in pairs}


def _stream(pdf: bytes, number: int) -> bytes:
    start = re.search(rb"(?m)^%d 0 obj\s*<<.*?>>\s*stream\r?\n" % number, pdf, re.DOTALL)
    assert start is not None
    body = pdf[start.end() : pdf.index(b"endstream", start.end())]
    return zlib.decompressobj().decompress(body) if b"FlateDecode" in start[0] else body


def _page(stream: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    said, font, at = [], {}, 0
    while match := _SHOWN.search(stream, at):
        at = match.end()
        if match[1]:
            font = fonts[match[1]]
            continue
        written, at = _string(stream, at)
        glyphs = re.sub(rb"\\([0-7]{3}|.)", _byte, written, flags=re.DOTALL)
        said.append("".join(font.get(int.from_bytes(glyphs[i : i + 2]), "") for i in range(0, len(glyphs), 2)))
    return "".join(said)


def _string(stream: bytes, start: int) -> tuple[bytes, int]:
    """The literal string opened just before `start`, and where it ends: parentheses inside are balanced or escaped."""
    depth, at = 1, start
    while depth:
        depth += {ord("("): 1, ord(")"): -1}.get(stream[at], 0)
        at += 2 if stream[at] == ord("\\") else 1
    return stream[start : at - 1], at


def _byte(escaped: re.Match[bytes]) -> bytes:
    code = escaped[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _ESCAPED.get(code, code)
