"""The public numbers, and the table of numbers that every page draws with the same macro."""

from flask import Flask, render_template_string

from sisetp.reporting.tables import Tabela
from tests.support.documentos import hostil, por_sexo_e_faixa, por_uf, publicado

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
