"""The public numbers, and the table of numbers that every page draws with the same macro."""

from dataclasses import replace
from hashlib import sha256

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.reporting.tables import ADAPTADO, Celula, Documento, Marca, Tabela
from tests.support.documentos import SEXOS, hostil, por_sexo, por_sexo_e_faixa, por_uf, publicado, tabela
from tests.support.forms import text
from tests.support.publicadas import publish

MACRO = '{% from "macros/numeros.html" import tabela_de_numeros, metodo %}'


def drawn(app: Flask, tabela: Tabela) -> str:
    return render(app, "{{ tabela_de_numeros(tabela) }}", tabela=tabela)


def render(app: Flask, source: str, **values: object) -> str:
    with app.test_request_context():
        return render_template_string(MACRO + source, **values)


def test_a_table_says_its_rows_columns_and_marks_to_everybody(app: Flask) -> None:
    page = drawn(app, por_sexo_e_faixa())
    assert page.count('scope="row"') == 3
    assert page.count('scope="col"') == 9
    assert '<th scope="colgroup" class="grupo" colspan="8">Faixa etária, em anos</th>' in page
    assert '<span aria-hidden="true">x</span><span class="so-leitor">não publicado</span>' in page
    assert page.count("<dt>") == 1
    assert "1.399" in page


def test_the_drawing_stands_beside_its_table_with_the_credit_of_the_map(app: Flask) -> None:
    page = drawn(app, por_uf())
    assert page.index("<table") < page.index('<svg xmlns="http://www.w3.org/2000/svg" class="desenho"')
    assert "CC BY 4.0" in page
    assert "<svg" not in render(app, "{{ tabela_de_numeros(tabela, desenhar=false) }}", tabela=por_uf())


def test_labels_are_text_and_every_mark_has_its_meaning(app: Flask) -> None:
    page = drawn(app, hostil())
    assert "<hostis>" not in page
    assert "&lt;hostis&gt;" in page
    assert page.count("<dt>") == 3
    assert "as linhas não se somam" in page
    assert "O total de B9 não confere" in page


def test_the_method_says_who_sent_and_which_data(app: Flask) -> None:
    page = render(app, "{{ metodo(documento) }}", documento=publicado())
    assert "18 de 22 unidades enviaram" in page
    assert "PAAHM-BEL" in page
    assert "5e" * 32 in page


def month(number: int, women: int) -> Documento:
    """A monthly bulletin with one table."""
    counted = tabela([[women], [40]], linha=True, codigo="BM", linhas=SEXOS, rotulo_linhas="Sexo")
    names = ("janeiro", "fevereiro", "março")
    parts = {"periodo": f"{names[number - 1]} de 2026", "periodo_codigo": f"2026-{number:02d}"}
    return publicado(produto="boletim-mensal", titulo="Boletim mensal", tabelas=(counted,), destaques=(), **parts)


def test_before_the_first_release_the_page_says_what_will_appear(app: Flask) -> None:
    page = text(app.test_client().get("/numeros"))
    assert "Nenhum número foi publicado ainda" in page
    assert "<svg xmlns" not in page


