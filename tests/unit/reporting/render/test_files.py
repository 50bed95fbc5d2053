"""Attacks F1–F5 and F7–F12 on workbooks, rows and packages: a file is a function of what is published in it.

Each has a positive control: the careless file that the attack finds.
Longer than the limit because the page on secrecy names every attack on files here, over one document with a secret.
"""

import ast
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from sisetp.reporting.releases import files
from sisetp.reporting.render import workbook
from sisetp.reporting.render.csv import render_csv
from sisetp.reporting.render.package import render_package
from sisetp.reporting.render.workbook import FORMULA_STARTS, clean, livro
from sisetp.reporting.render.xlsx import render_xlsx
from sisetp.reporting.tables import Celula, Documento, Marca
from tests.architecture.places import PACKAGE, ROOT
from tests.architecture.places import files as python_files
from tests.support.documentos import hostil, publicado, restrito, tabela
from tests.support.planilhas import careless, parts, rows, sheets, where

SECRET, ANOTHER = 7_654_321, 8_123_456
FORM = "f0f0" * 16
RENDERERS = (render_xlsx, render_csv, render_package)
PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|theme/theme1)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/sheet\d+\.xml"
)
Render = Callable[[Documento], bytes]


def document(hidden: int, *, protect: bool = True) -> Documento:
    """A document over a truth with this number under its mark; without protection, in plain sight."""
    truth = [[hidden if (i, j) == (1, 1) else 10 * i + j for j in range(3)] for i in range(4)]
    made = tabela(truth, {(1, 1)} if protect else (), codigo="B1")
    cells = tuple(tuple(replace(cell, forma=FORM) for cell in row) for row in made.celulas)
    return publicado(tabelas=(replace(made, celulas=cells),), destaques=())


def needles(value: int) -> tuple[str, ...]:
    """Ways in which a number is written in files."""
    return str(value), f"{value:,}", f"{value:,}".replace(",", "."), f"{value}.0", f"{value:E}", hex(value)[2:]


def test_f1_no_part_of_a_workbook_holds_a_hidden_number_or_its_form() -> None:
    content = render_xlsx(document(SECRET))
    assert where(content, *needles(SECRET), FORM) == []
    assert where(render_xlsx(document(SECRET, protect=False)), *needles(SECRET))


@pytest.mark.parametrize("way", ["formato", "coluna", "folha", "comentario", "nome"])
def test_f1_positive_control_a_number_made_invisible_is_found(way: str) -> None:
    assert where(careless(document(SECRET), SECRET)[way], *needles(SECRET))


def test_f1_a_workbook_has_no_place_to_hide_anything() -> None:
    content = render_xlsx(document(SECRET))
    assert [name for name in parts(content) if not PARTS.fullmatch(name)] == []
    for xml in sheets(content):
        for word in (' hidden="', "<f>", "dataValidation", "conditionalFormatting", "legacyDrawing", "customProp"):
            assert word not in xml
    assert re.findall(r'formatCode="([^"]*)"', parts(content)["xl/styles.xml"].decode()) in ([], ["#,##0"])
    book = load_workbook(BytesIO(content))
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert list(book.defined_names) == []
    assert careless(document(SECRET), SECRET)["folha"].count(b"sheet2.xml")


def test_f2_a_workbook_says_neither_who_made_it_nor_where_nor_when() -> None:
    found = parts(render_xlsx(document(SECRET)))
    core, app = found["docProps/core.xml"].decode(), found["docProps/app.xml"].decode()
    assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)", core) == []
    assert re.findall(r"<(?:Company|Manager|HyperlinkBase|Template)>([^<]+)", app) == []
    assert set(re.findall(r">(\d{4}-\d\d-\d\dT[^<]+)<", core)) == {"2026-08-20T12:00:00Z"}
    everything = b"".join(found.values())
    for secret in (str(ROOT), tempfile.gettempdir() + "/", os.uname().nodename):
        assert secret.encode() not in everything
    assert "<dc:creator>openpyxl" in parts(careless(document(SECRET), 1)["nome"])["docProps/core.xml"].decode()


def test_f3_no_workbook_is_ever_opened_as_a_template() -> None:
    assert [
        f"{path}:{line}" for path in python_files(PACKAGE, ".py") for line in opening(path.read_text("utf-8"))
    ] == []
    assert list(opening("from openpyxl import load_workbook\n\nload_workbook('modelo.xlsx')\n")) == [1, 3]


@pytest.mark.parametrize("render", RENDERERS)
def test_f4_what_is_hidden_changes_no_byte(render: Render) -> None:
    assert render(document(SECRET)) == render(document(ANOTHER)) == render(document(0))
    assert render(document(SECRET, protect=False)) != render(document(ANOTHER, protect=False))


