"""Go on after the own password changed: every session has ended, this browser gets a fresh one."""

from sisetp.db.session import unit_of_work
from sisetp.services import signin
from sisetp.services.signin import SIGN_IN
from sisetp.web.actor import current_account, current_clock
from sisetp.web.sessions import POSTING, current_session, forget_form_token


def go_on_with(uniquifier: str) -> None:
    """Renew the session of this request for the same person under the account's new uniquifier."""
    web_session = current_session()
    with unit_of_work(SIGN_IN, read_only=True) as session:
        who = signin.presence(session, current_account().id, web_session.get(POSTING), clock=current_clock())
    web_session.renew(who)
    web_session["_user_id"] = uniquifier
    forget_form_token()
