"""What may come in: odd bodies and dates at the end of time get an answer of the 4xx family, never a failure."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from tests.support.staff import csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


@pytest.fixture
def client(staff: Staff, sign_in: SignIn) -> FlaskClient:
    """The browser of a coordenação of Guarulhos."""
    return sign_in(staff("COORDENACAO"))


def token(client: FlaskClient, path: str = "/pessoas/busca") -> dict[str, str]:
    return {"X-CSRFToken": csrf_of(client.get(path).get_data(as_text=True))}


@pytest.mark.parametrize("body", [[1, 2], 5, "texto", {"login": 5, "password": "x"}])
def test_json_is_refused_at_the_sign_in(app: Flask, body: object) -> None:
    client = app.test_client()
    assert client.post("/entrar", json=body, headers=token(client, "/entrar")).status_code == 415


@pytest.mark.parametrize("known", [True, False])
def test_a_password_of_five_thousand_letters_is_wrong(app: Flask, staff: Staff, known: bool) -> None:
    client, login = app.test_client(), staff("ATENDENTE").login if known else "ninguem"
    typed = {"login": login, "password": "x" * 5000}
    assert client.post("/entrar", data=typed, headers=token(client, "/entrar")).status_code == 401


@pytest.mark.parametrize(
    "path", ["/lotacao", "/senha", "/conta/preferencia", "/acessos/confirmar", "/atendimentos/novo"]
)
def test_json_is_refused_where_a_form_is_read(client: FlaskClient, path: str) -> None:
    assert client.post(path, json=[1, 2], headers=token(client)).status_code == 415


@pytest.mark.parametrize("body", [[1], {"nome_social": 5}, {"nome_social": "\ud800 Silva", "nascimento": "01/01/1990"}])
def test_odd_json_is_not_a_question(client: FlaskClient, body: object) -> None:
    assert client.post("/pessoas/ja-atendida", json=body, headers=token(client)).status_code == 400


def test_json_of_many_brackets_is_not_a_question(client: FlaskClient) -> None:
    headers = {**token(client), "Content-Type": "application/json"}
    assert client.post("/pessoas/ja-atendida", data="[" * 100_000, headers=headers).status_code == 400


@pytest.mark.parametrize("born", ["01/01/0001", "31/12/9999"])
def test_births_at_the_end_of_time_are_nobody(client: FlaskClient, born: str) -> None:
    asked = {"nome_social": "Rosa Demonstração Silva", "nascimento": born}
    answer = client.post("/pessoas/ja-atendida", json=asked, headers=token(client))
    assert (answer.status_code, answer.get_json()) == (200, {"registros": []})


@pytest.mark.parametrize("query", ["ate=9999-12-31", "de=0001-01-01", "de=9999-12-31&ate=0001-01-01"])
def test_the_trail_takes_any_date(client: FlaskClient, query: str) -> None:
    assert client.get(f"/auditoria?{query}").status_code == 200
