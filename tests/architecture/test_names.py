"""Files are named for a domain noun, and stay short enough to read at one sitting."""

import ast
import re

import pytest

from tests.architecture.places import PACKAGE, ROOT, WEB, files, relative

KIND_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "managers", "base_service"}
LIMIT = 300
TEMPLATE_LIMIT = 150
REASON = "Longer than the limit because"
# An Actor is who signed in; Identity is not a word of this code (architecture, section 6).
CLASS_NAMES = re.compile(r"^(Victim|Vitima|Identity|.*(Helper|Manager|Util)s?)$")


def test_no_file_is_named_for_a_kind() -> None:
    assert [relative(path) for path in files(PACKAGE, ".py") if path.stem in KIND_NAMES] == []


def test_no_class_has_a_name_out_of_the_glossary() -> None:
    found = [
        f"{relative(path, node.lineno)} {node.name}"
        for path in files(PACKAGE, ".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and CLASS_NAMES.match(node.name)
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["sisetp", "tests", "migrations"])
def test_files_are_short(folder: str) -> None:
    too_long = []
    for path in files(ROOT / folder, ".py", ".js", ".css", ".mjs"):
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > LIMIT and not any(REASON in line for line in lines[:15]):
            too_long.append(f"{relative(path)}: {len(lines)} lines")
    assert too_long == [], f"split these, or write «{REASON} …» in their first lines"


def test_templates_are_short() -> None:
    too_long = [
        f"{relative(path)}: {count} lines"
        for path in files(WEB / "templates", ".html")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > TEMPLATE_LIMIT
    ]
    assert too_long == []
