"""Declarative base, the mixin of rows that belong to a unit, and the Flask-SQLAlchemy object."""

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table of the main database."""

    metadata = MetaData(naming_convention=NAMING)


class UnitScoped:
    """A row about a person, seen only inside its unit: every SELECT is filtered by `db/session.py`."""

    unidade_id: Mapped[int] = mapped_column(ForeignKey("unidade.id"), index=True)


class GuardedSession(FlaskSession):
    """Session of this application: its events (`db/session.py`) refuse any statement without a scope."""


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": GuardedSession, "autoflush": False, "expire_on_commit": False},
    disable_autonaming=True,
)
