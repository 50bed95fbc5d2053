"""`sisetp encaminhamento vencer`: ends what nobody answered, once, and says so in the trail."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sisetp.app import create_app
from sisetp.config import load_settings
from tests.support.clock import MovableClock
from tests.support.encaminhamentos import sent
from tests.support.installation import close
from tests.support.shell import DONE, Shell, refused, shell_over
from tests.support.staff import add_staff


@pytest.fixture
def shell(tmp_path: Path, clock: MovableClock, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    with shell_over(tmp_path / "instancia", clock, capsys) as made:
        yield made


def test_before_the_start_it_says_so(shell: Shell) -> None:
    assert "iniciada" in refused(shell("encaminhamento", "vencer"))


def test_it_ends_what_passed_the_limit_and_runs_twice_alike(shell: Shell, clock: MovableClock) -> None:
    shell("iniciar")
    application = create_app(load_settings(shell.environ), clock=clock, testing=True)
    actor = add_staff(application, "TECNICO", "PAAHM-GRU")
    for _ in range(2):
        sent(application, actor, clock)
    close(application)
    told = "Encaminhamentos encerrados sem retorno"
    assert shell("encaminhamento", "vencer")[:2] == (DONE, f"{told}: 0.\n")
    clock.advance(days=40)
    assert shell("encaminhamento", "vencer")[:2] == (DONE, f"{told}: 2.\n")
    assert shell("encaminhamento", "vencer")[:2] == (DONE, f"{told}: 0.\n")
    code, out, _err = shell("auditoria", "verificar")
    assert code == DONE, out
