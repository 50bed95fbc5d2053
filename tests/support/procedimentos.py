"""Cases ready to be worked on by a test: a NETP, its team and an open case."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from sisetp.access.actor import Actor
from sisetp.domain.caso import AbrirCaso
from sisetp.domain.clock import Clock
from sisetp.services.casos.abertura import open_case
from tests.support.desk import call

NETP = "NETP-MG"
DAY = date(2026, 11, 20)


def opening(actor: Actor, **changes: Any) -> AbrirCaso:
    """Command that opens a case on notice, in charge of the actor."""
    values: dict[str, Any] = {
        "abertura": DAY,
        "porta_entrada": "DISQUE100",
        "risco": "MEDIO",
        "responsavel_id": actor.user_id,
        "chave_envio": uuid4().hex,
    }
    return AbrirCaso(**{**values, **changes})


def open_one(app: Flask, actor: Actor, clock: Clock, **changes: Any) -> UUID:
    """Open a case and return its id."""
    return call(app, actor, open_case, opening(actor, **changes), clock=clock)
