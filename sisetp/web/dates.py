"""Dates and times as Brazilian readers write them, in the time zone of the actor's unit."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from sisetp.services.postings import NATIONAL_ZONE
from sisetp.web.actor import current_presence


def init_dates(app: Flask) -> None:
    """Give templates the filters `quando` (date and time) and `dia` (date)."""
    app.add_template_filter(local_moment, "quando")
    app.add_template_filter(local_day, "dia")


def local_moment(moment: datetime) -> str:
    """`20/11/2026 12:00` in the unit's time."""
    return moment.astimezone(_zone()).strftime("%d/%m/%Y %H:%M")


def local_day(day: date | None) -> str:
    """`20/11/2026`; an absent date is an empty string."""
    return day.strftime("%d/%m/%Y") if day else ""


def _zone() -> ZoneInfo:
    who = current_presence()
    return ZoneInfo(who.posting.fuso if who and who.posting else NATIONAL_ZONE)
