"""Business days: known dates of several years and UFs, and what must hold for every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.domain.feriados import dia_util, dias_uteis_entre, feriados, proximo_dia_util, somar_dias_uteis
from sisetp.domain.geography import UFS

EVERYWHERE = st.sampled_from(UFS)
DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize("ano", [2019, 2024, 2026, 2031])
def test_national_holidays_are_everywhere(ano: int) -> None:
    fixed = {(1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (12, 25)}
    for uf in ("DF", "SP", "AM", "RS"):
        assert fixed <= {(day.month, day.day) for day in feriados(uf, ano)}


def test_zumbi_is_national_since_2024() -> None:
    """Lei 14.759/2023; before it the day was a holiday in some UFs only."""
    assert date(2023, 11, 20) not in feriados("DF", 2023)
    assert date(2024, 11, 20) in feriados("DF", 2024)
    assert date(2026, 11, 20) in feriados("PR", 2026)


@pytest.mark.parametrize(
    "dia",
    [
        date(2024, 2, 12),
        date(2024, 2, 13),
        date(2025, 3, 3),
        date(2025, 3, 4),
        date(2026, 2, 17),
        date(2024, 5, 30),
        date(2025, 6, 19),
        date(2026, 6, 4),
        date(2024, 3, 29),
        date(2025, 4, 18),
        date(2026, 4, 3),
    ],
)
def test_days_that_move_with_easter(dia: date) -> None:
    assert dia.weekday() < 5
    assert not dia_util(dia, "DF")


@pytest.mark.parametrize("dia", [date(2026, 2, 18), date(2026, 10, 28), date(2026, 12, 24)])
def test_other_optional_days_are_worked(dia: date) -> None:
    assert dia_util(dia, "DF")


@pytest.mark.parametrize(
    ("dia", "uf"),
    [
        (date(2026, 7, 9), "SP"),
        (date(2026, 7, 2), "BA"),
        (date(2026, 4, 23), "RJ"),
        (date(2025, 9, 5), "AM"),
        (date(2024, 3, 6), "PE"),
    ],
)
def test_holidays_of_one_uf_only(dia: date, uf: str) -> None:
    assert not dia_util(dia, uf)
    assert dia_util(dia, "PR")


def test_an_unknown_uf_is_an_error() -> None:
    with pytest.raises(ValueError, match="XX"):
        feriados("XX", 2026)


def test_next_business_day_crosses_a_long_weekend() -> None:
    """Saturday 14 February 2026, then Carnaval on Monday and Tuesday: the first business day is Ash Wednesday."""
    assert proximo_dia_util(date(2026, 2, 14), "DF") == date(2026, 2, 18)
    assert proximo_dia_util(date(2026, 2, 18), "DF") == date(2026, 2, 18)
    assert somar_dias_uteis(date(2026, 2, 13), 1, "DF") == date(2026, 2, 18)
    assert somar_dias_uteis(date(2026, 12, 31), 1, "DF") == date(2027, 1, 4)


def test_counting_is_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        somar_dias_uteis(date(2026, 1, 5), -1, "DF")
    assert dias_uteis_entre(date(2026, 2, 18), date(2026, 2, 13), "DF") == 0


@given(DAYS, EVERYWHERE)
def test_next_business_day_is_the_first_one(dia: date, uf: str) -> None:
    found = proximo_dia_util(dia, uf)
    assert found >= dia
    assert dia_util(found, uf)
    assert not any(dia_util(dia + timedelta(days=step), uf) for step in range((found - dia).days))
    assert proximo_dia_util(found, uf) == found


@given(DAYS, EVERYWHERE, st.integers(1, 30))
def test_adding_and_counting_agree(dia: date, uf: str, n: int) -> None:
    end = somar_dias_uteis(dia, n, uf)
    assert dia_util(end, uf)
    assert dias_uteis_entre(dia, end, uf) == n
