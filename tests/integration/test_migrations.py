"""Migrations: up, down and up again; the head is what the models say; a populated installation survives."""

import sqlite3
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from sisetp.access.actor import SystemActor
from sisetp.config import MIGRATIONS, VAULT_MIGRATIONS
from sisetp.db import vault
from sisetp.db.base import Base, db
from sisetp.db.engine import prepare
from sisetp.db.migrate import upgrade_all, vault_config
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.services import audit, demonstracao
from tests.support.clock import MovableClock

SYSTEM = SystemActor(name="operador", units=None)
HEADS = {MIGRATIONS: "0004", VAULT_MIGRATIONS: "0001"}


def test_the_head_is_what_the_models_say(app: Flask) -> None:
    with app.app_context():
        for folder, engine, metadata in (
            (MIGRATIONS, db.engine, Base.metadata),
            (VAULT_MIGRATIONS, current_runtime().vault.engine, vault.metadata),
        ):
            with engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={"compare_type": True, "include_schemas": False})
                assert context.get_current_revision() == HEADS[folder]
                assert compare_metadata(context, metadata) == []


def test_a_missing_column_would_be_seen(app: Flask) -> None:
    with app.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE posto DROP COLUMN fim")
        with db.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), Base.metadata)


def test_down_and_up_again(app: Flask) -> None:
    with app.app_context():
        flask_migrate.downgrade(directory=str(MIGRATIONS), revision="base")
        command.downgrade(vault_config(), "base")
        assert tables() == {"alembic_version"}
        upgrade_all()
        assert set(Base.metadata.tables) <= tables()
        with unit_of_work(SYSTEM, read_only=True) as session:
            assert audit.verify(session).eventos == 0


def test_a_populated_installation_survives_another_upgrade(app: Flask, clock: MovableClock) -> None:
    with app.app_context():
        demonstracao.seed(ambiente="demonstracao", pessoas=40, semente=3, clock=clock)
        with unit_of_work(SYSTEM, read_only=True) as session:
            before = audit.verify(session)
        upgrade_all()
        with unit_of_work(SYSTEM, read_only=True) as session:
            after = audit.verify(session)
    assert before == after
    assert after.breaches == ()
    assert after.eventos > 100


@pytest.mark.parametrize("folder", [MIGRATIONS, VAULT_MIGRATIONS])
def test_revisions_are_numbered_in_one_line(folder: Path) -> None:
    script = ScriptDirectory(str(folder))
    revisions = [revision.revision for revision in script.walk_revisions()][::-1]
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]
    assert revisions[-1] == HEADS[folder]
    names = sorted(path.name for path in (folder / "versions").glob("*.py"))
    assert [name.split("_")[0] for name in names] == revisions


def test_sqlite_checks_references_again_after_a_migration(app: Flask, backend: str) -> None:
    with app.app_context():
        upgrade_all()
        if backend == "sqlite":
            with db.engine.connect() as connection:
                assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
        with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO posto (unidade_id, nome) VALUES (9999, 'Guichê')"))


def test_sqlite_waits_for_the_disk_before_it_says_that_something_is_kept(tmp_path: Path) -> None:
    engine = prepare(sa.create_engine(f"sqlite:///{tmp_path / 'sisetp.db'}"))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2  # FULL; the tests' own is relaxed
    engine.dispose()


def test_sqlite_keeps_no_deleted_bytes(app: Flask, backend: str) -> None:
    with app.app_context():
        path = db.engine.url.database
        assert path is not None
        assert (backend == "sqlite") is Path(path).exists()
        if backend == "sqlite":
            with db.engine.connect() as connection:
                assert connection.exec_driver_sql("PRAGMA secure_delete").scalar_one() == 1
            assert sqlite3.sqlite_version_info >= (3, 35)


def tables() -> set[str]:
    with db.engine.connect() as connection, current_runtime().vault.engine.connect() as other:
        return set(sa.inspect(connection).get_table_names()) | set(sa.inspect(other).get_table_names())
