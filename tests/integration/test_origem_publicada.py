"""Where a published number comes from: release, digest and form in words; of a hidden one, all but the number."""

import pytest
from flask import Flask

from sisetp.db.session import unit_of_work
from sisetp.domain.errors import NotFound
from sisetp.reporting import ledger
from sisetp.reporting.cube.published import de_onde_vem_publicado, forma_em_palavras
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.tables import Marca
from tests.support.documentos import publicado
from tests.support.publicadas import publish
from tests.support.staff import OPERATOR


def test_a_form_is_said_in_words() -> None:
    form = {"lugar": ["NETP-SP", "NETP-PA"], "mes": ["02", "01"], "sexo": ["F"], "finalidade": ["ND", "FORA"]}
    assert dict(forma_em_palavras(form)) == {
        "Unidade do primeiro contato do ano": "NETP-PA, NETP-SP",
        "Mês do primeiro contato do ano": "janeiro, fevereiro",
        "Sexo": "Feminino",
        "Finalidade": "Não determinada / em apuração, quem não conta como vítima",
    }


def test_of_a_long_list_what_is_left_out_is_said() -> None:
    every = list(DIMENSOES["nacionalidade"].codigos())
    said = dict(forma_em_palavras({"pais": [code for code in every if code not in ("VE", "HT")]}))
    assert said == {"Nacionalidade": "todas, menos Haiti, Venezuela"}
    assert dict(forma_em_palavras({"pais": ["VE", "HT"]})) == {"Nacionalidade": "Venezuela, Haiti"}


def test_a_cell_of_a_release_says_the_release_and_never_what_is_hidden(app: Flask) -> None:
    documento = publicado()
    number = publish(app, documento)
    places = [
        (t, i, j)
        for t, table in enumerate(documento.tabelas)
        for i, row in enumerate(table.celulas)
        for j, cell in enumerate(row)
        if cell.marca in (Marca.NUMERO, Marca.OCULTA)
    ]
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        release = ledger.published_release(session, number)
        for t, i, j in places:
            found = de_onde_vem_publicado(session, number, t, i, j)
            assert found is not None
            assert found.divulgacao == release
            assert found.valor == documento.tabelas[t].celulas[i][j].valor
            assert len(found.forma) == 64
        assert de_onde_vem_publicado(session, number, 0, 999, 0) is None
        with pytest.raises(NotFound):
            de_onde_vem_publicado(session, number + 1, 0, 0, 0)
