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
    board.ratio(
        name, ours["seconds"] / rows, peer["seconds"] / rows, per="linha", of="DataFrame.to_excel", aim=PEER_AIM
    )
    board.notes.append(
        f"{name}: {number(ours['seconds'])} s de processador (meta ≤ {SECONDS}) e {number(ours['mb'])} MB a mais"
        f" (meta ≤ {MEGABYTES}), arquivo de {number(ours['bytes'] / 1e6)} MB;"
        f" pandas {number(peer['seconds'])} s e {number(peer['mb'])} MB."
    )
    assert ours["bytes"] > rows
    assert peer["bytes"] > rows


def measured(way: str, rows: int) -> dict[str, float]:
    """CPU seconds, megabytes added and size of one way, in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.workbooks", way, str(rows)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found
