"""The clock as a protocol: rules and services never call `datetime.now` themselves."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Source of the current time."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        ...

    def today(self, tz: str) -> date:
        """Return today's date in the IANA time zone `tz` (the unit's)."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self, tz: str) -> date:
        """Return today's date in the IANA time zone `tz`."""
        return self.now().astimezone(ZoneInfo(tz)).date()


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for tests and demonstration data. `instant` must be aware."""

    instant: datetime

    def __post_init__(self) -> None:
        if self.instant.tzinfo is None:
            raise ValueError("FixedClock needs an aware datetime")

    def now(self) -> datetime:
        """Return the fixed instant in UTC."""
        return self.instant.astimezone(UTC)

    def today(self, tz: str) -> date:
        """Return the date of the fixed instant in the IANA time zone `tz`."""
        return self.instant.astimezone(ZoneInfo(tz)).date()
