"""The sealed name search finds what it holds, forgets what is removed, and keeps no name in clear."""

import gc
import pickle
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.crypto.segment import CHUNK_BYTES, SealedSegment, SegmentLine


def line(number: int, nomes: str, fonetica: str = "fon", ano: str = "1990") -> SegmentLine:
    """A line with an id made of a number."""
    return SegmentLine(id=number.to_bytes(16, "big"), nomes=nomes, fonetica=fonetica, ano=ano)


def found(segment: SealedSegment, *patterns: str) -> list[int]:
    """Return the numbers of the lines found."""
    return sorted(int.from_bytes(hit.id, "big") for hit in segment.scan([pattern.encode() for pattern in patterns]))


@pytest.fixture
def segment() -> SealedSegment:
    """Three people."""
    made = SealedSegment(1)
    people = [
        ("ana demonstracao souza", "an sos", "1990"),
        ("mariana demonstracao", "marian", ""),
        ("joão", "jn", "2001"),
    ]
    made.add(line(number, *person) for number, person in enumerate(people))
    return made


def test_finds_substrings_starts_phonetics_and_years(segment: SealedSegment) -> None:
    assert found(segment, "ana") == [0, 1]
    assert found(segment, "\tana") == [0]
    assert found(segment, "ana", "souza") == [0]
    assert found(segment, "jn\t2001") == [2]
    assert found(segment, "joão") == [2]
    assert found(segment, "\t1990") == [0]
    assert found(segment, "ninguem") == []
    assert len(segment) == 3


def test_a_line_comes_back_whole(segment: SealedSegment) -> None:
    assert list(segment.scan([b"souza"])) == [line(0, "ana demonstracao souza", "an sos", "1990")]


def test_ids_are_never_searched() -> None:
    segment = SealedSegment(1)
    segment.add([SegmentLine(id=b"\xad\xab\xea" * 5 + b"\xda", nomes="eva", fonetica="ev", ano="")])
    for pattern in (b"adabea", b"ea", b"da", b"da\te"):
        assert list(segment.scan([pattern])) == []
        assert list(segment.scan([b"eva", pattern])) == []
    assert len(list(segment.scan([b"eva"]))) == 1


def test_adding_again_replaces(segment: SealedSegment) -> None:
    segment.add([line(0, "outra"), line(9, "nova"), line(9, "novissima")])
    assert found(segment, "souza") == []
    assert found(segment, "outra") == [0]
    assert found(segment, "nov") == [9]
    assert found(segment, "novissima") == [9]
    assert len(segment) == 4


def test_removing_forgets(segment: SealedSegment) -> None:
    segment.remove([line(0, "").id, line(77, "").id])
    assert found(segment, "ana") == [1]
    assert line(0, "").id not in segment
    assert line(1, "").id in segment


def many(count: int) -> Iterable[SegmentLine]:
    """Lines that fill several chunks."""
    return (line(number, f"nome{number:06d} " + "x" * 200) for number in range(count))


def test_works_across_chunks() -> None:
    segment = SealedSegment(1)
    segment.add(many(12_000))
    assert len(segment._chunks) > 2
    assert max(map(len, segment._chunks)) <= CHUNK_BYTES + 28
    for number in (0, 5_000, 11_999):
        assert found(segment, f"nome{number:06d}") == [number]
    segment.remove([line(number, "").id for number in range(0, 12_000, 2)])
    assert found(segment, "nome00500") == [5001, 5003, 5005, 5007, 5009]
    assert sum(1 for _ in segment.scan([b"nome"])) == len(segment) == 6_000


def test_a_scan_sees_the_lines_as_they_were(segment: SealedSegment) -> None:
    scan = segment.scan([b"ana"])
    assert next(scan).nomes.startswith("ana")
    segment.remove([line(1, "").id])
    assert [hit.nomes for hit in scan] == ["mariana demonstracao"]


def test_no_name_stays_in_clear(segment: SealedSegment) -> None:
    gc.collect()
    kept = b"".join(segment._chunks) + pickle.dumps(segment._where) + segment._aad
    for name in (b"souza", b"mariana", "joão".encode()):
        assert name not in kept


def test_each_segment_has_its_own_key(segment: SealedSegment) -> None:
    other = SealedSegment(1)
    other._chunks = segment._chunks
    with pytest.raises(Exception, match=r"^$") as caught:
        list(other.scan([b"ana"]))
    assert type(caught.value).__name__ == "InvalidTag"


@pytest.mark.parametrize("wrong", ["a\tb", "a\nb", "x" * 5000])
def test_refuses_a_malformed_line_and_changes_nothing(segment: SealedSegment, wrong: str) -> None:
    with pytest.raises(ValueError, match="segment line") as caught:
        segment.add([line(50, "boa"), line(51, wrong)])
    assert wrong not in str(caught.value)
    assert len(segment) == 3


@pytest.mark.parametrize("patterns", [[], [b""], [b"ana", b""], [b"a\nb"]])
def test_refuses_an_empty_search(segment: SealedSegment, patterns: list[bytes]) -> None:
    with pytest.raises(ValueError, match="patterns"):
        segment.scan(patterns)


WORDS = st.text("abr ", max_size=6)


@given(st.lists(st.tuples(st.integers(0, 9), WORDS, WORDS)), st.text("abr ", min_size=1, max_size=3))
def test_agrees_with_a_plain_search(people: list[tuple[int, str, str]], wanted: str) -> None:
    segment, plain = SealedSegment(1), {}
    for number, nomes, fonetica in people:
        segment.add([line(number, nomes, fonetica)])
        plain[number] = f"\t{nomes}\t{fonetica}\t1990"
    assert found(segment, wanted) == sorted(number for number, text in plain.items() if wanted in text)
