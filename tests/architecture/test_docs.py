"""The documentation tells the truth: settings, commands, links, images and tests it names exist; none is missing."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from sisetp.cli import raiz
from tests.architecture.places import ROOT, files, relative

DOCS = ROOT / "docs"
INSTALLING = DOCS / "operacao" / "instalacao.md"
COMMANDS = DOCS / "operacao" / "comandos.md"
SECURITY = DOCS / "seguranca.md"
TOP = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "instance/README.md", "reports/README.md")
MAX_IMAGES_KB = 4096

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_SETTING = re.compile(r"SISETP_[A-Z_]+")
_CITED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
_CITED_COMMAND = re.compile(r"(?<!-[ugo] )\bsisetp ((?:[a-z]+ )?[a-z]+)(?=[`\s])")


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    read = set(_SETTING.findall(_text(ROOT / "sisetp" / "config.py")))
    written = {name for page in (INSTALLING, ROOT / "README.md") for name in _SETTING.findall(_text(page))}
    assert read <= set(_SETTING.findall(_text(INSTALLING)))
    assert written <= read


def test_every_command_has_its_section() -> None:
    titles = set(re.findall(r"(?m)^## `(sisetp [^`]+)`$", _text(COMMANDS)))
    assert titles == set(_commands(raiz, "sisetp"))


def test_no_page_names_a_command_that_does_not_exist() -> None:
    known = {path.removeprefix("sisetp ") for path in _commands(raiz, "sisetp")}
    firsts = {path.split()[0] for path in known}
    wrong = [
        f"{relative(page)}: sisetp {named}"
        for page in _pages()
        for code in re.findall(r"(?s)```.*?```|`[^`\n]+`", _text(page))
        for named in _CITED_COMMAND.findall(code + " ")
        if named not in known and named.split()[0] not in firsts
    ]
    assert wrong == []


@pytest.mark.parametrize("name", [*TOP, *(relative(path) for path in files(DOCS, ".md"))])
def test_every_internal_link_and_image_exists(name: str) -> None:
    source = ROOT / name
    broken = [target for target in _links(source) if not _reaches(source, target)]
    assert broken == []


def test_images_are_light_and_each_has_its_phone_twin() -> None:
    images = set((DOCS / "manual" / "imagens").glob("*.png"))
    wide = {path for path in images if not path.stem.endswith("-celular")}
    assert sum(path.stat().st_size for path in images) <= MAX_IMAGES_KB * 1024
    assert {path.stem for path in images - wide} == {f"{path.stem}-celular" for path in wide}


def test_every_image_is_shown_by_some_page() -> None:
    shown = {
        (page.parent / target).resolve() for page in _pages() for target in _links(page) if target.endswith(".png")
    }
    wide = {path for path in (DOCS / "manual" / "imagens").glob("*.png") if not path.stem.endswith("-celular")}
    assert sorted(path.name for path in wide - shown) == []


def test_every_security_test_that_is_cited_exists() -> None:
    cited = _CITED_TEST.findall(_text(SECURITY))
    assert len(cited) >= 40
    missing = [
        f"{path}::{name}"
        for path, name in cited
        if not (ROOT / path).exists() or not re.search(rf"(?m)^\s*def {name}\(", _text(ROOT / path))
    ]
    assert missing == []


def test_the_threat_table_is_whole() -> None:
    assert re.findall(r"(?m)^\| (T\d+) \|", _text(SECURITY)) == [f"T{number}" for number in range(1, 15)]


def test_the_front_page_names_the_two_commands() -> None:
    readme = _text(ROOT / "README.md")
    assert re.search(r"(?m)^make run\b", readme)
    assert re.search(r"(?m)^make test\b", readme)
    assert "O que ainda não faz" in readme


def test_what_changed_and_is_not_out_yet_has_a_place() -> None:
    assert "## [Não lançado]" in _text(ROOT / "CHANGELOG.md")


def test_every_target_of_make_that_is_named_exists() -> None:
    targets = set(re.findall(r"(?m)^([a-z][a-z-]*):", _text(ROOT / "Makefile")))
    named = {name for page in _pages() for name in re.findall(r"`make ([a-z-]+)", _text(page))}
    assert named <= targets


def _commands(command: click.Command, path: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from _commands(child, f"{path} {name}")
    else:
        yield path


def _pages() -> Iterator[Path]:
    yield from (ROOT / name for name in TOP)
    yield from files(DOCS, ".md")


def _links(page: Path) -> list[str]:
    without_code = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", _text(page))
    found: list[str] = _LINK.findall(without_code)
    return [target for target in found if "://" not in target and not target.startswith("mailto:")]


def _reaches(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    goal = (page.parent / path).resolve() if path else page
    if not goal.exists():
        return False
    return not anchor or anchor in _anchors(goal)


@cache
def _anchors(page: Path) -> frozenset[str]:
    """Anchors as the repository's page shows them: titles in lower case, blanks as hyphens, and the explicit ones."""
    text = re.sub(r"(?s)```.*?```", "", _text(page))
    titles = re.findall(r"(?m)^#{1,6} (.+)$", text)
    return frozenset({_slug(title) for title in titles} | set(re.findall(r'<a id="([^"]+)"', text)))


def _slug(title: str) -> str:
    plain = re.sub(r"<[^>]+>|`", "", title).strip().lower()
    kept = "".join(letter for letter in plain if letter in " -_" or unicodedata.category(letter)[0] in "LN")
    return kept.replace(" ", "-")


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
