"""The search page: by POST only, the minimum shown, a code goes straight to its ficha."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.db.base import GuardedSession
from sisetp.web.pessoas import views
from tests.support.clock import MovableClock
from tests.support.desk import attend_all, events
from tests.support.forms import form_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
NAME = "Aurora Demonstração Silva"


def search(client: FlaskClient, status: int = 200, **values: str) -> str:
    form = form_of(client.get("/pessoas/busca").get_data(as_text=True), "/pessoas/busca")
    answer = client.post("/pessoas/busca", data={"csrf_token": form["csrf_token"][0], **values})
    page = answer.get_data(as_text=True)
    assert answer.status_code == status, page
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.headers.get("Location", "") if status == 303 else page


def test_a_misspelt_name_shows_the_minimum(app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock) -> None:
    ((key, code),) = attend_all(app, desk, clock)
    page = search(client, por="nome", nome="silva auroa")
    for shown in (NAME, "1998", "11/2026", code, f"/atendimentos/{key}"):
        assert shown in page
    for hidden in ("FZ123456", "91234", "12/03"):
        assert hidden not in page


def test_an_address_cannot_ask(app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock) -> None:
    attend_all(app, desk, clock)
    page = client.get("/pessoas/busca?por=nome&nome=aurora+silva").get_data(as_text=True)
    assert NAME not in page
    assert events(app, desk, "buscar") == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"por": "nome", "nome": "aurora"}, "nome e sobrenome"),
        ({"por": "nome", "nome": "aurora silva", "ano": "98"}, "quatro algarismos"),
        ({"por": "documento", "doc_tipo": "CPF", "doc_numero": "111"}, "CPF inválido"),
        ({"por": "documento", "doc_tipo": "CPF", "doc_numero": ""}, "Digite o número"),
        ({"por": "codigo", "codigo": "ZZZ-ZZZZ"}, "Nenhuma ficha desta unidade"),
        ({"por": "codigo"}, "Nenhuma ficha desta unidade"),
    ],
)
def test_a_search_that_cannot_be_made_says_why(client: FlaskClient, values: dict[str, str], message: str) -> None:
    assert message in search(client, 422, **values)


def test_document_code_and_nothing_found(app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock) -> None:
    ((key, code),) = attend_all(app, desk, clock)
    assert NAME in search(client, por="documento", doc_tipo="PASSAPORTE", doc_numero="fz 123456")
    assert search(client, 303, por="codigo", codigo=code).endswith(f"/atendimentos/{key}")
    assert "Ninguém encontrado" in search(client, por="nome", nome="zenaide quaresma")


def test_another_unit_finds_nobody(app: Flask, desk: Actor, staff: Staff, sign_in: SignIn, clock: MovableClock) -> None:
    ((_key, code),) = attend_all(app, desk, clock)
    stranger = sign_in(staff("COORDENACAO", "PAAHM-GIG"))
    assert "Ninguém encontrado" in search(stranger, por="nome", nome="aurora silva")
    assert "Nenhuma ficha" in search(stranger, 422, por="codigo", codigo=code)


def test_nothing_is_shown_when_the_event_cannot_be_committed(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    attend_all(app, desk, clock)
    search(client, por="nome", nome="aurora silva")
    form = form_of(client.get("/pessoas/busca").get_data(as_text=True), "/pessoas/busca")
    rendered: list[str] = []

    def refuse(_session: GuardedSession) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(views, "render_template", lambda name, **_more: rendered.append(name))
    monkeypatch.setattr(GuardedSession, "commit", refuse)
    with pytest.raises(RuntimeError, match="disk full"):
        client.post("/pessoas/busca", data={"csrf_token": form["csrf_token"][0], "por": "nome", "nome": "aurora silva"})
    assert rendered == []
