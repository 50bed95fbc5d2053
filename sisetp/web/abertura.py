"""What a page that opens records asks of the settings and of the unit's clock."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app

from sisetp.config import Settings
from sisetp.services.postings import NATIONAL_ZONE
from sisetp.web.actor import current_clock, current_presence


def reason_days() -> int:
    """Age in days after which opening an identity asks a reason."""
    settings: Settings = current_app.extensions["sisetp.settings"]
    return settings.identity_reason_after_days


def unit_zone() -> ZoneInfo:
    """Time zone of the unit being served, in which its days begin."""
    who = current_presence()
    return ZoneInfo(who.posting.fuso if who and who.posting else NATIONAL_ZONE)


def today() -> date:
    """Today, where the unit is."""
    return current_clock().today(unit_zone().key)
