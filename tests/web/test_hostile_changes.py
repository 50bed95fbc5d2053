"""Hostile and hasty amendments and identifications: a message beside the form, nothing stored, never a failure."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from sisetp.access.actor import Actor
from sisetp.db.models import Versao
from sisetp.db.session import unit_of_work
from tests.support.clock import MovableClock
from tests.support.desk import attend
from tests.support.fichas import person, unnamed
from tests.support.forms import form_of, get, opened_form, post, text
from tests.support.staff import OPERATOR

BIDI = "Rosa \u202e Lima"


def assert_nothing_changed(app: Flask) -> None:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        assert session.scalar(select(func.count(Versao.id))) == 0


@pytest.mark.parametrize("box", ["nome_social", "nome_civil", "doc_numero", "contato", "obs", "via_chegada"])
def test_hidden_characters_in_an_amendment_get_a_message(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock, box: str
) -> None:
    key = attend(app, desk, clock, person(textos={"obs": "nota"}))
    form = {**opened_form(client, key), "motivo": ["ERRO"], "acao": ["salvar"], box: [BIDI]}
    page = text(post(client, f"/atendimentos/{key}/alterar", form), 422)
    assert form_of(page, "/alterar")[box] == [BIDI]
    text(post(client, f"/atendimentos/{key}/alterar", {**form, "versao": ["0"]}), 409)
    assert_nothing_changed(app)


@pytest.mark.parametrize(
    ("tipo", "numero"), [("", "FZ123456"), ("CPF", "123"), ("PASSAPORTE", BIDI), ("PASSAPORTE", "9" * 41), ("", BIDI)]
)
def test_a_document_that_cannot_be_is_told_when_identifying(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock, tipo: str, numero: str
) -> None:
    path = f"/atendimentos/{attend(app, desk, clock, unnamed())}/identificar"
    form = form_of(get(client, path), "/identificar")
    typed = {"modo_ident": ["IDENT"], "nome_social": ["Rosa Lima"], "doc_tipo": [tipo], "doc_numero": [numero]}
    page = text(post(client, path, {**form, **typed}), 422)
    assert form_of(page, "/identificar")["doc_numero"] == [numero]
    assert_nothing_changed(app)
