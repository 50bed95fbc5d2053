"""Places where a marked value could end: logs at their most talkative, temporary files, tables and server files."""

import io
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from sisetp.db.base import db
from sisetp.db.runtime import EXTENSION, DbRuntime
from tests.support.canary import files_of

_TALKATIVE = ("sqlalchemy.engine", "sqlalchemy.pool", "sqlalchemy.orm", "werkzeug", "flask_limiter", "sisetp")
_EMPTY = re.compile(rb"\0{64,}")


@contextmanager
def talkative_logs() -> Iterator[io.StringIO]:
    """Everything that any logger says at DEBUG, with the engines' statements, parameters and rows."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(args)s"))
    loggers = [logging.getLogger(), *map(logging.getLogger, _TALKATIVE)]
    before = [(logger, logger.level, logger.disabled) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.disabled = False
    loggers[0].addHandler(handler)
    try:
        yield said
    finally:
        loggers[0].removeHandler(handler)
        for logger, level, disabled in before:
            logger.setLevel(level)
            logger.disabled = disabled


@dataclass(frozen=True, slots=True)
class Spool:
    """A temporary folder of this process and every path opened for writing in it, also those already unlinked."""

    folder: Path
    opened: list[str]


@contextmanager
def own_temporary_folder(folder: Path) -> Iterator[Spool]:
    """Give this process an empty temporary folder, so that whatever it spools is seen."""
    folder.mkdir()
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    spool = Spool(folder, [])
    _spools.append(spool)
    if len(_hooked) == 0:
        _hooked.append(True)
        sys.addaudithook(_notice)
    try:
        yield spool
    finally:
        _spools.remove(spool)
        tempfile.tempdir = before


_spools: list[Spool] = []
_hooked: list[bool] = []


def _notice(event: str, args: tuple[object, ...]) -> None:
    """Audit hook of the interpreter (PEP 578): it stays, and does nothing while no folder is watched."""
    if event == "open" and _spools and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR):
        for spool in _spools:
            if str(args[0]).startswith(str(spool.folder)):
                spool.opened.append(str(args[0]))


def engines(app: Flask) -> tuple[sa.Engine, sa.Engine]:
    """Engines of the main database and of the vault."""
    runtime: DbRuntime = app.extensions[EXTENSION]
    with app.app_context():
        return db.engine, runtime.vault.engine


def stored(app: Flask) -> Iterator[tuple[str, bytes]]:
    """All that both databases keep: files of the instance with journals, or dumps and files of the server."""
    yield from files_of(Path(app.instance_path))
    for engine in engines(app):
        if engine.dialect.name == "postgresql":
            yield from _dumped(engine)
            yield from _server_files(engine)


def _dumped(engine: sa.Engine) -> Iterator[tuple[str, bytes]]:
    """Every table through COPY, as text and as binary."""
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        for table in sa.inspect(connection).get_table_names():
            for form in ("text", "binary"):
                with cursor.copy(f"COPY {table} TO STDOUT (FORMAT {form})") as copy:
                    yield f"{engine.url.database}.{table} ({form})", b"".join(copy)


def is_of_server(place: str) -> bool:
    """Tell whether a place is the statement log of a database server, which here is made to keep every parameter."""
    return place.endswith("/pg/log")


def _server_files(engine: sa.Engine) -> Iterator[tuple[str, bytes]]:
    """Files of the database, write-ahead log and messages of the server, after a checkpoint."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        data = Path(str(connection.exec_driver_sql("SHOW data_directory").scalar()))
        oid = connection.exec_driver_sql("SELECT oid FROM pg_database WHERE datname = current_database()").scalar()
    for name, content in files_of(data / "base" / str(oid), data / "pg_wal", data / "pg_stat"):
        yield name, _EMPTY.sub(b"\0", content)
    yield str(data / "log"), (data / "log").read_bytes()


def make_server_talkative(app: Flask) -> None:
    """On PostgreSQL, write every statement with its parameters into the server's log, also those that fail."""
    for engine in engines(app):
        if engine.dialect.name == "postgresql":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for setting in ("log_statement = 'all'", "log_parameter_max_length = -1"):
                    connection.exec_driver_sql(f"ALTER DATABASE {engine.url.database} SET {setting}")
            engine.dispose()


def text_of(error: BaseException | None) -> str:
    """All that an exception and its causes could print in a crash report, parameters of statements included."""
    parts = []
    while error is not None:
        parts += [str(error), repr(error), repr(error.args), repr(getattr(error, "params", None))]
        error = error.__cause__ or error.__context__
    return "\n".join(parts)
