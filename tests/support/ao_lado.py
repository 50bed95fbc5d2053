"""Somebody else at work at the same moment: a write through another connection, while this one is in the middle."""

import threading
from collections.abc import Callable
from typing import TypeVar

from flask import Flask

from sisetp.db import audit_chain
from sisetp.db.session import unit_of_work
from sisetp.domain.audit import Action
from tests.support.staff import OPERATOR

_MOST_S = 5.0
Got = TypeVar("Got")


def meanwhile(app: Flask, work: Callable[[], Got]) -> Got:
    """Do work in a thread of its own and wait a little for it. Raises: AssertionError when it has to wait for us."""
    done: list[Got] = []

    def run() -> None:
        with app.app_context():
            done.append(work())

    other = threading.Thread(target=run, daemon=True)
    other.start()
    other.join(_MOST_S)
    assert done, "somebody else could not write meanwhile"
    return done[0]


def note(unidade_id: int | None = None) -> bool:
    """Write one event, as everybody who saves anything does."""
    with unit_of_work(OPERATOR) as session:
        audit_chain.append(session, OPERATOR, Action.LER_CHAVES, unidade_id=unidade_id, detalhes={"quantidade": 0})
    return True


class Interrupted:
    """A function during whose every call somebody else writes; `times` says how often."""

    def __init__(self, app: Flask, original: Callable[..., Got], work: Callable[[], object] = note) -> None:
        self._app, self._original, self._work = app, original, work
        self.times = 0

    def __call__(self, *args: object, **named: object) -> object:
        """Write elsewhere, then do what was asked."""
        meanwhile(self._app, self._work)
        self.times += 1
        return self._original(*args, **named)
