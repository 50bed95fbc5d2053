"""Months, semesters and years."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.domain.period import month, parse_period, semester, year_of


@given(st.integers(1, 9998))
def test_months_and_semesters_tile_the_year(year: int) -> None:
    whole = year_of(year)
    for parts in ([month(year, n) for n in range(1, 13)], [semester(year, 1), semester(year, 2)]):
        assert parts[0].inicio == whole.inicio
        assert parts[-1].fim == whole.fim
        for before, after in pairwise(parts):
            assert before.fim + timedelta(days=1) == after.inicio


@pytest.mark.parametrize(
    ("code", "label", "last"),
    [
        ("2024-02", "fevereiro de 2024", date(2024, 2, 29)),
        ("2026-S1", "1º semestre de 2026", date(2026, 6, 30)),
        ("2026-S2", "2º semestre de 2026", date(2026, 12, 31)),
        ("2026", "2026", date(2026, 12, 31)),
    ],
)
def test_codes_read_back(code: str, label: str, last: date) -> None:
    period = parse_period(code)
    assert (period.code, period.label, period.fim) == (code, label, last)
    assert last in period
    assert last + timedelta(days=1) not in period


@pytest.mark.parametrize(
    "code", ["", "26", "2026-13", "2026-0", "2026-S3", "2026-", "0000", "2026-1a", "²026", "2026-01-01"]
)
def test_malformed_codes_are_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"period|month"):
        parse_period(code)


def test_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="month"):
        month(2026, 0)
    with pytest.raises(ValueError, match="semester"):
        semester(2026, 3)
