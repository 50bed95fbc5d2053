"""What a table is beside the official model, in every output: an adapted one says how, and is not said to be it."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest

from sisetp.reporting.ledger import documents
from sisetp.reporting.render import html, words
from sisetp.reporting.render.csv import render_csv
from sisetp.reporting.render.package import render_package
from sisetp.reporting.render.pdf import pdf
from sisetp.reporting.render.words import AVISO
from sisetp.reporting.render.xlsx import render_xlsx
from sisetp.reporting.tables import ADAPTADO, Documento
from tests.support.documentos import da_unidade, por_sexo, publicado, restrito
from tests.support.pdf_text import text
from tests.support.planilhas import parts

STEPS = (
    "Finalidade: categorias reunidas em «Outras finalidades»",
    "Idade: categorias reunidas em «40 anos ou mais»",
    "Finalidade: em 4 grupos",
    "Idade: «Jovem ou Não informado» em uma categoria",
    "Idade: sem cruzamento",
)
TOLD = ("Finalidade: em 4 grupos", "Idade: sem cruzamento")


def test_only_the_steps_still_seen_in_a_table_are_told() -> None:
    assert words.steps(STEPS) == TOLD
    assert words.steps(STEPS[:2]) == STEPS[:2]
    assert words.steps((STEPS[1], STEPS[3])) == (STEPS[1], STEPS[3])


@pytest.mark.parametrize(
    ("status", "said"), [("visto", "modelo oficial"), ("parcial", "modelo oficial, visto em parte"), ("proposto", "")]
)
def test_a_table_as_defined_says_what_model_it_has(status: str, said: str) -> None:
    assert words.status(replace(por_sexo(), status_oficial=status)) == said


def test_the_ledger_keeps_the_steps_and_the_status() -> None:
    kept = replace(por_sexo(), status_oficial=ADAPTADO, degraus=STEPS)
    again = documents.table(
        documents.content(kept), {(i, j): cell for i, row in enumerate(kept.celulas) for j, cell in enumerate(row)}
    )
    assert again == kept
    assert documents.steps(documents.content(kept)) == STEPS


def workbook(documento: Documento) -> str:
    return b"".join(parts(render_xlsx(documento)).values()).decode(errors="replace")


def flat_pdf(documento: Documento) -> str:
    return " ".join(text(pdf(documento)).split())


def page(documento: Documento) -> str:
    return html.page(documento).decode()


@pytest.mark.parametrize("render", [page, workbook, flat_pdf])
def test_every_paper_says_that_a_table_was_adapted_and_how(render: Callable[[Documento], str]) -> None:
    def made(**given: Any) -> str:
        return render(publicado(tabelas=(replace(por_sexo(), **given),), destaques=()))

    adapted = made(status_oficial=ADAPTADO, degraus=STEPS).casefold()
    assert f"adaptada para proteger as pessoas ({'; '.join(TOLD)})".casefold() in adapted
    assert "modelo oficial" not in adapted
    assert "modelo oficial" in made(status_oficial="visto").casefold()


def test_open_data_say_it_too() -> None:
    document = publicado(tabelas=(replace(por_sexo(), status_oficial=ADAPTADO, degraus=STEPS),))
    rows = list(csv.DictReader(StringIO(render_csv(document, bom=False).decode()), delimiter=";"))
    assert {row["modelo"] for row in rows} == {ADAPTADO}
    with ZipFile(BytesIO(render_package(document))) as archive:
        (described,) = json.loads(archive.read("datapackage.json"))["tables"]
    assert (described["status"], tuple(described["steps"])) == (ADAPTADO, TOLD)


def test_rows_of_data_say_first_who_exact_numbers_are_for() -> None:
    for document, said in ((da_unidade(), "USO INTERNO"), (restrito(), "RESTRITO")):
        first, header = render_csv(document, bom=False).decode().splitlines()[:2]
        assert first == f'"{AVISO[document.publico]}"'
        assert first.startswith(f'"{said}')
        assert header.startswith('"periodo";"nivel"')
        assert render_csv(replace(document, marca="CÓPIA"), bom=False).decode().startswith('"CÓPIA"\r\n"periodo"')
    assert render_csv(publicado(), bom=False).decode().startswith('"periodo"')
