"""Operator commands run in this process, over an instance folder of their own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from sisetp.app import create_app, create_statistics_app, root_provider
from sisetp.cli import run
from sisetp.config import Settings
from sisetp.domain.clock import Clock
from sisetp.web import matrix
from tests.support.clock import MovableClock
from tests.support.installation import cheap, close

DONE, REFUSED, BAD_USAGE = 0, 1, 2


@dataclass
class Shell:
    """Runs commands in this process over one instance folder."""

    instance: Path
    clock: MovableClock
    capture: pytest.CaptureFixture[str]
    made: list[Flask]

    def __call__(self, *args: str) -> tuple[int, str, str]:
        def factory(settings: Settings, *, clock: Clock) -> Flask:
            self.made.append(cheap(create_app(settings, clock=clock, testing=True)))
            return self.made[-1]

        def counting(settings: Settings, *, clock: Clock) -> Flask:
            self.made.append(cheap(create_statistics_app(settings, clock=clock)))
            return self.made[-1]

        self.capture.readouterr()
        code = run(
            create_app=factory,
            create_statistics_app=counting,
            root_provider=root_provider,
            harden=lambda folder: None,
            permissions=matrix.as_markdown,
            args=args,
            environ=self.environ,
            clock=self.clock,
        )
        out, err = self.capture.readouterr()
        return code, out, err

    @property
    def environ(self) -> dict[str, str]:
        return {"SISETP_INSTANCE": str(self.instance)}


@contextmanager
def shell_over(folder: Path, clock: MovableClock, capture: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    """A shell over an instance folder that does not exist yet."""
    mask = os.umask(0o022)
    made = Shell(folder, clock, capture, [])
    yield made
    for application in made.made:
        close(application)
    os.umask(mask)


def refused(result: tuple[int, str, str]) -> str:
    """The one line that says why."""
    code, _out, err = result
    lines = [line for line in err.splitlines() if line and not line.startswith("{")]
    assert code == REFUSED
    assert len(lines) == 1, err
    assert "Traceback" not in err
    return lines[0]
