"""The page of figures keeps what was not measured again."""

from tests.benchmarks.board import Board, Figure
from tests.benchmarks.report import rewritten


def board_with(code: str, value: float) -> Board:
    board = Board()
    board.goal(code, f"medida {code}", value, "s", 2)
    return board


def test_measured_lines_replace_the_ones_before_and_the_others_stay() -> None:
    page = rewritten("", board_with("B10", 1))
    page = rewritten(page, board_with("B2", 3))
    page = rewritten(page, board_with("B10", 4))
    rows = [line for line in page.splitlines() if line.startswith("| B")]
    assert [row.split(" | ")[0] for row in rows] == ["| B2", "| B10"]
    assert "`test_measured_lines_replace_the_ones_before_and_the_others_stay`" in rows[0]
    assert "3,00 s — NÃO atingida" in rows[0]
    assert "4,00 s — NÃO atingida" in rows[1]


def test_each_part_is_written_by_who_measures_it() -> None:
    board = Board(figures=[Figure(metric="página", ours="1", peer="—", value=1, unit="ms")])
    page = rewritten(rewritten("", board), board_with("B1", 1))
    assert "| página |" in page
    assert page.count("## Estatística e sigilo") == 1
    board.figures[0] = Figure(metric="outra", ours="1", peer="—", value=1, unit="ms")
    page = rewritten(page, board)
    assert ("| página |" in page, "| outra |" in page, "| B1 |" in page) == (False, True, True)
