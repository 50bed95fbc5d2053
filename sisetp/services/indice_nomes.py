"""The words of the names of one unit, kept in memory: words sealed, only numbers in clear.

A name search expands each word asked into the unit's own words that look or sound like it, then joins their lists of
people. The words stay inside a sealed segment (encryption design, 3.5) and are opened for the time of one search.
"""

import heapq
import os
import threading
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sisetp.crypto.segment import SealedSegment, SegmentLine
from sisetp.domain.names import phonetic

EXACT, SOUNDS, PREFIX, TYPO, SOUNDS_NEAR, TWO_TYPOS = 100, 95, 86, 88, 80, 74
_EVERY_LINE = (b"\t",)
_BLOCK_BYTES = 1700
_EXTRA_WORD = 2
_UNKNOWN_YEAR = 4
_SHORTEST_PREFIX = 3
_SHORTEST_SOUND = 5
_SILENT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson:
    """One line to index: id of the pessoa (16 bytes), normalised words of its names, year of birth (0 unknown)."""

    id: bytes
    words: frozenset[str]
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Best ids with their likeness (0–100), best first; `total` counts every person that matched."""

    best: tuple[tuple[bytes, float], ...]
    total: int


class NameIndex:
    """Inverted index of the names of one unit. Threads may share it: one at a time writes or searches."""

    def __init__(self, unidade: int) -> None:
        self._vocabulary = SealedSegment(unidade)
        self._blocks = 0
        self._key = os.urandom(32)
        self._number_of: dict[bytes, int] = {}
        self._people_of: list[array[int]] = []
        self._place_of: dict[bytes, int] = {}
        self._ids: list[bytes] = []
        self._years = array("H")
        self._sizes = array("B")
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._place_of)

    def put(self, people: Iterable[NamedPerson]) -> None:
        """Add people; one already known is replaced."""
        with self._lock:
            new: list[str] = []
            for person in people:
                self._drop(person.id)
                place = len(self._ids)
                self._ids.append(person.id)
                self._years.append(person.year)
                self._sizes.append(min(len(person.words), 255))
                self._place_of[person.id] = place
                for word in person.words:
                    self._people_of[self._number(word, new)].append(place)
            self._seal(new)

    def remove(self, ids: Iterable[bytes]) -> None:
        """Forget people; unknown ids are ignored."""
        with self._lock:
            for ident in ids:
                self._drop(ident)

    def find(self, words: Sequence[str], *, limit: int, year: int = 0) -> Matches:
        """People whose names have every word asked, in any order and with small errors; of three or more, one may miss.

        `year` keeps those born in it, a year before or after, or with no birth known.
        """
        with self._lock:
            alike = self._alike(words)
            points = self._joined(alike)
            scored = dict(self._scored(points, len(alike), year))
            best = heapq.nlargest(limit, scored.items(), key=lambda item: (item[1], -item[0]))
            return Matches(best=tuple((self._ids[place], score) for place, score in best), total=len(scored))

    def _drop(self, ident: bytes) -> None:
        place = self._place_of.pop(ident, None)
        if place is not None:
            self._ids[place] = b""

    def _number(self, word: str, new: list[str]) -> int:
        mark = blake2b(word.encode(), key=self._key, digest_size=8).digest()
        number = self._number_of.get(mark)
        if number is None:
            number = self._number_of[mark] = len(self._people_of)
            self._people_of.append(array("I"))
            new.append(word)
        return number

    def _seal(self, new: Sequence[str]) -> None:
        first = len(self._people_of) - len(new)
        lines: list[SegmentLine] = []
        for block in _blocks(new):
            line = SegmentLine(
                id=self._blocks.to_bytes(16, "big"),
                nomes=" ".join(block),
                fonetica=" ".join(phonetic(word) or _SILENT for word in block),
                ano=str(first),
            )
            lines.append(line)
            first += len(block)
            self._blocks += 1
        self._vocabulary.add(lines)

    def _alike(self, words: Sequence[str]) -> list[Mapping[int, int]]:
        numbers: list[int] = []
        spellings: list[str] = []
        sounds: list[str] = []
        for line in self._vocabulary.scan(_EVERY_LINE):
            block = line.nomes.split(" ")
            numbers.extend(range(int(line.ano), int(line.ano) + len(block)))
            spellings += block
            sounds += line.fonetica.split(" ")
        text = f" {' '.join(spellings)}"
        return [
            {numbers[place]: score for place, score in _likeness(word, spellings, sounds, text).items()}
            for word in words
        ]

    def _joined(self, alike: Sequence[Mapping[int, int]]) -> dict[int, tuple[int, int]]:
        """Sum of points and count of words met, by place; with one or two words, only places that meet them all."""
        ordered = sorted(alike, key=lambda numbers: sum(len(self._people_of[number]) for number in numbers))
        strict = len(ordered) < 3
        points: dict[int, tuple[int, int]] = {}
        for turn, numbers in enumerate(ordered):
            met = self._best_of(numbers, points if strict and turn else None)
            if strict and turn:
                points = {place: (points[place][0] + score, turn + 1) for place, score in met.items()}
                continue
            for place, score in met.items():
                total, count = points.get(place, (0, 0))
                if count or turn <= 1:
                    points[place] = (total + score, count + 1)
        return points

    def _best_of(self, numbers: Mapping[int, int], among: Mapping[int, object] | None) -> dict[int, int]:
        met: dict[int, int] = {}
        for number, score in sorted(numbers.items(), key=lambda item: item[1]):
            people = self._people_of[number]
            met.update(dict.fromkeys(people if among is None else filter(among.__contains__, people), score))
        return met

    def _scored(self, points: Mapping[int, tuple[int, int]], asked: int, year: int) -> Iterator[tuple[int, float]]:
        needed = asked if asked < 3 else asked - 1
        for place, (total, count) in points.items():
            if count < needed or not self._ids[place]:
                continue
            born = self._years[place]
            if year and born and abs(born - year) > 1:
                continue
            unsure = _UNKNOWN_YEAR if year and not born else 0
            yield place, total / asked - _EXTRA_WORD * max(0, self._sizes[place] - asked) - unsure


def _likeness(word: str, spellings: Sequence[str], sounds: Sequence[str], text: str) -> dict[int, int]:
    """Score of each known word that looks or sounds like `word`, by position; `text` is every spelling, spaced."""
    found = dict.fromkeys(_starting(word, text), PREFIX) if len(word) >= _SHORTEST_PREFIX else {}
    sound = phonetic(word)
    alike = list(_equal(sound, sounds)) if sound else []
    if alike:
        _raise(found, ((place, SOUNDS) for place in alike))
    elif len(sound) >= _SHORTEST_SOUND:
        _raise(found, _near(sound, sounds, 1, (SOUNDS, SOUNDS_NEAR)))
    allowed = 0 if len(word) < 3 else 1 if len(word) < 7 else 2
    _raise(found, _near(word, spellings, allowed, (EXACT, TYPO, TWO_TYPOS)))
    return found


def _equal(word: str, known: Sequence[str]) -> Iterator[int]:
    place = -1
    try:
        while True:
            place = known.index(word, place + 1)
            yield place
    except ValueError:
        return


def _near(word: str, known: Sequence[str], most: int, scores: Sequence[int]) -> Iterator[tuple[int, int]]:
    for _known, distance, place in process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None):
        yield place, scores[int(distance)]


def _starting(word: str, text: str) -> Iterator[int]:
    place = end = 0
    hit = text.find(f" {word}")
    while hit >= 0:
        place += text.count(" ", end, hit)
        yield place
        end = hit
        hit = text.find(f" {word}", hit + 1)


def _raise(found: dict[int, int], scores: Iterable[tuple[int, int]]) -> None:
    for place, score in scores:
        if score > found.get(place, 0):
            found[place] = score


def _blocks(words: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    size = 0
    for word in words:
        if block and size + len(word) + 1 > _BLOCK_BYTES:
            yield block
            block, size = [], 0
        block.append(word)
        size += len(word) + 1
    if block:
        yield block
