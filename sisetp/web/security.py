"""The sign-in library, set up for this house: no e-mail, no registration, no recovery, its own pages left out.

Its views are not registered: ours call its form, its password context and its `login_user`, inside a unit of work. The
second factor is switched on here, with `SECURITY_TWO_FACTOR`, and entered in `web/entrada/views.py` where the form
has validated (`_security.two_factor_plugins.tf_enter`).
"""

from typing import Any

from flask import Flask, current_app
from flask_security import RoleMixin, Security, SQLAlchemySessionUserDatastore, UserMixin
from flask_security.forms import LoginForm
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session
from wtforms import StringField

from sisetp.db.base import db
from sisetp.services import signin
from sisetp.services.passwords import FULL_COST, MAX_LENGTH, TEST_COST
from sisetp.services.signin import Account
from sisetp.web.sessions import current_session

csrf = CSRFProtect()


class LoginUser(UserMixin):
    """An account as the sign-in library wants it; a copy, so that no row reaches a page."""

    fs_uniquifier = ""  # the library looks for it on the class

    def __init__(self, account: Account) -> None:
        self.id = account.id
        self.login = account.login
        self.password: str = account.password
        self.active = account.active
        self.fs_uniquifier = account.uniquifier


class NoRole(RoleMixin):
    """The library's roles are not used: permissions come from the posting (`sisetp.access`)."""


class AccountStore(SQLAlchemySessionUserDatastore):
    """The library's datastore over our session and services; its commit is a flush (decision 9)."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> LoginUser | None:
        """Account with a login. Needs an open unit of work."""
        session: Session = self.db.session()
        account = signin.find_account(session, login=kwargs["login"])
        return LoginUser(account) if account else None

    def put(self, model: LoginUser) -> LoginUser:
        """Keep a password that the library hashed again under newer parameters."""
        signin.keep_password_hash(self.db.session(), model.id, model.password)
        return model

    def commit(self) -> None:
        """Flush only: the unit of work commits."""
        self.db.session.flush()


class EntradaForm(LoginForm):
    """The library's sign-in form with our login instead of an e-mail; it hashes even when the user is unknown."""

    email = None
    remember = None
    login = StringField("Usuário")

    def validate(self, **kwargs: Any) -> bool:
        """Find the account and check the password in equal time. Needs an open unit of work."""
        # No password is this long, and the hashing library refuses one of 4 kB: it is a wrong one like any other.
        self.password.data = (self.password.data or "")[: MAX_LENGTH + 1]
        self.ifield = self.login
        self.user = store().find_user(login=self.login.data or "")
        return bool(super().validate(**kwargs))


def init_security(app: Flask) -> None:
    """Set up form tokens and the sign-in library."""
    cost = TEST_COST if app.testing else FULL_COST
    app.config.update(
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a ficha may stay open for an hour
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer, which our policy never sends
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 -- a scheme, not a password
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={
            "argon2__time_cost": cost.time,
            "argon2__memory_cost": cost.memory,
            "argon2__parallelism": cost.lanes,
        },
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"login": {"mapper": signin.normalise_login}}],
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
        SECURITY_TWO_FACTOR=False,
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_CSRF_PROTECT_MECHANISMS=("basic", "session", "token"),
        SESSION_PROTECTION=None,
    )
    csrf.init_app(app)
    security = Security(
        app, AccountStore(db.session, LoginUser, NoRole), register_blueprint=False, login_form=EntradaForm
    )
    security.login_manager.user_loader(_user_of_session)
    security.login_manager.request_loader(lambda _request: None)  # no tokens in headers or addresses
    app.extensions["sisetp.accounts"] = security.datastore


def store() -> AccountStore:
    """The datastore of the application in use."""
    accounts: AccountStore = current_app.extensions["sisetp.accounts"]
    return accounts


def _user_of_session(uniquifier: str) -> LoginUser | None:
    who = current_session().who
    if who is None or who.account.uniquifier != uniquifier:
        return None
    return LoginUser(who.account)
