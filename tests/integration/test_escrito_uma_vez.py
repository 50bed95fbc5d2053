"""Rows that are written once: no statement changes, replaces or removes them, not even one that has another name."""

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from sisetp.db.base import db

EXTERNAL = (
    "INSERT INTO publicacao_externa (id, ano, fonte, descricao, forma_hash, forma, minimo, maximo, registrada_por, "
    "created_at) VALUES (1, 2026, 'Fonte', 'Descrição', 'ab', '{}', :minimo, NULL, 'teste', '2026-01-01 00:00:00+00')"
)
SWAPS = {
    "sqlite": (
        EXTERNAL.replace("INSERT", "INSERT OR REPLACE", 1),
        EXTERNAL.replace("INSERT", "REPLACE", 1),
        f"{EXTERNAL} ON CONFLICT (id) DO UPDATE SET minimo = excluded.minimo",
        "UPDATE OR REPLACE publicacao_externa SET minimo = :minimo",
        "DELETE FROM publicacao_externa WHERE :minimo > 0",
    ),
    "postgresql": (
        f"{EXTERNAL} ON CONFLICT (id) DO UPDATE SET minimo = excluded.minimo",
        "UPDATE publicacao_externa SET minimo = :minimo",
        "DELETE FROM publicacao_externa WHERE :minimo > 0",
        "TRUNCATE publicacao_externa",
    ),
}


def test_no_statement_swaps_a_row_that_is_written_once(app: Flask) -> None:
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text(EXTERNAL), {"minimo": 5})
        for statement in SWAPS[db.engine.dialect.name]:
            with pytest.raises(DBAPIError, match="escrito uma vez"), db.engine.begin() as connection:
                connection.execute(text(statement), {"minimo": 99})
        with db.engine.connect() as connection:
            assert kept(connection) == [5]


def kept(connection: Connection) -> list[int]:
    return list(connection.execute(text("SELECT minimo FROM publicacao_externa")).scalars())
