"""Visits to pages by somebody signed in through the real form, timed one by one."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sisetp.app import create_app
from tests.benchmarks.board import Board, Taken
from tests.benchmarks.population import installation
from tests.support.clock import MovableClock
from tests.support.installation import Template, close, sqlite_settings
from tests.support.staff import PASSWORD, csrf_of

WARM_UP = 5


@contextmanager
def big_app(template: Template, people: int, folder: Path) -> Iterator[Flask]:
    """The application over a copy of the big installation, in a folder that does not exist yet."""
    shutil.copytree(installation(template, people), folder)
    app = create_app(sqlite_settings(folder), clock=MovableClock(), testing=True)
    yield app
    close(app)


def signed_in(app: Flask, login: str) -> FlaskClient:
    """The browser of somebody of the big installation."""
    client = app.test_client()
    entry = client.get("/entrar").get_data(as_text=True)
    form = {"login": login, "password": PASSWORD, "csrf_token": csrf_of(entry)}
    assert client.post("/entrar", data=form).status_code == 303
    return client


def measure(
    board: Board,
    metric: str,
    requests: Sequence[Callable[[], TestResponse]],
    *,
    status: int = 200,
    aim: float | None = None,
) -> None:
    """Write on the board the times of every request but the first `WARM_UP`."""
    board.latency(metric, [timed(request, status) for request in requests][WARM_UP:], aim=aim)


def timed(request: Callable[[], TestResponse], status: int) -> Taken:
    """Wall-clock and CPU seconds of one request, which must answer with `status`."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = request()
    taken = time.perf_counter() - wall, time.process_time() - cpu
    assert answer.status_code == status
    return taken
