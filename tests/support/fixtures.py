"""Fixtures shared by integration, web, journeys and benchmarks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.app import create_app
from tests.support import installation
from tests.support.clock import MovableClock
from tests.support.installation import Template, cheap, close, copy_of, make_sqlite_template
from tests.support.made_once import share_builders
from tests.support.rede_congelada import Rede, rede_de
from tests.support.staff import add_staff, sign_in_as

_BOTH = ("integration", "web")

share_builders()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on SQLite everywhere, and on PostgreSQL too in `integration/` and `web/`."""
    if "backend" not in metafunc.fixturenames:
        return
    backends: list[object] = ["sqlite"]
    if metafunc.definition.path.parent.name in _BOTH:
        backends.append(pytest.param("postgres", marks=pytest.mark.postgres))
    metafunc.parametrize("backend", backends)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Initialised installation on SQLite."""
    return make_sqlite_template(tmp_path_factory.mktemp("modelo") / "instancia")


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """Initialised installation on PostgreSQL, started when the first test asks for it."""
    with installation.postgres_template(tmp_path_factory.mktemp("modelo-pg") / "instancia") as template:
        yield template


@pytest.fixture(scope="session")
def rede(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rede]:
    """A network of 600 invented people with one year frozen; nobody writes in it: a test that does takes a copy."""
    with rede_de(600, sqlite_template, tmp_path_factory.mktemp("rede") / "instancia") as made:
        yield made


@pytest.fixture
def clock() -> MovableClock:
    """Clock of the application under test."""
    return MovableClock()


@pytest.fixture
def app(backend: str, clock: MovableClock, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """Application over a fresh copy of an initialised installation with the 26 units and no user."""
    template: Template = request.getfixturevalue(f"{backend}_template")
    with copy_of(template, tmp_path / "instancia") as settings:
        application = cheap(create_app(settings, clock=clock, testing=True))
        yield application
        close(application)


@pytest.fixture
def staff(app: Flask) -> Callable[..., Actor]:
    """`staff(role, unidade="PAAHM-GRU", login=None, profissao=None)` adds a user with a posting in force."""

    def add(role: str, unidade: str | None = "PAAHM-GRU", **more: str | None) -> Actor:
        return add_staff(app, role, unidade, **more)

    return add


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Actor], FlaskClient]:
    """`sign_in(actor)` gives a client signed in through the real form."""
    return lambda actor: sign_in_as(app, actor)


@pytest.fixture
def desk(staff: Callable[..., Actor]) -> Actor:
    """An officer of Guarulhos."""
    return staff("ATENDENTE", "PAAHM-GRU")


@pytest.fixture
def client(desk: Actor, sign_in: Callable[[Actor], FlaskClient]) -> FlaskClient:
    """Her browser."""
    return sign_in(desk)
