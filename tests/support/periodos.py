"""Months ready to be sent: a clock that starts with the installation and the people who sign and check."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask

from sisetp.access.actor import Actor
from sisetp.domain.periodo import EnviarPeriodo
from sisetp.services import periodos
from tests.support.clock import MovableClock
from tests.support.desk import call
from tests.support.staff import PASSWORD

BEGINNING = datetime(2026, 1, 5, 15, tzinfo=UTC)
MARCH_5 = datetime(2026, 3, 5, 15, tzinfo=UTC)


def signed(mes: int, ano: int = 2026, **changes: Any) -> EnviarPeriodo:
    """Command that sends a month of 2026."""
    values: dict[str, Any] = {"ano": ano, "mes": mes, "senha": PASSWORD, "declara": True}
    return EnviarPeriodo(**{**values, **changes})


def send(app: Flask, actor: Actor, clock: MovableClock, mes: int, **changes: Any) -> None:
    """Send a month of the actor's unit."""
    call(app, actor, periodos.send, signed(mes, **changes), clock=clock)
