"""Marked values and the scanner that looks for them: raw, in any case, without accents, UTF-16, base64 and hex.

Every word carries one random stem, made of syllables that neither normalisation nor the phonetic key changes, so that
one search finds the word as typed, as normalised and as it sounds. Numbers are searched one by one.
"""

import base64
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sisetp.domain.names import phonetic

_CONSONANTS, _VOWELS = "bdflprtv", "aiu"
_SYLLABLES = 6
_SHORTEST_NUMBER = 9
_NUMBER = re.compile(rb"\d[\d.() -]{7,}")
_PUNCTUATION = b".() -"
_HEX = re.compile(rb"[0-9a-fA-F]{18,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{12,}")


@dataclass(frozen=True, slots=True)
class Leak:
    """A marked value where it must not be: the place, the offset in it and how it was written."""

    place: str
    offset: int
    form: str


class Canaries:
    """Makes marked values, remembers them and finds them. `seed` repeats a run."""

    def __init__(self, seed: int | None = None) -> None:
        self._draw = random.Random(seed)
        self.stem = "".join(self._syllable() for _ in range(_SYLLABLES))
        assert phonetic(self.stem) == self.stem
        self.made: list[str] = []
        self._numbers: list[bytes] = []

    def word(self) -> str:
        """One word with an accent and capitals."""
        serial = "".join(self._syllable() for _ in range(3))
        return self._keep(f"Canário{self.stem}{serial}")

    def name(self) -> str:
        """A full name whose first and last words are both marked."""
        return f"{self.word()} Demonstração {self.word()}"

    def text(self) -> str:
        """A sentence of free text, with a line break."""
        return f"Relatou que {self.word()} esperou\nno saguão desde as 5h — {self.word()}."

    def line(self) -> str:
        """A sentence in one line."""
        return f"Disse que {self.word()} esperou {self.word()}."

    def short(self) -> str:
        """Twelve characters, for the narrowest box: the stem alone."""
        return self._keep(self.stem.upper())

    def passport(self) -> str:
        """A document number of letters and digits."""
        return self._keep(f"{self.stem}{self._digits(6)}".upper())

    def cpf(self) -> str:
        """A CPF with valid check digits, punctuated."""
        digits = [int(char) for char in self._digits(9)]
        for _ in range(2):
            weights = range(len(digits) + 1, 1, -1)
            digits.append(sum(d * w for d, w in zip(digits, weights, strict=True)) * 10 % 11 % 10)
        plain = "".join(map(str, digits))
        return self._keep_number(f"{plain[:3]}.{plain[3:6]}.{plain[6:9]}-{plain[9:]}", plain)

    def phone(self) -> str:
        """A mobile telephone, punctuated."""
        local = f"9{self._digits(8)}"
        return self._keep_number(f"+55 11 {local[:5]}-{local[5:]}", local)

    def mail(self) -> str:
        """An e-mail address of a domain that cannot exist (RFC 2606)."""
        return self._keep(f"{self.stem}{self._syllable()}@exemplo.invalid")

    def find(self, data: bytes, place: str) -> list[Leak]:
        """Every form in which a marked value is in the data, once for each form."""
        found = []
        for form, view in _views(data):
            offset = view.lower().find(self.stem.encode())
            if offset >= 0 or self._has_number(view):
                found.append(Leak(place, offset, form))
        return found

    def find_in(self, places: Iterable[tuple[str, bytes]]) -> list[Leak]:
        """Leaks of several named places; the name of the place is searched too."""
        return [leak for place, data in places for leak in (*self.find(data, place), *self._in_name(place))]

    def _in_name(self, place: str) -> list[Leak]:
        return [Leak(place, leak.offset, f"name: {leak.form}") for leak in self.find(place.encode(), place)]

    def _has_number(self, view: bytes) -> bool:
        runs = b"\n".join(_NUMBER.findall(view)).translate(None, _PUNCTUATION)
        return any(number in runs for number in self._numbers)

    def _keep(self, value: str) -> str:
        self.made.append(value)
        return value

    def _keep_number(self, value: str, digits: str) -> str:
        assert len(digits) >= _SHORTEST_NUMBER
        self._numbers.append(digits.encode())
        return self._keep(value)

    def _syllable(self) -> str:
        return self._draw.choice(_CONSONANTS) + self._draw.choice(_VOWELS)

    def _digits(self, count: int) -> str:
        return "".join(self._draw.choice("123456789") for _ in range(count))


def files_of(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every regular file under the folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield str(path), path.read_bytes()


def _views(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The data as it is, without zero bytes (UTF-16 of both orders), and what is hex or base64 in it, decoded."""
    yield "text", data
    yield "utf-16", data.translate(None, b"\0")
    yield "hex", b"\n".join(bytes.fromhex(run.decode()) for run in _pieces(_HEX.findall(data), 2))
    yield "base64", b"\n".join(base64.b64decode(run) for run in _pieces(_BASE64.findall(data), 4))


def _pieces(runs: Iterable[bytes], group: int) -> Iterator[bytes]:
    """Each run from every place where a group may begin, filled up to whole groups."""
    for run in runs:
        for start in range(group):
            yield run[start:] + b"A" * (-(len(run) - start) % group)
