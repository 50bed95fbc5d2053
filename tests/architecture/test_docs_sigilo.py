"""The page on statistical secrecy lists every attack of the design, each with tests that exist and bear its number."""

import re

import pytest

from tests.architecture.places import ROOT

PAGE = ROOT / "docs" / "sigilo-estatistico.md"
WANTED = [
    f"{family}{number}"
    for family, last in zip("TGOCFL", (7, 5, 5, 11, 12, 7), strict=True)
    for number in range(1, last + 1)
]

_ROW = re.compile(r"(?m)^\| ([TGOCFL]\d+) \| ([^|]+) \| ([^|]+) \|$")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_attack_has_its_row_once() -> None:
    assert [code for code, _, _ in _rows()] == WANTED


@pytest.mark.parametrize("code", WANTED)
def test_every_attack_names_tests_that_exist(code: str) -> None:
    named = [test for row, _, cell in _rows() if row == code for test in _TEST.findall(cell)]
    assert named
    for path, name in named:
        assert re.search(rf"(?m)^def {name}\(", (ROOT / path).read_text(encoding="utf-8")), f"{path}::{name}"
        assert re.search(rf"_{code.lower()}(_|$)", name), f"{name} does not bear the number of {code}"


def _rows() -> list[tuple[str, str, str]]:
    return _ROW.findall(PAGE.read_text(encoding="utf-8"))
