"""Rules of the source: secrets are compared in constant time, and nothing dangerous is imported."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[3] / "sisetp"
SECRET = re.compile(r"(^|_)(tag|tags|mac|macs|hmac|commitment|commitments|okm)(_|$)")
FORBIDDEN_MODULES = {"random", "pickle", "marshal", "shelve", "dill"}
INVENTING = ("demonstracao", "demo")
"""Modules that invent demonstration people may draw from a seeded generator; they hold no secret."""
TIME_TYPE = "(TypeDecorator[datetime])"
"""The one kind of column type allowed to transform a value: a moment says nothing about a person by itself."""


def names_in(node: ast.expr) -> Iterator[str]:
    """Yield the identifiers that name what is compared, not those of what it is computed from."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Call):
        one_shot_hmac = isinstance(node.func, ast.Name) and node.func.id == "digest"
        yield from ("hmac",) if one_shot_hmac else names_in(node.func)
    elif isinstance(node, ast.Subscript):
        yield from names_in(node.value)
        if isinstance(node.slice, ast.Constant):
            yield str(node.slice.value)


def faults(source: str, *, inventing: bool = False) -> list[str]:
    """Return what the source does that it must not."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source.replace(TIME_TYPE, ""))):
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            sides = [node.left, *node.comparators]
            found += [f"compares {n}" for side in sides for n in names_in(side) if SECRET.search(n.lower())]
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            modules = [node.module or ""]
        allowed = {"random"} if inventing else set()
        found += [f"imports {m}" for m in modules if m.split(".")[0] in FORBIDDEN_MODULES - allowed]
        if isinstance(node, ast.keyword) and node.arg == "echo" and not is_false(node.value):
            found.append("echoes statements")
        if isinstance(node, ast.Name | ast.Attribute) and "TypeDecorator" in names_in(node):
            found.append("uses TypeDecorator")
    return found


def is_false(node: ast.expr) -> bool:
    """Tell whether the expression is the constant False."""
    return isinstance(node, ast.Constant) and node.value is False


@pytest.mark.parametrize(
    "bad",
    [
        "if mac == other: pass",
        "ok = blob[3:] != self.commitment",
        "ok = expected_tag == x",
        "ok = digest(k, m, 'sha256') == x",
        "ok = row['mac'] == x",
        "import random",
        "from random import choice",
        "import pickle as p",
        "create_engine(url, echo=True)",
        "create_engine(url, echo=flag)",
        "class Sealed(TypeDecorator): pass",
        "class Sealed(types.TypeDecorator): pass",
        "class Sealed(TypeDecorator[str]): pass",
    ],
)
def test_the_rules_see_what_they_forbid(bad: str) -> None:
    assert faults(bad)


def test_the_rules_let_ordinary_code_pass() -> None:
    assert not faults("import secrets\nif compare_digest(mac, other) and stage == machine: create(echo=False)")
    assert not faults("class UtcDateTime(TypeDecorator[datetime]): pass")
    assert not faults("if sha256(blob).digest() == recorded.digest: pass")
    assert not faults("from random import Random", inventing=True)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_source_keeps_the_rules(path: Path) -> None:
    inventing = any(part.removesuffix(".py") in INVENTING for part in path.relative_to(SOURCE).parts)
    assert not faults(path.read_text(), inventing=inventing)
