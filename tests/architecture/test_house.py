"""The Makefile explains itself, and nothing committed tells on which machine it was written."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.places import ROOT, files, relative

TEXT = (".py", ".md", ".cfg", ".toml", ".html", ".js", ".mjs", ".css", ".json", ".csv", ".txt", ".ini", ".mako")
TOP_LEVEL = ("Makefile", "setup.cfg", "pyproject.toml", ".gitignore", ".ci/run", "README.md", "CHANGELOG.md")
FOLDERS = ("sisetp", "tests", "docs", "migrations", "reports")
MACHINE = re.compile(r"(?<![\w.\-])/(?:work|home|root)/|/tmp/[a-z]+/|\.\./shared|pypi\.org|pythonhosted|npmjs\.")
SELF = Path(__file__).resolve()


def test_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z][a-z-]*):", makefile))
    declared = set(re.findall(r"(?m)^\.PHONY: (.*)$", makefile)[0].split())
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = {line.split()[1] for line in shown.splitlines() if line.startswith("  make ")}
    assert targets == declared == listed


def test_the_readme_test_command_is_what_verification_calls() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"(?m)^make test$", script)
    assert re.search(r"(?m)^make test-longo$", script)


def test_nothing_names_the_machine_it_was_written_on() -> None:
    found = [
        f"{relative(path, number)}: {match.group()}"
        for path in _committed()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := MACHINE.search(line))
    ]
    assert found == []


def _committed() -> Iterator[Path]:
    yield from (path for name in TOP_LEVEL if (path := ROOT / name).exists())
    for folder in FOLDERS:
        if (ROOT / folder).is_dir():
            yield from (path for path in files(ROOT / folder, *TEXT) if path != SELF)
