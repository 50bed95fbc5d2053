"""Server-side sessions: the cookie is a random id, the table keeps its hash and a few allowed keys (decision 9)."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, Request, Response, current_app, g
from flask import session as flask_session
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from sisetp.access.actor import SystemActor
from sisetp.config import Settings
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.services import sessions, signin
from sisetp.services.sessions import Lifetime, StoredSession
from sisetp.services.signin import Presence

KEEPER = SystemActor(name="sessao")
USER, POSTING = "usuario", "lotacao"

# What the form token, the sign-in library and our own guard keep. Form content never goes into a session.
ALLOWED_KEYS = frozenset({"csrf_token", "_flashes", "_user_id", "_fresh", "fs_cc", "fs_paa", USER, POSTING})
_ID_BYTES = 32


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """Session of one request: what the row holds, and who is behind it."""

    def __init__(self, stored: StoredSession | None = None, who: Presence | None = None) -> None:
        self.modified = False
        super().__init__(dict(stored.data) if stored else {}, on_update=_note_change)
        self.stored = stored
        self.who = who
        self.new_id: str | None = None
        self.began: datetime | None = None

    @property
    def id_hash(self) -> bytes | None:
        """Hash of the id that the browser will hold after this request."""
        if self.new_id is not None:
            return sessions.hash_id(self.new_id)
        return self.stored.id_hash if self.stored else None

    def renew(self, who: Presence | None = None, *, proved: bool = True) -> None:
        """Go on under a new id; the old one ends when the response leaves.

        `proved`: a password was just given, so that a new absolute life begins.
        """
        self.who = who
        self.began = None if proved or self.stored is None else self.stored.created_at
        self.new_id = secrets.token_urlsafe(_ID_BYTES)
        self.modified = True


def _note_change(changed: CallbackDict[str, Any]) -> None:
    changed.modified = True  # type: ignore[attr-defined]  # CallbackDict is the base of ServerSession only


class ServerSessionInterface(SessionInterface):
    """Loads a session with one short read and writes it only when it changed or was last used over a minute ago."""

    def __init__(self, settings: Settings) -> None:
        self.life = lifetime(settings)
        self.secure = settings.secure_cookies
        self.cookie = "__Host-sisetp" if settings.secure_cookies else "sisetp"

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Session of the cookie, or a new empty one that nothing is stored for yet."""
        session_id = request.cookies.get(self.cookie)
        if not session_id or request.path.startswith(f"{app.static_url_path}/"):
            return ServerSession()
        clock = current_runtime().clock
        with unit_of_work(KEEPER, read_only=True) as db_session:
            stored = sessions.load(db_session, sessions.hash_id(session_id), life=self.life, clock=clock)
            if stored is None:
                return ServerSession()
            if stored.user_id is None:
                return ServerSession(stored)
            posting = cast("int | None", stored.data.get(POSTING))
            who = signin.presence(db_session, stored.user_id, posting, clock=clock)
        if who is None or who.account.uniquifier != stored.data.get("_user_id"):
            return ServerSession()
        return ServerSession(stored, who)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed; hand out, renew or withdraw the cookie.

        Raises: RuntimeError for a key that sessions may not hold.
        """
        current = cast(ServerSession, session)
        if not current.modified:
            self._touch(current)
            return
        refused = set(current) - ALLOWED_KEYS
        if refused:
            raise RuntimeError(f"keys refused in a session: {sorted(refused)}")
        if not current:
            self._withdraw(current, response)
            return
        if current.stored is None and current.new_id is None:
            current.new_id = secrets.token_urlsafe(_ID_BYTES)
        self._write(current)
        if current.new_id is not None:
            response.set_cookie(
                self.cookie, current.new_id, path="/", secure=self.secure, httponly=True, samesite="Lax"
            )

    def _write(self, current: ServerSession) -> None:
        id_hash = current.id_hash
        assert id_hash is not None
        user_id = current.who.account.id if current.who else None
        data: Mapping[str, object] = dict(current)
        clock = current_runtime().clock
        with unit_of_work(KEEPER) as db_session:
            if current.new_id is not None and current.stored is not None:
                sessions.end(db_session, current.stored.id_hash, clock=clock)
            sessions.store(
                db_session, id_hash, user_id=user_id, data=data, life=self.life, clock=clock, began=current.began
            )

    def _withdraw(self, current: ServerSession, response: Response) -> None:
        if current.stored is None:
            return
        with unit_of_work(KEEPER) as db_session:
            sessions.end(db_session, current.stored.id_hash, clock=current_runtime().clock)
        response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="Lax")

    def _touch(self, current: ServerSession) -> None:
        stored, clock = current.stored, current_runtime().clock
        if stored is None or clock.now() - stored.seen_at < sessions.TOUCH_EVERY:
            return
        with unit_of_work(KEEPER) as db_session:
            sessions.touch(db_session, stored.id_hash, clock=clock)


def lifetime(settings: Settings) -> Lifetime:
    """Idle and absolute life of a session, from the settings."""
    return Lifetime(
        idle=timedelta(seconds=settings.session_idle_s), absolute=timedelta(seconds=settings.session_absolute_s)
    )


def current_life() -> Lifetime:
    """How long sessions of the application in use live."""
    return cast(ServerSessionInterface, current_app.session_interface).life


def current_session() -> ServerSession:
    """Session of this request."""
    return cast(ServerSession, flask_session._get_current_object())  # type: ignore[attr-defined]


def forget_form_token() -> None:
    """Make the next form token a new one: tokens do not outlive the session they were made for."""
    current_session().pop("csrf_token", None)
    g.pop("csrf_token", None)
