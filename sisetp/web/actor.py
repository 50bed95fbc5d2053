"""Who is acting in this request, and what time it is."""

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.db.runtime import current_runtime
from sisetp.domain.clock import Clock
from sisetp.domain.errors import AccessDenied
from sisetp.services.signin import SIGN_IN, Account, Presence
from sisetp.web.sessions import current_session


def current_presence() -> Presence | None:
    """The person behind the request, signed in and active; None for a visitor."""
    return current_session().who


def current_account() -> Account:
    """Account behind a guarded page.

    Raises: AccessDenied for a visitor.
    """
    who = current_presence()
    if who is None:
        raise AccessDenied(Permission.CONTA_USAR)
    return who.account


def current_actor() -> Actor:
    """The account in its posting: what units of work and services take.

    Raises: AccessDenied for a visitor or before a posting is chosen.
    """
    who = current_presence()
    actor = who.actor if who else None
    if actor is None:
        raise AccessDenied(Permission.CONTA_USAR)
    return actor


def acting_for_account() -> AnyActor:
    """Who changes the own account: the actor, or the sign-in while no posting is chosen."""
    who = current_presence()
    return (who.actor if who else None) or SIGN_IN


def current_clock() -> Clock:
    """Clock of the application."""
    return current_runtime().clock
