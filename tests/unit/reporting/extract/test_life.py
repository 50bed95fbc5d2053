"""The life of a case in months: the flags add up whatever its history, and each day is the right one."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.domain.caso import ABERTOS, ATIVO, ENCERRADO, SUSPENSO, TRANSFERIDO
from sisetp.domain.period import month
from sisetp.reporting.extract.life import month_of_case, openings

OPENED = date(2026, 1, 10)


def flags(intervals: object, ano: int, mes: int) -> tuple[int, ...] | None:
    civil = month(ano, mes)
    found = month_of_case(intervals, civil.inicio, civil.fim)  # type: ignore[arg-type]
    if found is None:
        return None
    return (
        found.aberto_antes,
        found.aberto_no_mes,
        found.reaberto_no_mes,
        found.encerrado_no_mes,
        found.aberto_no_fim,
    )


def test_a_case_opened_and_still_open() -> None:
    life = openings(OPENED, None, [ATIVO], [])
    assert flags(life, 2025, 12) is None
    assert flags(life, 2026, 1) == (0, 1, 0, 0, 1)
    assert flags(life, 2026, 5) == (1, 0, 0, 0, 1)


def test_a_suspension_is_not_a_closing() -> None:
    life = openings(OPENED, None, [ATIVO, SUSPENSO, ATIVO], [date(2026, 2, 1), date(2026, 3, 1)])
    assert [flags(life, 2026, mes) for mes in (1, 2, 3)] == [(0, 1, 0, 0, 1), (1, 0, 0, 0, 1), (1, 0, 0, 0, 1)]


def test_the_written_date_of_closing_wins_over_the_day_of_the_step() -> None:
    life = openings(OPENED, date(2026, 2, 27), [ATIVO, ENCERRADO], [date(2026, 3, 2)])
    assert flags(life, 2026, 2) == (1, 0, 0, 1, 0)
    assert flags(life, 2026, 3) is None


def test_closed_on_the_first_and_on_the_last_day_of_a_month() -> None:
    first = openings(OPENED, date(2026, 3, 1), [ATIVO, TRANSFERIDO], [date(2026, 3, 1)])
    assert flags(first, 2026, 3) == (1, 0, 0, 1, 0)
    last = openings(OPENED, date(2026, 3, 31), [ATIVO, TRANSFERIDO], [date(2026, 4, 2)])
    assert flags(last, 2026, 3) == (1, 0, 0, 1, 0)
    assert flags(last, 2026, 4) is None


def test_reopened_later_and_within_the_month() -> None:
    steps = [date(2026, 2, 10), date(2026, 4, 5)]
    life = openings(OPENED, None, [ATIVO, ENCERRADO, ATIVO], steps)
    assert flags(life, 2026, 2) == (1, 0, 0, 1, 0)
    assert flags(life, 2026, 3) is None
    assert flags(life, 2026, 4) == (0, 0, 1, 0, 1)
    undone = openings(OPENED, None, [ATIVO, ENCERRADO, ATIVO], [date(2026, 2, 10), date(2026, 2, 20)])
    assert flags(undone, 2026, 2) == (1, 0, 1, 1, 1)


def test_the_closing_that_counts_says_in_which_state_its_reason_is() -> None:
    steps = [date(2026, 2, 10), date(2026, 4, 5), date(2026, 6, 1)]
    life = openings(OPENED, date(2026, 5, 30), [ATIVO, ENCERRADO, ATIVO, ENCERRADO], steps)
    february, may = (month_of_case(life, month(2026, mes).inicio, month(2026, mes).fim) for mes in (2, 5))
    found = [item.fecho for item in (february, may) if item is not None]
    assert [(item.ate, item.estado) for item in found if item is not None] == [
        (date(2026, 2, 10), 1),
        (date(2026, 5, 30), 3),
    ]


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from((*ABERTOS, ENCERRADO, TRANSFERIDO))), max_size=12))
def test_stock_and_flow_always_add_up(steps: list[tuple[int, str]]) -> None:
    """Open before + opened + reopened − closed = open at the end, which is what was open before the next month."""
    days: list[date] = []
    states = [ATIVO]
    for gap, state in steps:
        days.append((days[-1] if days else OPENED) + timedelta(days=gap))
        states.append(state)
    closed = states[-1] not in ABERTOS
    life = openings(OPENED, days[-1] if closed else None, states, days)
    ends = []
    for number in range(18):
        found = flags(life, 2026 + number // 12, number % 12 + 1) or (0, 0, 0, 0, 0)
        assert set(found) <= {0, 1}
        assert found[0] + found[1] + found[2] - found[3] == found[4]
        ends.append((found[0], found[4]))
    assert all(before[1] == after[0] for before, after in pairwise(ends))


@pytest.mark.parametrize("mes", range(1, 13))
def test_a_case_opened_by_the_later_date_of_a_correction_never_ends_before_it_began(mes: int) -> None:
    life = openings(date(2026, 6, 15), None, [ATIVO, ENCERRADO, ATIVO], [date(2026, 3, 1), date(2026, 4, 1)])
    found = flags(life, 2026, mes)
    assert (found is None) is (mes < 6)
