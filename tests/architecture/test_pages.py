"""Pages obey the strict content policy, keep neutral words, and leave only after what was read is written down."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.places import TEMPLATES, WEB, files, relative

INLINE = {
    "style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "script without a file": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+false"),
}
MARKUP_FROM_SCRIPT = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b|\beval\(|new Function\(")
KEPT_BY_BROWSER = re.compile(r"\b(localStorage|sessionStorage|indexedDB|document\.cookie)\b")
# The name of a field inside an expression is read by nobody; its title comes from the catalogue, for NETP staff.
FIELD_NAME = re.compile(r"\bstatus_vitima\b")
LOADED_WORDS = re.compile(r"v[ií]tima|tr[aá]fico", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def test_templates_have_no_inline_style_or_script() -> None:
    found = [
        f"{relative(path)}: {what}"
        for path in files(TEMPLATES, ".html")
        for what, pattern in INLINE.items()
        if pattern.search(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_page_titles_never_carry_data() -> None:
    title = re.compile(r"\{%\s*block titulo\s*%\}(.*?)\{%\s*endblock", re.DOTALL)
    found = [
        relative(path)
        for path in files(TEMPLATES, ".html")
        for text in title.findall(path.read_text(encoding="utf-8"))
        if "{{" in text
    ]
    assert found == []


def test_screens_use_neutral_words() -> None:
    found = [
        f"{relative(path)}: {match.group()}"
        for path in files(TEMPLATES, ".html")
        for match in LOADED_WORDS.finditer(FIELD_NAME.sub("", COMMENT.sub("", path.read_text(encoding="utf-8"))))
    ]
    assert found == []


def test_scripts_build_nodes_and_keep_nothing() -> None:
    found = [
        f"{relative(path)}: {match.group()}"
        for path in files(WEB / "static", ".js")
        for pattern in (MARKUP_FROM_SCRIPT, KEPT_BY_BROWSER)
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_page_is_rendered_inside_a_unit_of_work() -> None:
    """The audit event of an opening is committed when the block ends: a page made inside it would leave too early."""
    found = [
        relative(path, line)
        for path in files(WEB, ".py")
        for line in rendered_too_early(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_rule_on_rendering_sees_through_a_function() -> None:
    source = (
        "def page(): return render_template('x.html')\n"
        "def view():\n"
        "    with unit_of_work(actor) as session:\n"
        "        return page()\n"
    )
    assert list(rendered_too_early(source)) == [4]


def rendered_too_early(source: str) -> Iterator[int]:
    """Lines that render inside `with unit_of_work(…)`, themselves or through a function of the same module."""
    tree = ast.parse(source)
    renderers = {"render_template", "render_template_string", "stream_template"}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    while grown := {f.name for f in functions if renderers & _called(f)} - renderers:
        renderers |= grown
    for block in ast.walk(tree):
        if isinstance(block, ast.With) and any("unit_of_work" in _called(item.context_expr) for item in block.items):
            for statement in block.body:
                yield from (call.lineno for call in _calls(statement) if _name(call) in renderers)


def _calls(node: ast.AST) -> list[ast.Call]:
    return [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]


def _called(node: ast.AST) -> set[str]:
    return {_name(call) for call in _calls(node)}


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
