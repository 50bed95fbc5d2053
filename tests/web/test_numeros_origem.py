"""Anybody asks where a published number comes from; of a hidden one all is said but the number."""

from urllib.parse import urlencode

import pytest
from flask import Flask

from sisetp.reporting.tables import Marca
from tests.support.documentos import publicado
from tests.support.forms import text
from tests.support.publicadas import publish


def asked(app: Flask, key: int, tabela: object, linha: object, coluna: object) -> tuple[int, str]:
    query = urlencode({"tabela": tabela, "linha": linha, "coluna": coluna})
    answer = app.test_client().get(f"/numeros/{key}/origem?{query}")
    return answer.status_code, answer.get_data(as_text=True)


def test_every_table_of_a_release_asks_and_every_cell_answers(app: Flask) -> None:
    documento = publicado()
    key = publish(app, documento)
    page = text(app.test_client().get(f"/numeros/{key}"))
    assert page.count(f'action="/numeros/{key}/origem"') == len(documento.tabelas)
    hidden = 0
    for t, table in enumerate(documento.tabelas):
        cell = table.celulas[0][0]
        status, said = asked(app, key, t, 0, 0)
        assert status == 200
        assert table.titulo in said
        assert "18 de 22 unidades enviaram" in said
        assert f'href="/numeros/{key}#tabela-{table.codigo.lower()}"' in said
        assert ("Este número não é publicado" in said) is (cell.marca is Marca.OCULTA)
        hidden += cell.marca is Marca.OCULTA
        if cell.valor is not None:
            assert f"<strong>{cell.valor:,}</strong>".replace(",", ".") in said.replace("\n", "").replace(" ", "")
    assert 0 < hidden < len(documento.tabelas)


@pytest.mark.parametrize(
    "place", [(99, 0, 0), (0, 999, 0), (0, 0, -1), ("x", 0, 0), (0, 0, 10**30), (0, 2**63, 0), (0, "", 0)]
)
def test_a_cell_that_is_not_there_is_not_found(app: Flask, place: tuple[object, object, object]) -> None:
    key = publish(app, publicado())
    assert asked(app, key, *place)[0] == 404
    assert asked(app, key + 1, 0, 0, 0)[0] == 404


def test_the_answer_is_the_same_for_everybody_and_caches_keep_it(app: Flask) -> None:
    key = publish(app, publicado())
    answer = app.test_client().get(f"/numeros/{key}/origem?tabela=0&linha=0&coluna=0")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers
    again = {"If-None-Match": answer.headers["ETag"]}
    assert (
        app.test_client().get(f"/numeros/{key}/origem?tabela=0&linha=0&coluna=0&x=1", headers=again).status_code == 304
    )
    other = app.test_client().get(f"/numeros/{key}/origem?tabela=0&linha=1&coluna=0", headers=again)
    assert (other.status_code, other.data == answer.data) == (200, False)