def test_f4_equal_documents_give_equal_bytes_in_any_process() -> None:
    script = (
        "import sys, hashlib; from tests.support.documentos import publicado, restrito\n"
        "from tests.unit.reporting.render.test_files import RENDERERS\n"
        "print([hashlib.sha256(r(d)).hexdigest() for r in RENDERERS for d in (publicado(), restrito())])"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "HOME": "/nonexistent", "LANG": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone, seed in (("Asia/Tokyo", "7"), ("America/Manaus", "8"))
    ]
    assert made[0] == made[1]
    assert made[0].count(",") == 2 * len(RENDERERS) - 1


def test_f5_rows_and_package_hold_no_hidden_number_nor_its_form() -> None:
    data, package = render_csv(document(SECRET)), parts(render_package(document(SECRET)))
    assert sorted(package) == ["dados.csv", "datapackage.json"]
    for content in (data, *package.values()):
        assert not any(text.encode() in content for text in (*needles(SECRET), FORM))
    described = json.loads(package["datapackage.json"])
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert described["resources"][0]["bytes"] == len(package["dados.csv"])
    assert str(SECRET).encode() in render_csv(document(SECRET, protect=False))


def test_f7_names_and_dates_of_files_and_members_tell_nothing() -> None:
    made = files.make(document(SECRET), files.RENDERIZADORES)
    assert {arquivo.nome.rpartition(".")[0] for arquivo in made} == {"sisetp-boletim-2026-s1"}
    assert [arquivo.sha256 for arquivo in made] == [
        arquivo.sha256 for arquivo in files.make(document(ANOTHER), files.RENDERIZADORES)
    ]
    for arquivo in made:
        if arquivo.formato in ("xlsx", "zip"):
            with ZipFile(BytesIO(arquivo.conteudo)) as archive:
                assert {member.date_time[:3] for member in archive.infolist()} <= {(1980, 1, 1), (1980, 1, 31)}
                assert {member.comment + member.extra for member in archive.infolist()} == {b""}
    with ZipFile(BytesIO(careless(document(SECRET), 1)["nome"])) as naive:
        assert {member.date_time[0] for member in naive.infolist()} != {1980}


def test_f8_the_order_is_that_of_the_document() -> None:
    for secret in (SECRET, 0):
        shuffled = tabela([[9], [secret], [1], [4]], {(1, 0)}, codigo="B1", linhas=("d", "a", "c", "b"))
        made = publicado(tabelas=(shuffled,))
        assert order(made) == ["d", "a", "c", "b"]
        assert [row[4] for row in read_csv(made)] == ["linha", "d", "a", "c", "b"]
        assert [row[0] for row in rows(render_xlsx(made), "Capa")].count("a") == 0


def test_f8_positive_control_an_order_by_size_is_found() -> None:
    """Largest first, as many would print it: where «a» stands says how large it is, mark or no mark."""
    found = []
    for secret in (SECRET, 0):
        ranked = sorted({"d": 9, "a": secret, "c": 1, "b": 4}.items(), key=lambda pair: -pair[1])
        labels = [label for label, _ in ranked]
        truth = [[value] for _, value in ranked]
        found.append(order(publicado(tabelas=(tabela(truth, {(labels.index("a"), 0)}, codigo="B1", linhas=labels),))))
    assert found == [["a", "d", "b", "c"], ["d", "b", "c", "a"]]


def test_f9_widths_heights_and_styles_come_from_labels() -> None:
    small, large = (publicado(tabelas=(tabela([[v, 5], [v, v]], codigo="B1"),)) for v in (1, SECRET))
    for one, other in zip(sheets(render_xlsx(small)), sheets(render_xlsx(large)), strict=True):
        assert shape(one) == shape(other)
    hidden = tabela([[SECRET, 5], [SECRET, SECRET]], {(0, 0), (1, 0), (1, 1)}, codigo="B1")
    assert shape(list(sheets(render_xlsx(publicado(tabelas=(hidden,)))))[1])[0] == shape(one)[0]


def test_f9_positive_control_a_column_as_wide_as_its_number_is_found() -> None:
    found = []
    for secret in (1, SECRET):
        book, target = Workbook(), BytesIO()
        book.create_sheet("B1", 0).append(["linha 1", "x"])
        book["B1"].column_dimensions["B"].width = len(str(secret)) + 2
        book.save(target)
        found.append([shape(xml) for xml in sheets(target.getvalue())])
    assert found[0] != found[1]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_f10_no_label_becomes_a_formula(start: str) -> None:
    label = f"{start}1+1 e um resto"
    made = publicado(tabelas=(tabela([[1]], linhas=(label,), colunas=(label,), titulo=label, codigo="B1"),))
    book = load_workbook(BytesIO(render_xlsx(made)))
    shown = clean(label)
    found = [cell for row in book["B1"].iter_rows() for cell in row if cell.value == shown]
    assert len(found) == 2
    assert {(cell.data_type, cell.quotePrefix) for cell in found} == {("s", start != "\r")}  # no cell keeps a \r
    assert "<f" not in "".join(sheets(render_xlsx(made)))
    for row in read_csv(made)[1:]:
        assert all(not cell.startswith(FORMULA_STARTS) for cell in row)
        assert "1+1" in row[4]


