"""Imports go down only: the contracts of setup.cfg hold, and so do the rules import-linter cannot express."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.places import PACKAGE, ROOT, WEB, files, relative

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
AREAS = sorted(path.parent.name for path in WEB.glob("*/views.py"))


def test_import_contracts_hold() -> None:
    done = subprocess.run([LINT_IMPORTS, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_areas_of_the_web_do_not_import_each_other() -> None:
    found = [
        f"{relative(path, line)} imports {name}"
        for area in AREAS
        for path in files(WEB / area, ".py")
        for line, name in _imported(path)
        for other in AREAS
        if other != area and f"{name}.".startswith(f"sisetp.web.{other}.")
    ]
    assert found == []


def test_rows_are_asked_for_through_the_scoped_session() -> None:
    """Core tables and raw SQL are not filtered by unit, and may differ between databases: they stay in db/."""
    found = [
        relative(path, line)
        for path in files(PACKAGE, ".py")
        if PACKAGE / "db" not in path.parents
        for line in _unscoped(path)
    ]
    assert found == []


def test_roles_are_compared_in_one_place() -> None:
    """Everyone else asks `permits`."""
    found = [
        relative(path, node.lineno)
        for path in files(PACKAGE, ".py")
        if PACKAGE / "access" not in path.parents
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Compare)
        and any(isinstance(side, ast.Attribute) and side.attr == "role" for side in (node.left, *node.comparators))
    ]
    assert found == []


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imported(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _unscoped(path: Path) -> Iterator[int]:
    yield from (line for line, name in _imported(path) if name in {"sqlalchemy.text", "sqlalchemy.sql.text"})
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Attribute) and node.attr == "__table__":
            yield node.lineno
