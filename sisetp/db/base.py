"""Declarative base, the mixin of rows that belong to a unit, and the Flask-SQLAlchemy object."""

from typing import Any, cast
from uuid import UUID

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
    """A row of one unit, seen only inside it: every SELECT is filtered by `db/session.py`."""

    __tablename__: Any
    id: Any
    unidade_id: Mapped[int] = mapped_column(ForeignKey("unidade.id"), index=True)

    @property
    def owner_id(self) -> UUID:
        """Id under which the vault keeps the key of its narratives; rows of a case answer with the case."""
        return cast(UUID, self.id)


class BetweenUnits:
    """A row that two units see: the one that sent it, under whose keys its codes are sealed, and the one it is for."""

    __tablename__: Any
    id: Any
    unidade_origem_id: Mapped[int] = mapped_column(ForeignKey("unidade.id"))
    unidade_destino_id: Mapped[int | None] = mapped_column(ForeignKey("unidade.id"))

    @property
    def unidade_id(self) -> int:
        """The unit under whose keys the row is sealed."""
        return self.unidade_origem_id

    @property
    def owner_id(self) -> UUID:
        """Id under which the vault keeps the key of its narratives."""
        return cast(UUID, self.id)


class GuardedSession(FlaskSession):
    """Session of this application: its events (`db/session.py`) refuse any statement without a scope."""


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": GuardedSession, "autoflush": False, "expire_on_commit": False},
    disable_autonaming=True,
)
