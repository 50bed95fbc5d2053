"""What every test shares: where the browser is, and what happens to journeys when there is none."""

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest

pytest_plugins = ["tests.support.fixtures"]

CHROMIUM = Path(os.environ.get("SISETP_CHROMIUM", "/usr/bin/chromium"))
JOURNEYS = Path(__file__).parent / "journeys"
IN_CI = os.environ.get("CI") == "true"
_FULL_COLLECTION = 40  # after so many of the collections that walk the young; Python's own is 10


def pytest_configure(config: pytest.Config) -> None:
    if IN_CI and not CHROMIUM.exists():
        raise pytest.UsageError(f"journeys need Chromium and {CHROMIUM} does not exist")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark journeys by their folder; leave them out, and say so, on a machine without a browser."""
    journeys = [item for item in items if JOURNEYS in item.path.parents]
    for item in journeys:
        item.add_marker("journey")
    if journeys and not CHROMIUM.exists():
        config.hook.pytest_deselected(items=journeys)
        items[:] = [item for item in items if item not in journeys]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Tell the garbage collector that modules and collected tests stay, and to walk all the rest less often.

    Each test leaves an application behind; without this, one second in six goes into looking for what nobody uses.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*gc.get_threshold()[:2], _FULL_COLLECTION)
        gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if JOURNEYS.is_dir() and not CHROMIUM.exists():
        terminalreporter.write_line(
            f"Journeys were NOT run: no browser at {CHROMIUM}. Install chromium or set SISETP_CHROMIUM.", yellow=True
        )


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Launch the machine's Chromium; the sandbox is off because verification also runs as root."""
    return {"executable_path": str(CHROMIUM), "args": ["--no-sandbox"]}
