"""An installation of every earlier release is kept: it is brought to this one, nothing is lost, and back."""

import os
import sqlite3
import tarfile
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest

from sisetp.app import create_app
from sisetp.config import MIGRATIONS, load_settings
from tests.support.clock import MovableClock
from tests.support.installation import close
from tests.support.shell import DONE, Shell, refused, shell_over

OLD = Path(__file__).parent.parent / "data"
RELEASES = sorted(path.name for path in OLD.glob("*.tar.xz"))


@pytest.fixture(params=RELEASES)
def old(
    request: pytest.FixtureRequest, tmp_path: Path, clock: MovableClock, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shell]:
    """A shell over the installation of an earlier release."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    with tarfile.open(OLD / request.param) as archive:
        archive.extractall(folder, filter="tar")
    with shell_over(folder, clock, capsys) as shell:
        yield shell


def rows(shell: Shell, tables: set[str]) -> dict[str, list[tuple[object, ...]]]:
    """Every row of some tables, by their columns of before."""
    with sqlite3.connect(shell.instance / "sisetp.db") as connection:
        found = {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}
    connection.close()
    return found


def names(shell: Shell) -> set[str]:
    """Tables of the main database that hold records."""
    with sqlite3.connect(shell.instance / "sisetp.db") as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        found = {name for (name,) in connection.execute(query)}
    connection.close()
    return found - {"alembic_version"}


def revision_of(shell: Shell) -> str:
    """Migration that the main database is at."""
    with sqlite3.connect(shell.instance / "sisetp.db") as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return str(found)


def test_an_installation_of_an_earlier_release_is_upgraded_with_its_data(old: Shell) -> None:
    tables = names(old)
    before = rows(old, tables)
    assert before["atendimento"]
    assert old("migrar")[0] == DONE
    after = rows(old, tables)
    for table in tables - {"pessoa"}:
        assert after[table] == before[table]
    before_ids = [row[0] for row in before["pessoa"]]
    assert [row[0] for row in after["pessoa"]] == before_ids
    code, out, _err = old("auditoria", "verificar")
    assert code == DONE
    assert "todos os selos" in out
    code, out, _err = old("chaves", "situacao")
    assert code == DONE
    assert "vinculo" in out  # the key that a new kind of link needs was made for every unit
    assert old("migrar")[0] == DONE


def test_an_old_installation_is_not_served_before_it_is_upgraded(old: Shell) -> None:
    assert "migrar" in refused(old("servir"))


def test_the_upgrade_goes_back_with_the_data(old: Shell) -> None:
    tables, release = names(old), revision_of(old)
    before = rows(old, tables)
    assert old("migrar")[0] == DONE
    settings = load_settings({**os.environ, **old.environ})
    app = create_app(settings, clock=old.clock, testing=True)
    with app.app_context():
        flask_migrate.downgrade(directory=str(MIGRATIONS), revision=release)
    close(app)
    assert names(old) == tables
    assert rows(old, tables) == before
    assert old("migrar")[0] == DONE
    assert "todos os selos" in old("auditoria", "verificar")[1]
