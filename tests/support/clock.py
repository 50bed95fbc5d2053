"""A clock that tests move."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

START = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


class MovableClock:
    """Stands still until `advance` is called; starts on 20 November 2026, 15:00 UTC."""

    def __init__(self, instant: datetime = START) -> None:
        self.instant = instant

    def now(self) -> datetime:
        """Current instant, UTC."""
        return self.instant

    def today(self, tz: str) -> date:
        """Current date in a time zone."""
        return self.instant.astimezone(ZoneInfo(tz)).date()

    def advance(self, **delta: float) -> None:
        """Move forward by `timedelta(**delta)`."""
        self.instant += timedelta(**delta)
