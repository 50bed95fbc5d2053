"""Benchmarks report and never fail a build; without `--benchmark-enable` they run small, only to show that they run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sisetp.app import load_keys
from sisetp.crypto.sealed import Sealer
from tests.benchmarks.board import HEADER, Board
from tests.benchmarks.report import goal_rows, rewritten
from tests.support.installation import Template

BOARD = pytest.StashKey[Board]()
REPORT = Path(__file__).resolve().parents[2] / "docs" / "operacao" / "desempenho.md"
PEOPLE = 200_000
FEW = 300


@pytest.fixture(scope="session")
def enabled(pytestconfig: pytest.Config) -> bool:
    """Whether `make bench` asks for the full sizes."""
    return bool(pytestconfig.getoption("benchmark_enable"))


@pytest.fixture(scope="session")
def people(enabled: bool) -> int:
    """How many people the big population has."""
    return int(os.environ.get("SISETP_BENCH_PEOPLE", PEOPLE)) if enabled else FEW


@pytest.fixture
def count(enabled: bool) -> int:
    """How many requests of each kind are timed."""
    return 120 if enabled else 3


@pytest.fixture(scope="session")
def board(pytestconfig: pytest.Config) -> Board:
    """Where figures are written."""
    return pytestconfig.stash.setdefault(BOARD, Board())


@pytest.fixture(scope="session")
def sealer(sqlite_template: Template) -> Iterator[Sealer]:
    """Keys of a fresh installation."""
    made = load_keys(sqlite_template.settings)
    yield made
    made.forget()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    board = config.stash.get(BOARD, None)
    if board is None or not (board.figures or board.goals):
        return
    terminalreporter.section("SISETP")
    rows = [HEADER, *(figure.cells for figure in board.figures)] if board.figures else []
    widths = [max(len(row[index]) for row in rows) for index in range(len(HEADER))] if rows else []
    for row in rows:
        terminalreporter.write_line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    for note in board.notes:
        terminalreporter.write_line(f"- {note}")
    for line in goal_rows(board.goals, []) if board.goals else ():
        terminalreporter.write_line(line)
    if os.environ.get("SISETP_BENCH_REPORT") == "1":
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        before = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
        REPORT.write_text(rewritten(before, board), encoding="utf-8")
        terminalreporter.write_line(f"Relatório escrito em {REPORT.name}.")
