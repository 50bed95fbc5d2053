"""Help, bad usage and the page of commands: Portuguese from heading to option; one program under two names."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sisetp.cli import raiz
from sisetp.cli.comandos import commands_page
from sisetp.config import ROOT
from tests.support.clock import MovableClock
from tests.support.shell import BAD_USAGE, DONE, REFUSED, Shell, shell_over


@pytest.fixture
def shell(tmp_path: Path, clock: MovableClock, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    with shell_over(tmp_path / "instancia", clock, capsys) as made:
        yield made


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("voar",),
        ("unidade",),
        ("unidade", "criar"),
        ("unidade", "criar", "NETP-XX", "--nome"),
        ("servir", "--porta", "abc"),
        ("servir", "--porta", "0"),
        ("iniciar", "--ambiente", "teste"),
        ("demonstracao", "--pessoas", "0"),
        ("demonstracao", "--semente", "x"),
        ("auditoria", "verificar", "--tudo"),
        ("auditoria", "verificar", "sobra"),
    ],
)
def test_bad_usage_is_two_and_speaks_portuguese(shell: Shell, args: tuple[str, ...]) -> None:
    code, out, err = shell(*args)
    assert code == BAD_USAGE
    assert not out
    assert "Uso" in err
    assert not re.search(r"Usage|Error|Try|Options|Missing|Invalid", err)


def commands(command: click.Command, path: str = "sisetp") -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from commands(child, f"{path} {name}")
    else:
        yield path, command


@pytest.mark.parametrize(("path", "command"), list(commands(raiz)))
def test_every_command_has_help_in_portuguese_and_a_place_in_the_page(path: str, command: click.Command) -> None:
    page = (ROOT / "docs" / "operacao" / "comandos.md").read_text(encoding="utf-8")
    assert f"## `{path}`" in page
    assert command.help
    assert command.help.strip().endswith((".", "."))
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name


def test_the_page_of_commands_is_what_the_code_says() -> None:
    page = (ROOT / "docs" / "operacao" / "comandos.md").read_text(encoding="utf-8")
    assert page == commands_page(raiz), "run `make docs`"


@pytest.mark.parametrize("args", [("--ajuda",), ("unidade", "--help"), ("servir", "-h")])
def test_help_is_portuguese_from_heading_to_option(shell: Shell, args: tuple[str, ...]) -> None:
    code, out, _err = shell(*args)
    assert code == DONE
    assert out.startswith("Uso: ")
    assert "Mostra esta ajuda e sai." in out
    assert not re.search(r"Usage|Options:|Commands:|Show this|\[OPTIONS\]|COMMAND", out)


@pytest.mark.parametrize(
    ("args", "expected"), [(("--ajuda",), DONE), (("unidade", "listar"), REFUSED), (("x",), BAD_USAGE)]
)
def test_module_and_console_script_are_the_same_program(tmp_path: Path, args: tuple[str, ...], expected: int) -> None:
    environ = {**os.environ, "SISETP_INSTANCE": str(tmp_path / "i")}
    script = Path(sys.executable).with_name("sisetp")
    results = [
        subprocess.run([*program, *args], env=environ, cwd=ROOT, capture_output=True, text=True, check=False)
        for program in ([sys.executable, "-m", "sisetp"], [str(script)])
    ]
    assert [result.returncode for result in results] == [expected, expected]
    assert (results[0].stdout, results[0].stderr) == (results[1].stdout, results[1].stderr)
