"""Shortcuts of the tests about records: one unit of work per call, and the audit events it left."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.db.models import AuditEvent
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import PessoaNaFicha
from sisetp.domain.clock import Clock
from sisetp.services import registro
from tests.support.fichas import WHEN, ficha
from tests.support.staff import OPERATOR

Result = TypeVar("Result")


@contextmanager
def work(app: Flask, actor: Actor, *, read_only: bool = False) -> Iterator[Session]:
    """One unit of work of an actor."""
    with app.app_context(), unit_of_work(actor, read_only=read_only) as session:
        yield session


def call(app: Flask, actor: Actor, use_case: Callable[..., Result], *args: Any, **more: Any) -> Result:
    """Run one use case in a unit of work of its own."""
    with work(app, actor) as session:
        return use_case(session, actor, *args, **more)


def attend(app: Flask, actor: Actor, clock: Clock, *people: PessoaNaFicha, inicio: datetime | None = None) -> UUID:
    """Register a ficha and return the id of its first atendimento."""
    return attend_all(app, actor, clock, *people, inicio=inicio)[0][0]


def attend_all(
    app: Flask, actor: Actor, clock: Clock, *people: PessoaNaFicha, inicio: datetime | None = None
) -> tuple[tuple[UUID, str], ...]:
    """Register a ficha and return the ids and codes of its atendimentos."""
    assert actor.unidade_id is not None
    command = ficha(actor.unidade_id, *people, inicio=inicio or WHEN)
    return call(app, actor, registro.register, command, clock=clock).atendimentos


def events(app: Flask, actor: Actor, *actions: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Actions and details of the actor's events, oldest first; only those of `actions` when given."""
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        query = select(AuditEvent).where(AuditEvent.ator == actor.login).order_by(AuditEvent.id)
        found = [(event.acao, json.loads(event.detalhes)) for event in session.scalars(query)]
    return [item for item in found if not actions or item[0] in actions]
