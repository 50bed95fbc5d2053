"""`sisetp periodo situacao`: the table of states that operators read."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.clock import MovableClock
from tests.support.shell import DONE, Shell, refused, shell_over


@pytest.fixture
def shell(tmp_path: Path, clock: MovableClock, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    with shell_over(tmp_path / "instancia", clock, capsys) as made:
        yield made


def test_operators_read_states_and_no_number(shell: Shell, clock: MovableClock) -> None:
    """Begun on 20 November 2026: on 11 December every unit is one day late with November."""
    shell("iniciar")
    clock.instant += timedelta(days=21)
    code, out, _err = shell("periodo", "situacao")
    assert code == DONE
    head, *lines = out.splitlines()
    assert head.split() == ["2026", "jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"]
    assert len(lines) == 26
    assert lines[0].split() == ["NETP-AC", *["-"] * 10, "aberto!", "em", "curso"]
    assert shell("periodo", "situacao", "--ano", "2026")[1] == out
    assert "Não há períodos" in refused(shell("periodo", "situacao", "--ano", "2019"))
