"""Sign-in and sign-out as steps: check the form, begin a session, leave it; each with its audit event."""

from flask_security import UserMixin, login_user, logout_user

from sisetp.db.session import unit_of_work
from sisetp.services import sessions, signin
from sisetp.services.postings import Posting, postings_in_force
from sisetp.services.signin import SIGN_IN, Presence
from sisetp.web.actor import current_clock, current_presence
from sisetp.web.security import EntradaForm
from sisetp.web.sessions import POSTING, USER, current_session, forget_form_token

WRONG = "Usuário ou senha não conferem. Confira as letras maiúsculas e tente de novo."
TOO_MANY = "Muitas tentativas seguidas. Por segurança, espere cinco minutos antes de tentar de novo."


def try_to_enter(posting_id: int | None) -> Presence | None:
    """Check the sign-in form of this request and begin a session; None, with an event, when refused."""
    form = EntradaForm()
    with unit_of_work(SIGN_IN) as session:
        valid = form.validate_on_submit()
        user = form.user if valid else None
        who = signin.presence(session, user.id, None, clock=current_clock()) if user is not None else None
        if who is not None and posting_id is not None:
            preferred = signin.presence(session, who.account.id, posting_id, clock=current_clock())
            who = preferred if preferred is not None and preferred.posting is not None else who
        if user is not None and who is not None:
            _begin(user, who)
            signin.record_entry(session, who, _mark())
    if who is None:
        _note_failure(form.login.data or "", "INATIVO" if form.user_authenticated else "CREDENCIAL")
    return who


def act_in(posting_id: int) -> None:
    """Act in another posting of the person signed in, under a new session id, with an event.

    Raises: NotFound when the posting is not one of theirs in force.
    """
    current = current_presence()
    assert current is not None
    with unit_of_work(SIGN_IN) as session:
        who = signin.presence(session, current.account.id, posting_id, clock=current_clock())
        actor = signin.posted_actor(who)
        signin.record_switch(session, actor)
    web_session = current_session()
    web_session.renew(who, proved=False)
    web_session[POSTING] = posting_id
    forget_form_token()


def leave() -> None:
    """End the session of this request, with an event."""
    who = current_presence()
    if who is not None:
        with unit_of_work(SIGN_IN) as session:
            signin.record_exit(session, who, _mark())
    logout_user()
    current_session().clear()


def note_throttled(login: str) -> None:
    """Event of an attempt refused for coming after too many failures."""
    _note_failure(login, "LIMITE")


def choices() -> tuple[Posting, ...]:
    """Postings in force of the person signed in."""
    who = current_presence()
    assert who is not None
    with unit_of_work(SIGN_IN, read_only=True) as session:
        return postings_in_force(session, who.account.id, clock=current_clock())


def _begin(user: UserMixin, who: Presence) -> None:
    web_session = current_session()
    web_session.clear()
    forget_form_token()
    web_session.renew(who)
    login_user(user, remember=False, authn_via=["password"])
    web_session.pop("_id", None)  # a digest of address and browser: we do not keep it
    web_session[USER] = who.account.id
    if who.posting is not None:
        web_session[POSTING] = who.posting.id


def _note_failure(login: str, motivo: str) -> None:
    with unit_of_work(SIGN_IN) as session:
        signin.record_failure(session, login, motivo)


def _mark() -> str:
    id_hash = current_session().id_hash
    return sessions.mark_of(id_hash) if id_hash else ""
