"""Dates and times as Brazilian readers write them, in the time zone of the actor's unit."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from wtforms import DateField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import TextInput

from sisetp.services.postings import NATIONAL_ZONE
from sisetp.web.actor import current_presence

_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]
_ISO = re.compile(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b", re.ASCII)


def init_dates(app: Flask) -> None:
    """Give templates the filters `quando` (date and time), `dia` (date) and `datas` (dates inside a text)."""
    app.add_template_filter(local_moment, "quando")
    app.add_template_filter(local_day, "dia")
    app.add_template_filter(local_dates, "datas")


class DayField(DateField):  # type: ignore[misc]  # the library publishes no types
    """A day typed as dd/mm/aaaa in a text box, or taken as aaaa-mm-dd from an address.

    It may be empty unless `required` gives the message for that. What cannot be read keeps its text and, after
    `form.validate()`, has its message.
    """

    widget = TextInput()

    def __init__(self, label: str, *, required: str = "", **kwargs: Any) -> None:
        checks = [InputRequired(required) if required else Optional()]
        look = {"placeholder": "dd/mm/aaaa", "inputmode": "numeric", "maxlength": 10}
        super().__init__(label, validators=checks, format=_FORMATS, render_kw=look, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day. Raises: ValueError with the message of the box."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Use uma data no formato dd/mm/aaaa.") from None


def local_moment(moment: datetime) -> str:
    """`20/11/2026 12:00` in the unit's time."""
    return moment.astimezone(_zone()).strftime("%d/%m/%Y %H:%M")


def local_day(day: date | None) -> str:
    """`20/11/2026`; an absent date is an empty string."""
    return day.strftime("%d/%m/%Y") if day else ""


def local_dates(text: str) -> str:
    """A text with each `2026-11-20` of it written `20/11/2026`."""
    return _ISO.sub(r"\3/\2/\1", text)


def _zone() -> ZoneInfo:
    who = current_presence()
    return ZoneInfo(who.posting.fuso if who and who.posting else NATIONAL_ZONE)
