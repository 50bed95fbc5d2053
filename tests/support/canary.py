"""Marked values and the scanner that looks for them: raw, in any case, without accents, UTF-16, base64 and hex.

Every word carries one random stem, made of syllables that neither normalisation nor the phonetic key changes, so that
one search finds the word as typed, as normalised and as it sounds. Numbers are searched one by one.
"""

import base64
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sisetp.domain.names import phonetic

_CONSONANTS, _VOWELS = "bdflprtv", "aiu"
_SYLLABLES = 6
_SHORTEST_NUMBER = 9


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
        self._numbers: list[str] = []

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
        return self._keep_number(f"+55 11 {local[:5]}-{local[5:]}", local, f"{local[:5]}-{local[5:]}")

    def mail(self) -> str:
        """An e-mail address of a domain that cannot exist (RFC 2606)."""
        return self._keep(f"{self.stem}{self._syllable()}@exemplo.invalid")

    def find(self, data: bytes, place: str) -> list[Leak]:
        """Every form in which a marked value is in the data, once for each form."""
        folded = data.lower()
        found = []
        for form, pattern, fold in self._patterns():
            offset = (folded if fold else data).find(pattern)
            if offset >= 0:
                found.append(Leak(place, offset, form))
        return found

    def find_in(self, places: Iterable[tuple[str, bytes]]) -> list[Leak]:
        """Leaks of several named places; the name of the place is searched too."""
        return [leak for place, data in places for leak in (*self.find(data, place), *self._in_name(place))]

    def _in_name(self, place: str) -> list[Leak]:
        return [Leak(place, leak.offset, f"name: {leak.form}") for leak in self.find(place.encode(), place)]

    def _patterns(self) -> Iterator[tuple[str, bytes, bool]]:
        for number in self._numbers:
            yield from _forms(number)
        yield from _forms(self.stem)

    def _keep(self, value: str) -> str:
        self.made.append(value)
        return value

    def _keep_number(self, value: str, *written: str) -> str:
        assert all(len(form) >= _SHORTEST_NUMBER for form in written)
        self._numbers += {value, *written}
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


def _forms(needle: str) -> Iterator[tuple[str, bytes, bool]]:
    """Forms of one needle: name, bytes to look for, and whether to look in the data folded to lower case."""
    lower = needle.lower()
    yield "text", lower.encode(), True
    # Without the last zero byte, so that one pattern finds both byte orders.
    yield "utf-16", lower.encode("utf-16-le")[:-1], True
    for case in dict.fromkeys((lower, needle.upper(), needle.capitalize())):
        yield "hex", case.encode().hex().encode(), True
        for start in range(3):
            yield "base64", _base64_core(case.encode(), start), False


def _base64_core(data: bytes, start: int) -> bytes:
    """The base64 characters that depend on `data` alone, when it begins `start` bytes into a group of three."""
    coded = base64.b64encode(bytes(start) + data)
    whole = (start + len(data)) // 3 * 4
    return coded[(0, 2, 3)[start] : whole]
