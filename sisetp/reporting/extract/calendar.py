"""Months and days in the time zone of the unit: an instant is stored in UTC and counted where it happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sisetp.domain.period import month


@dataclass(frozen=True, slots=True, kw_only=True)
class Janela:
    """Local days `first` to `last`, both inside, of a unit in the time zone `zone`."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def since(self) -> datetime:
        """First instant inside, in UTC."""
        return _midnight(self.first, self.zone)

    @property
    def until(self) -> datetime:
        """First instant after, in UTC."""
        return _midnight(self.last + timedelta(days=1), self.zone)


class Days(NamedTuple):
    """Local month (year × 12 + number − 1) and day of the month of several instants."""

    months: NDArray[np.int64]
    days: NDArray[np.uint8]


def window(ano: int, meses: Iterable[int], fuso: str) -> Janela:
    """Window from the first to the last of some months of a year."""
    chosen = sorted(meses)
    return Janela(first=month(ano, chosen[0]).inicio, last=month(ano, chosen[-1]).fim, zone=ZoneInfo(fuso))


def days_of(moments: Iterable[datetime], zone: ZoneInfo) -> Days:
    """Local month and day of instants."""
    return days_of_dates(moment.astimezone(zone) for moment in moments)


def days_of_dates(days: Iterable[date]) -> Days:
    """Month and day of dates that are local already."""
    known = list(days)
    months = np.array([month_number(day.year, day.month) for day in known], dtype=np.int64)
    return Days(months, np.array([day.day for day in known], dtype=np.uint8))


def month_number(ano: int, mes: int) -> int:
    """Number of a month, so that months can be compared."""
    return ano * 12 + mes - 1


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
