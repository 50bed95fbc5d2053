"""The files of what is published through time: what the page shows, from published cells, with cover and notes."""

import csv
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from sisetp.access.actor import Actor
from tests.support.documentos import hostil, publicado, tabela
from tests.support.forms import text
from tests.support.publicadas import publish

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
PLANILHA = "/estatisticas/publicado/xlsx"
DADOS = "/estatisticas/publicado/csv"


@pytest.fixture
def reader(staff: Staff, sign_in: SignIn) -> FlaskClient:
    """The analyst of a unit."""
    return sign_in(staff("ANALISTA", "PAAHM-GRU"))


def rows(client: FlaskClient, address: str) -> list[list[str]]:
    """Rows of data of a CSV file, without its header and the words before it."""
    found = list(csv.reader(StringIO(client.get(address).get_data().decode("utf-8-sig")), delimiter=";"))
    return found[[row[0] for row in found].index("periodo") + 1 :]


def sheets(client: FlaskClient, address: str) -> dict[str, list[str]]:
    """Texts and numbers of each sheet of a workbook, and no formula."""
    book = load_workbook(BytesIO(client.get(address).get_data()))
    cells = {sheet.title: [cell for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets}
    assert "f" not in {cell.data_type for found in cells.values() for cell in found}
    return {name: [str(cell.value) for cell in found if cell.value is not None] for name, found in cells.items()}


def months(app: Flask) -> None:
    """Three months of sexes; in the second one nobody sees how many men."""
    for month, women in ((1, 51), (2, 52), (3, 53)):
        hidden = {(1, 0), (2, 0)} if month == 2 else set()
        sexes = tabela(
            [[women], [40]], hidden, linha=True, codigo="BM", linhas=("Feminino", "Masculino"), rotulo_linhas="Sexo"
        )
        made = replace(publicado(destaques=()), produto="boletim-mensal", periodo_codigo=f"2026-{month:02d}")
        publish(app, replace(made, tabelas=(sexes,)))


def test_a_series_is_taken_as_a_file_that_says_what_it_is_made_of(app: Flask, reader: FlaskClient) -> None:
    months(app)
    page = text(reader.get("/estatisticas/publicado?assunto=Sexo"))
    for address in (DADOS, PLANILHA):
        assert f'href="{address}?assunto=Sexo"' in page
    found = rows(reader, f"{DADOS}?assunto=Sexo")
    assert [row[4:8] for row in found if row[5] == "Masculino"] == [
        ["janeiro de 2026", "Masculino", "40", ""],
        ["fevereiro de 2026", "Masculino", "", "x"],
        ["março de 2026", "Masculino", "40", ""],
    ]
    assert {(row[0], row[4]) for row in found} == {
        ("2026-01", "janeiro de 2026"),
        ("2026-02", "fevereiro de 2026"),
        ("2026-03", "março de 2026"),
    }
    book = sheets(reader, f"{PLANILHA}?assunto=Sexo")
    cover = book["Capa"]
    assert {"janeiro de 2026 a março de 2026", "Publicado: só números protegidos"} <= set(cover)
    assert [label for label in cover if label.startswith("Publicação nº")] == [f"Publicação nº {n}" for n in (3, 2, 1)]
    assert sum("18 de 22 unidades enviaram" in said for said in cover) == 3
    assert set(publicado().metodo) <= set(cover)
    assert "Edição" not in cover
    assert {"51", "52", "53", "x"} <= set(book["BM"])
    answer = reader.get(f"{PLANILHA}?assunto=Sexo")
    assert 'filename="sisetp-publicado-demonstracao.xlsx"' in answer.headers["Content-Disposition"]
    assert answer.get_data() == reader.get(f"{PLANILHA}?assunto=Sexo").get_data()


def test_files_are_of_series_and_of_what_is_there(app: Flask, reader: FlaskClient) -> None:
    assert reader.get(DADOS).status_code == 404  # nothing is out
    months(app)
    assert reader.get(DADOS).status_code == 200
    for wrong in ("?periodo=2026-02", "?lugar=XX", "?assunto=Nada", "?lugar=MG"):
        assert reader.get(DADOS + wrong).status_code == 404, wrong
    assert reader.get("/estatisticas/publicado/pdf").status_code == 404


def test_a_place_that_no_table_prints_has_one_shape_in_files(app: Flask, reader: FlaskClient) -> None:
    linhas, colunas = ("Minas Gerais", "Acre", "Amapá", "São Paulo"), ("Pessoas",)
    states = tabela(
        [[40], [2], [0], [60]], {(1, 0), (2, 0)}, codigo="B1", rotulo_linhas="UF", linhas=linhas, colunas=colunas
    )
    publish(app, publicado(tabelas=(states,), destaques=()))
    files = {}
    for uf, name in (("AC", "Acre"), ("AP", "Amapá"), ("SE", "Sergipe")):  # two counted, none, never in the table
        found = rows(reader, f"{DADOS}?lugar={uf}")
        assert {row[7] for row in found} == {"x"}
        assert {row[5] for row in found} == {f"{name} · Pessoas"}
        files[uf] = [[part.replace(name, "UF") for part in row] for row in found]
    assert files["AC"] == files["AP"] == files["SE"]
    assert rows(reader, f"{DADOS}?lugar=MG")[0][5:8] == ["Minas Gerais · Pessoas", "40", ""]


def test_no_word_of_a_release_becomes_a_formula(app: Flask, reader: FlaskClient) -> None:
    publish(app, publicado(tabelas=(replace(hostil(), celulas=tabela([[7, 8]] * 3).celulas),), destaques=()))
    for row in rows(reader, DADOS):
        assert not any(part.startswith(("=", "+", "-", "@")) for part in row)
    assert '=HYPERLINK("a")' in sheets(reader, PLANILHA)["B9"]
