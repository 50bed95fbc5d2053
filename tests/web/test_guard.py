"""Default deny: nothing undeclared, nothing for visitors, and every refusal written down."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.session import unit_of_work
from sisetp.web import guard
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
JSON = {"Accept": "application/json"}


def test_the_public_list_is_short_and_known() -> None:
    pages = {"entrada.entrar", "conta.sessao", "publico.privacidade", "publico.saude", "diretorio.rede"}
    numbers = {"numeros.inicio", "numeros.como_lemos", "numeros.divulgacao", "numeros.origem", "numeros.arquivo"}
    assert pages | numbers | {"static"} == guard.PUBLIC


def test_an_undeclared_route_stops_the_start(app: Flask) -> None:
    app.url_map.add(app.url_rule_class("/esquecida", endpoint="esquecida"))
    app.view_functions["esquecida"] = lambda: "oi"
    with pytest.raises(guard.Undeclared, match="esquecida"):
        guard.check_routes(app)


def test_an_undeclared_route_added_later_is_not_served(app: Flask) -> None:
    app.url_map.add(app.url_rule_class("/esquecida", endpoint="esquecida"))
    app.view_functions["esquecida"] = lambda: "oi"
    with pytest.raises(guard.Undeclared):
        app.test_client().get("/esquecida")


def test_only_a_declared_permission_can_be_asked_for() -> None:
    with pytest.raises(TypeError):
        guard.guarded("atendimento:ver")  # type: ignore[arg-type]


def test_visitors_go_to_the_sign_in_and_come_back(app: Flask) -> None:
    answer = app.test_client().get("/conta")
    assert (answer.status_code, answer.location) == (303, "/entrar?proximo=/conta")
    assert app.test_client().post("/sair").location == "/entrar"


def test_scripts_are_told_that_the_session_is_over(app: Flask) -> None:
    answer = app.test_client().get("/conta", headers=JSON)
    assert (answer.status_code, answer.get_json()) == (401, {"erro": "sessao"})
    assert app.test_client().post("/sair", headers=JSON).status_code == 401


def test_a_refusal_is_an_event_that_names_the_route_not_the_address(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    actor = staff("ATENDENTE")
    client = sign_in(actor)
    assert client.get("/usuarios/7?q=segredo").status_code == 403
    assert client.post("/usuarios/7/senha").status_code == 403
    assert client.get("/usuarios/7", headers=JSON).get_json()["erro"] == "403"
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        query = select(AuditEvent).where(AuditEvent.acao == "recusa").order_by(AuditEvent.id)
        events = list(session.scalars(query))
        assert [event.usuario_id for event in events] == [actor.user_id] * 3
        assert [event.unidade_id for event in events] == [actor.unidade_id] * 3
        assert json.loads(events[0].detalhes) == {
            "permissao": "usuario:administrar",
            "rota": "/usuarios/<int(max=2147483647):usuario_id>",
            "metodo": "GET",
        }


def test_navigation_shows_only_what_the_role_reaches(staff: Staff, sign_in: SignIn) -> None:
    desk = sign_in(staff("ATENDENTE")).get("/").get_data(as_text=True)
    admin = sign_in(staff("CGETP_ADMIN")).get("/").get_data(as_text=True)
    assert "/usuarios" not in desk
    assert 'href="/usuarios"' in admin
    assert "/pessoas/busca" not in admin
