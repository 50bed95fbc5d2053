"""Shortcuts of the tests about live facts: where and when they happen, and whom a ficha is about."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flask import Flask

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models import Atendimento
from tests.support.clock import MovableClock
from tests.support.desk import work

Staff = Callable[..., Actor]
FEBRUARY = datetime(2026, 2, 3, 15, tzinfo=UTC)


def acre(staff: Staff, clock: MovableClock) -> Actor:
    """A técnica of the nucleus of Acre, five hours behind UTC; it is the 3rd of February."""
    clock.instant = FEBRUARY
    return staff(Role.TECNICO, "NETP-AC")


def unit(actor: Actor) -> int:
    """Id of the unit where somebody works."""
    assert actor.unidade_id is not None
    return actor.unidade_id


def pessoa_of(app: Flask, actor: Actor, ficha: UUID) -> UUID:
    """Id of the person of an atendimento."""
    with work(app, actor, read_only=True) as session:
        return session.get_one(Atendimento, ficha).pessoa_id