def test_f10_every_mark_and_hostile_label_is_text_and_every_number_a_number() -> None:
    content = render_xlsx(restrito())
    body = [row[1:3] for row in rows(content, "B9") if row[0] in hostil().linhas]
    assert body == [[1234567, "x"], ["-", "sem envio"], [0, 7]]
    assert "<f" not in "".join(sheets(content))
    assert "<hyperlink" not in "".join(sheets(content))


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\ud800", "\ufffe", "\u202e", "_x0041_"])
def test_characters_that_break_or_turn_a_cell_are_cleaned(bad: str) -> None:
    made = publicado(tabelas=(tabela([[1]], linhas=(f"antes{bad}depois",), codigo="B1"),))
    expected = "antes_x0041_depois" if bad == "_x0041_" else "antesdepois"
    assert expected.encode() in render_csv(made)
    stored = "".join(sheets(render_xlsx(made))).replace("_x005F_x0041_", "_x0041_")
    assert f">{expected}<" in stored


def test_f11_what_is_put_aside_while_writing_is_private_and_wiped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private, common = tmp_path / "memoria", tmp_path / "tmp"
    private.mkdir()
    common.mkdir()
    monkeypatch.setattr(workbook, "_MEMORY", private)
    monkeypatch.setattr(tempfile, "tempdir", str(common))
    seen: list[Path] = []

    def write(*, fail: bool) -> None:
        with livro(titulo="t", assunto="", criado=datetime(2026, 1, 1), marca="") as (book, _target):  # noqa: DTZ001
            folha = book.folha("B1", rodape="")
            folha.texto("segredo")
            folha.texto("outro")
            seen.extend(private.iterdir())
            assert seen[-1].stat().st_mode & 0o777 == 0o700
            assert list(seen[-1].iterdir())
            assert list(common.iterdir()) == []
            if fail:
                raise RuntimeError

    write(fail=False)
    with pytest.raises(RuntimeError):
        write(fail=True)
    render_xlsx(document(SECRET))
    assert len(seen) == 2
    assert list(private.iterdir()) == list(common.iterdir()) == []


@pytest.mark.parametrize("render", RENDERERS)
def test_f12_rendering_leaves_no_file_behind(render: Render, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    render(document(SECRET))
    assert list(tmp_path.iterdir()) == []


def test_f12_no_made_file_is_kept_among_the_definitions() -> None:
    kept = {path.suffix for path in (ROOT / "reports").rglob("*") if path.is_file()}
    assert kept <= {".toml", ".md", ".json"}


def test_f12_an_older_edition_is_another_file_with_another_name() -> None:
    first, second = document(SECRET), replace(document(SECRET), edicao=2)
    names = [arquivo.nome for edition in (first, second) for arquivo in files.make(edition, files.RENDERIZADORES)]
    assert len(set(names)) == len(names)


def test_marks_are_told_apart_in_rows() -> None:
    cells = ((Celula(0), Celula(None, Marca.OCULTA)), (Celula(None, Marca.IMPOSSIVEL), Celula(None, Marca.SEM_ENVIO)))
    made = publicado(tabelas=(replace(tabela([[1, 2], [3, 4]], codigo="B1"), celulas=cells),))
    assert [row[6:8] for row in read_csv(made)[1:]] == [["0", ""], ["", "x"], ["", "impossivel"], ["", "sem envio"]]
    assert render_csv(made)[:3] == b"\xef\xbb\xbf"
    assert render_csv(made, bom=False) == render_csv(made)[3:]
    body = [row[1:3] for row in rows(render_xlsx(made), "B1") if str(row[0]).startswith("linha ")]
    assert body == [[0, "x"], ["-", "sem envio"]]


def order(documento: Documento) -> list[str]:
    """Labels of the rows of table B1, in the order of its sheet."""
    labels = [str(row[0]) for row in rows(render_xlsx(documento), "B1")]
    return [label for label in labels if label in ("a", "b", "c", "d")]


def read_csv(documento: Documento) -> list[list[str]]:
    text = render_csv(documento, bom=False).decode()
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def shape(xml: str) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """Widths, style of each cell and attributes of each row."""
    return (
        re.findall(r"<col [^>]*>", xml),
        re.findall(r'<c r="(\w+)" s="(\d+)"', xml),
        re.findall(r"<row [^>]*>", xml),
    )


def opening(source: str) -> Iterator[int]:
    """Lines that open an existing workbook, by any of the libraries that could."""
    words = {"load_workbook", "open_workbook", "read_excel", "CalamineWorkbook"}
    if not any(word in source for word in words):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and words & {alias.name for alias in node.names}:
            yield node.lineno
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in words:
                yield node.lineno
