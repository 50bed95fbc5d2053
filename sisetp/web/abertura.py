"""What a page that opens records asks of the settings and of the unit's clock."""

from datetime import date

from flask import current_app

from sisetp.config import Settings
from sisetp.services.postings import NATIONAL_ZONE
from sisetp.web.actor import current_clock, current_presence


def reason_days() -> int:
    """Age in days after which opening an identity asks a reason."""
    settings: Settings = current_app.extensions["sisetp.settings"]
    return settings.identity_reason_after_days


def today() -> date:
    """Today, where the unit is."""
    who = current_presence()
    return current_clock().today(who.posting.fuso if who and who.posting else NATIONAL_ZONE)
