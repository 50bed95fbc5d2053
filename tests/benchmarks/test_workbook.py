"""The national workbook at its largest: 100 000 aggregate rows of 40 columns, against `DataFrame.to_excel`."""

import json
import subprocess
import sys

from tests.architecture.places import ROOT
from tests.benchmarks.board import Board, number
from tests.benchmarks.workbooks import HEADER

ROWS, FEW = 100_000, 300
SECONDS, MEGABYTES = 35, 100
PEER_AIM = 0.6


def test_a_hundred_thousand_rows(board: Board, enabled: bool) -> None:
    rows = ROWS if enabled else FEW
    ours, peer = measured("ours", rows), measured("pandas", rows)
    name = f"planilha de {rows} linhas × {len(HEADER)} colunas"
    more = f"pandas {number(peer['seconds'])} s"
    board.goal("E5", name, ours["seconds"], "s", SECONDS)
    board.goal("E5", f"{name}: memória a mais", ours["mb"], "MB", MEGABYTES, more=f"pandas {number(peer['mb'])} MB")
    board.goal("E5", f"{name}, sobre DataFrame.to_excel", ours["seconds"] / peer["seconds"], "×", PEER_AIM, more=more)
    assert ours["bytes"] > rows
    assert peer["bytes"] > rows


def measured(way: str, rows: int) -> dict[str, float]:
    """CPU seconds, megabytes added and size of one way, in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.workbooks", way, str(rows)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found
