"""Instants are counted in the month and day of the unit's own time zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from sisetp.reporting.extract.calendar import Janela, days_of, month_number

LATE = datetime(2026, 2, 1, 4, 30, tzinfo=UTC)
"""23:30 of the 31st of January in Acre, 00:30 of the 1st of February in Mato Grosso, 01:30 in Brasília."""


@pytest.mark.parametrize(
    ("zone", "mes", "day"),
    [("America/Rio_Branco", 1, 31), ("America/Cuiaba", 2, 1), ("America/Sao_Paulo", 2, 1), ("America/Noronha", 2, 1)],
)
def test_the_last_half_hour_of_a_month_belongs_to_it_where_it_happened(zone: str, mes: int, day: int) -> None:
    found = days_of([LATE], ZoneInfo(zone))
    assert (found.months.tolist(), found.days.tolist()) == ([month_number(2026, mes)], [day])
    january = Janela(first=date(2026, 1, 1), last=date(2026, 1, 31), zone=ZoneInfo(zone))
    assert (january.since <= LATE < january.until) is (mes == 1)


def test_a_window_has_the_hour_that_summer_time_took_or_gave() -> None:
    """São Paulo until 2019: February of 2018 ended its summer time on the 18th and has 24 hours more or less."""
    february = Janela(first=date(2018, 2, 1), last=date(2018, 2, 28), zone=ZoneInfo("America/Sao_Paulo"))
    assert february.since == datetime(2018, 2, 1, 2, tzinfo=UTC)
    assert february.until == datetime(2018, 3, 1, 3, tzinfo=UTC)
