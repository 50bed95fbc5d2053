"""Reach behind the ledger: change a row that the database would refuse to change, as somebody with its files could."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Connection, text

from sisetp.db.base import db


@contextmanager
def behind(app: Flask, table: str) -> Iterator[Connection]:
    """A connection for which one table is not written once; its triggers come back at the end."""
    with app.app_context(), db.engine.begin() as connection:
        made = _disarm(connection, table)
        yield connection
        for statement in made:
            connection.execute(text(statement))


def forge(app: Flask, table: str, column: str, value: Any, where: str) -> Any:
    """Change one column of some rows; returns what the first of them had."""
    with behind(app, table) as connection:
        before = connection.execute(text(f"SELECT {column} FROM {table} WHERE {where}")).scalar()
        done = connection.execute(text(f"UPDATE {table} SET {column} = :value WHERE {where}"), {"value": value})
        assert done.rowcount
    return before


def erase(app: Flask, table: str, where: str) -> None:
    """Delete some rows."""
    with behind(app, table) as connection:
        assert connection.execute(text(f"DELETE FROM {table} WHERE {where}")).rowcount


def _disarm(connection: Connection, table: str) -> list[str]:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return [f"ALTER TABLE {table} ENABLE TRIGGER USER"]
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    found = connection.execute(query, {"table": table}).all()
    for name, _sql in found:
        connection.execute(text(f"DROP TRIGGER {name}"))
    return [sql for _name, sql in found]