def test_anybody_reads_the_newest_numbers_without_a_session_and_caches_keep_them(app: Flask) -> None:
    publish(app, publicado())
    answer = app.test_client().get("/numeros")
    page = text(answer)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "<script" not in page
    assert "csrf_token" not in page
    assert (
        page.index("Mulheres foram 6 de cada 10")
        < page.index("1.399")
        < page.index("<table")
        < page.index("Dados abertos")
    )
    assert page.count('class="desenho"') == page.count("<table")
    again = app.test_client().get("/numeros", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_same_page_for_who_is_signed_in(app: Flask, client: FlaskClient, desk: Actor) -> None:
    key = publish(app, publicado())
    for address in ("/numeros", "/numeros/como-lemos", f"/numeros/{key}"):
        assert client.get(address).data == app.test_client().get(address).data


def test_releases_by_year_and_a_series_along_time(app: Flask) -> None:
    for number in (1, 2, 3):
        publish(app, month(number, 50 + number))
    publish(app, replace(publicado(), periodo="2025", periodo_codigo="2025"))
    page = text(app.test_client().get("/numeros"))
    assert [page.index(name) for name in ("Ao longo do tempo", ">2026<", ">2025<")] == sorted(
        page.index(name) for name in ("Ao longo do tempo", ">2026<", ">2025<")
    )
    assert "janeiro de 2026 51, fevereiro de 2026 52, março de 2026 53" in page
    assert page.count("publicado em 20/08/2026") == 4


def test_a_release_has_every_table_its_method_and_its_files(app: Flask) -> None:
    key = publish(app, publicado())
    page = text(app.test_client().get(f"/numeros/{key}"))
    assert page.count("<table") == 4
    assert page.count("número não publicado, para que ninguém seja reconhecido") == 1
    assert "18 de 22 unidades enviaram" in page
    assert f'href="/numeros/{key}/pdf"' in page


def test_f11_a_file_leaves_as_it_was_approved_with_its_digest_as_validator(app: Flask) -> None:
    body = b"periodo;valor\r\n"
    key = publish(app, publicado(), files={"csv": ("dados-2026-s1.csv", "text/csv; charset=utf-8", body)})
    assert "Dados em CSV" in text(app.test_client().get(f"/numeros/{key}"))
    answer = app.test_client().get(f"/numeros/{key}/csv")
    assert (answer.data, answer.headers["Content-Type"]) == (body, "text/csv; charset=utf-8")
    assert answer.headers["ETag"] == f'"{sha256(body).hexdigest()}"'
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dados-2026-s1.csv"'
    assert "Set-Cookie" not in answer.headers
    again = app.test_client().get(f"/numeros/{key}/csv", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "address",
    [
        *("/numeros/999", "/numeros/999/pdf", "/numeros/1/exe", "/numeros/-1"),
        *("/numeros/9223372036854775808", "/numeros/2147483648/pdf"),
    ],
)
def test_what_is_not_out_is_not_there(app: Flask, address: str) -> None:
    publish(app, publicado(), files={"csv": ("a.csv", "text/csv", b"a")})
    assert app.test_client().get(address).status_code == 404


def test_labels_of_a_release_are_text(app: Flask) -> None:
    marks = replace(
        hostil(), linhas_uf=(), celulas=por_sexo().celulas[:3], colunas=("<script>",), linhas=("<b>", "'", "x")
    )
    key = publish(app, publicado(tabelas=(marks,), titulo="<img src=x>"))
    page = text(app.test_client().get(f"/numeros/{key}"))
    assert "<script>" not in page
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


def test_the_sign_in_and_the_directory_lead_there(app: Flask) -> None:
    for address in ("/entrar", "/rede"):
        assert 'href="/numeros"' in text(app.test_client().get(address)), address


def test_a_series_that_often_hides_is_left_out_of_the_lines(app: Flask) -> None:
    for number in (1, 2, 3):
        bare = month(number, 50 + number)
        cells = (
            ((Celula(None, Marca.OCULTA),), *bare.tabelas[0].celulas[1:]) if number == 2 else bare.tabelas[0].celulas
        )
        publish(app, replace(bare, tabelas=(replace(bare.tabelas[0], celulas=cells),)))
    page = text(app.test_client().get("/numeros"))
    start = page.index("Ao longo do tempo")
    series = page[start : page.index("Dados abertos", start)]
    assert "Masculino" in series
    assert "Feminino" not in series


def test_rules_of_counting_are_said_once_on_the_page_of_a_release(app: Flask) -> None:
    rule = "A idade é a do primeiro contato no ano."
    tables = tuple(replace(entry, regras=(rule,)) for entry in (por_sexo(), por_sexo_e_faixa()))
    page = text(app.test_client().get(f"/numeros/{publish(app, publicado(tabelas=tables))}"))
    assert page.count(rule) == 1
    assert page.index("Como se conta") < page.index(rule)
    assert drawn(app, tables[0]).count(rule) == 1


def test_a_table_says_what_it_is_beside_the_model(app: Flask) -> None:
    adapted = replace(por_sexo(), status_oficial=ADAPTADO, degraus=("Idade: sem cruzamento",))
    assert "no ano · adaptada para proteger as pessoas (Idade: sem cruzamento)</p>" in drawn(app, adapted)
    assert "no ano · modelo oficial</p>" in drawn(app, replace(por_sexo(), status_oficial="visto"))
    assert "no ano</p>" in drawn(app, por_sexo())
