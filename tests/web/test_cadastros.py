"""The full register from the page of a ficha: a link for who may, the page of the case's door, and the same save."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from tests.support.clock import MovableClock
from tests.support.desk import attend, events
from tests.support.fichas import IDENTITY, person
from tests.support.forms import form_of, get, post, text
from tests.support.procedimentos import NETP

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
NAME = IDENTITY.nome_civil


@pytest.fixture
def team(staff: Staff) -> Actor:
    """A professional of a NETP."""
    return staff("TECNICO", NETP, profissao="AS")


@pytest.fixture
def ficha(app: Flask, staff: Staff, clock: MovableClock) -> UUID:
    """Somebody attended at the desk, in no case."""
    return attend(app, staff("ATENDENTE", NETP), clock, person())


def test_the_register_is_completed_without_a_case(app: Flask, team: Actor, ficha: UUID, sign_in: SignIn) -> None:
    browser, path = sign_in(team), f"/atendimentos/{ficha}/cadastro"
    assert f'href="{path}">Cadastro completo</a>' in get(browser, f"/atendimentos/{ficha}")
    closed = get(browser, path)
    assert NAME not in closed
    assert events(app, team, "abrir_cadastro") == []
    opened = text(browser.post(path, data={**form_of(closed, "/cadastro"), "acao": "abrir"}))
    assert NAME in opened
    assert f'href="/atendimentos/{ficha}">Sair sem salvar</a>' in opened
    wrong: dict[str, Any] = {"nacionalidade": "Bolívia", "saude": "Asma", "acao": "salvar", "motivo": "COMPLEMENTO"}
    back = text(browser.post(path, data={**form_of(opened, "/cadastro"), **wrong}), 422)
    assert "Diga a situação migratória" in back
    right = {"situacao_migratoria": "IRREG", "escolaridade": "EM_C", "acao": "salvar"}
    sent = {**form_of(back, "/cadastro"), **right}
    saved = browser.post(path, data=sent)
    assert (saved.status_code, saved.location) == (303, f"/atendimentos/{ficha}")
    again = form_of(text(browser.post(path, data={**form_of(closed, "/cadastro"), "acao": "abrir"})), "/cadastro")
    assert (again["saude"], again["versao"], again["nome_social"]) == (["Asma"], ["2"], [NAME])
    late = text(browser.post(path, data=sent), 409)
    assert "Outra pessoa salvou antes" in late


def test_an_old_register_asks_why(team: Actor, ficha: UUID, sign_in: SignIn, clock: MovableClock) -> None:
    clock.advance(days=31)
    browser, path = sign_in(team), f"/atendimentos/{ficha}/cadastro"
    asked = {**form_of(get(browser, path), "/cadastro"), "acao": "abrir"}
    assert "Escolha por que precisa abrir" in text(browser.post(path, data={**asked, "motivo": ""}), 422)
    assert NAME in text(browser.post(path, data={**asked, "motivo": "PEDIDO_TITULAR"}))


def test_the_desk_has_no_link_and_no_door_nor_has_another_unit(staff: Staff, ficha: UUID, sign_in: SignIn) -> None:
    path = f"/atendimentos/{ficha}/cadastro"
    desk = sign_in(staff("ATENDENTE", NETP))
    assert "Cadastro completo" not in get(desk, f"/atendimentos/{ficha}")
    for client, status in ((desk, 403), (sign_in(staff("TECNICO", "NETP-AC")), 404)):
        assert client.get(path).status_code == status
        for acao in ("abrir", "salvar"):
            assert post(client, path, {"acao": acao}).status_code == status, acao
    assert "Cadastro completo" in get(sign_in(staff("COORDENACAO", NETP)), f"/atendimentos/{ficha}")
