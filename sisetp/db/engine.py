"""Engine options and SQLite pragmas shared by the main database and the vault."""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

ENGINE_OPTIONS: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": True}
READ_ONLY = "sisetp_read_only"

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # or INSERT OR REPLACE deletes a row without its DELETE trigger
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA busy_timeout=15000",
    "PRAGMA cache_size=-65536",
)


def engine_options(url: str) -> dict[str, Any]:
    """Options for `create_engine`; `hide_parameters` keeps values out of exception texts."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"timeout": 15}}
    return {**ENGINE_OPTIONS, "connect_args": {"options": "-c synchronous_commit=on"}}


def transaction(engine: Engine, *, read_only: bool, snapshot: bool) -> dict[str, Any]:
    """Execution options of a transaction. SQLite always reads of one moment; PostgreSQL when it is told to."""
    still = snapshot and engine.dialect.name == "postgresql"
    return {READ_ONLY: read_only, **({"isolation_level": "REPEATABLE READ"} if still else {})}


def prepare(engine: Engine) -> Engine:
    """Give a SQLite engine durable, self-cleaning settings and real transactions; leave others as they are.

    Writers take the write lock when the transaction begins, so a read is never upgraded halfway and fails as busy.
    Source: SQLAlchemy documentation of pysqlite, «serializable isolation / savepoints / transactional DDL».
    """
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", _on_connect):
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _on_begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
