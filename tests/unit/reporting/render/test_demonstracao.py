"""Files of an installation whose people are invented: each says so wherever it is opened, and nothing else changes."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from sisetp.reporting.demonstration import INVENTADOS
from sisetp.reporting.national.content import PlanilhaNacional
from sisetp.reporting.national.file import render
from sisetp.reporting.releases import files
from sisetp.reporting.render import html
from sisetp.reporting.render.csv import render_csv
from sisetp.reporting.render.package import render_package
from sisetp.reporting.render.pdf import pdf
from sisetp.reporting.render.words import AVISO
from sisetp.reporting.render.xlsx import render_xlsx
from sisetp.reporting.tables import Documento, Publico
from tests.support import pdf_text
from tests.support.documentos import publicado, restrito
from tests.support.planilhas import parts, rows, sheets

INVENTED = publicado(demonstracao=INVENTADOS)


def national(documento: Documento) -> bytes:
    """The national spreadsheet of a document without tables."""
    bare = replace(documento, tabelas=())
    made = PlanilhaNacional(documento=bare, folhas=(), longas=(), dicionario=(), supressoes=())
    return render(made, marca="RESTRITO")


def test_every_page_of_the_bulletin_says_so_and_its_text_once_more() -> None:
    whole = tuple(f"Uma frase do método, de número {n}." for n in range(90))
    marked = pdf(replace(INVENTED, metodo=whole))
    pages = marked.count(b"/Type/Page/")
    assert pages > 2
    assert pdf_text.text(marked).count(INVENTADOS) == pages + 1
    assert "inventados" not in pdf_text.text(pdf(publicado(metodo=whole)))


def test_a_preview_of_a_demonstration_says_both() -> None:
    shown = pdf_text.text(pdf(replace(INVENTED, marca="MARCA")))
    assert "inventados" in shown
    assert "MARCA" in shown


@pytest.mark.parametrize("made", [render_xlsx, national])
def test_a_workbook_says_so_on_its_cover_in_its_name_and_over_every_page(made: Callable[[Documento], bytes]) -> None:
    content = made(INVENTED)
    assert [INVENTADOS] in [[cell for cell in row if cell] for row in rows(content, "Capa")]
    for xml in sheets(content):
        assert re.search(rf"<oddHeader>&amp;C&amp;8{INVENTADOS}", xml)
    assert f"<dc:title>{INVENTADOS} · " in parts(content)["docProps/core.xml"].decode()
    assert "inventados" not in "".join(sheets(made(publicado())))


def test_so_does_every_sheet_of_tables_beside_what_it_said_already() -> None:
    for documento, said in ((INVENTED, ()), (restrito(demonstracao=INVENTADOS), (AVISO[Publico.RESTRITO],))):
        for tabela in documento.tabelas:
            texts = [row[0] for row in rows(render_xlsx(documento), tabela.codigo)]
            start = texts.index(INVENTADOS)
            assert tuple(texts[start + 1 : start + 1 + len(said)]) == said


def test_open_data_say_so_to_people_and_to_programs() -> None:
    assert render_csv(INVENTED).decode("utf-8-sig").splitlines()[0] == f'"{INVENTADOS}"'
    assert render_csv(INVENTED).partition(b"\r\n")[2] == render_csv(publicado(), bom=False)
    package = parts(render_package(INVENTED))
    described = json.loads(package["datapackage.json"])
    [resource] = described["resources"]
    assert described["title"].startswith(f"{INVENTADOS} · ")
    assert described["description"].startswith(f"{INVENTADOS}. ")
    assert package[resource["path"]] == parts(render_package(publicado()))["dados.csv"]
    assert "inventados" in resource["path"]


def test_a_page_that_stands_alone_says_so() -> None:
    page = html.page(INVENTED).decode()
    assert f"<title>{INVENTADOS} · " in page
    assert f'<p class="uso">{INVENTADOS}</p>' in page
    assert "inventados" not in html.page(publicado()).decode()


def test_so_do_the_names_of_the_files_of_a_release() -> None:
    names = [files.make_one(INVENTED, entry).nome for entry in files.RENDERIZADORES]
    assert all(re.search(r"-demonstracao\.(pdf|xlsx|csv|zip)$", name) for name in names)
    assert all(len(name) <= 80 for name in names)
    real = [files.make_one(publicado(), entry).nome for entry in files.RENDERIZADORES]
    assert real == [name.replace("-demonstracao", "") for name in names]


def test_f4_the_same_document_gives_the_same_bytes() -> None:
    for entry in files.RENDERIZADORES:
        assert entry.render(INVENTED) == entry.render(publicado(demonstracao=INVENTADOS)) != entry.render(publicado())
