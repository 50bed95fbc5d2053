"""A live server over a fresh installation, and a browser signed in to it."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from waitress import create_server, wasyncore  # type: ignore[import-untyped]  # publishes no types

from sisetp.access.actor import Actor
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.session import unit_of_work
from tests.support.staff import OPERATOR, PASSWORD

QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


# Where the browser is after a ficha is saved.
RECORD = re.compile(r"/atendimentos/[0-9a-f]{8}-")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Keep the browser from talking to anybody but the server under test."""
    return {**browser_type_launch_args, "args": QUIET}


@dataclass
class Live:
    """A running server: its address and its application."""

    url: str
    app: Flask

    def records(self) -> list[Atendimento]:
        """Every atendimento stored, oldest first, detached."""
        with self.app.app_context(), unit_of_work(OPERATOR) as session:
            rows = list(session.scalars(select(Atendimento).order_by(Atendimento.created_at)))
            session.expunge_all()
            return rows


@dataclass
class Keys:
    """A keyboard that counts: every key of a chord counts, typed text does not."""

    page: Page
    count: int = 0
    pressed: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.count += len(key.split("+"))
            self.pressed.append(key)

    def write(self, text: str) -> None:
        """Type text into the box that has the focus."""
        self.page.keyboard.type(text)


def _serve(server: Any) -> None:
    """Serve until the fixture closes the socket; its loop may be waiting on it at that moment.

    Connections that the browser keeps open would otherwise be left to the garbage collector, which warns.
    """
    with suppress(OSError):
        server.run()
    wasyncore.close_all(server._map, ignore_all=True)


@pytest.fixture
def live(app: Flask) -> Iterator[Live]:
    """The application served on loopback, on a free port."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=_serve, args=(server,), daemon=True)
    thread.start()
    yield Live(url=f"http://127.0.0.1:{server.effective_port}", app=app)
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=5)


@pytest.fixture
def enter(live: Live, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`enter(actor, width, height)` gives a page signed in through the real form; errors of the page fail the test."""
    contexts = []
    problems: list[str] = []

    def sign_in(actor: Actor, *, width: int = 1366, height: int = 768) -> Page:
        context = browser.new_context(base_url=live.url, viewport={"width": width, "height": height}, locale="pt-BR")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{live.url}/entrar")
        page.fill("input[name=login]", actor.login)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url(f"{live.url}/")
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert not problems


@pytest.fixture
def desk(live: Live, enter: Callable[..., Page], staff: Callable[..., Actor]) -> Page:
    """An open ficha in the browser of a desk officer called `maria`."""
    page = enter(staff("ATENDENTE", login="maria"))
    open_ficha(page, live)
    return page


def open_ficha(page: Page, live: Live) -> None:
    """Go to a new ficha and wait until its script is at work."""
    page.goto(f"{live.url}/atendimentos/novo")
    page.wait_for_selector("input[name=p0-nome_social]:focus")


def save_and_wait(page: Page) -> None:
    """Save with the keyboard and wait for the page of the record."""
    page.keyboard.press("Control+Enter")
    page.wait_for_url(RECORD)
