"""Entering: one answer for every failure, throttling, forced change of password, choice of posting, JSON in place."""

import json
from collections.abc import Callable, Mapping
from datetime import date

import flask_security.forms
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sisetp.access.actor import Actor
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao, Usuario
from sisetp.db.session import unit_of_work
from tests.support.clock import MovableClock
from tests.support.staff import OPERATOR, PASSWORD, csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
JSON = {"Accept": "application/json"}


def enter(
    client: FlaskClient,
    login: str,
    password: str = PASSWORD,
    *,
    data: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> TestResponse:
    token = csrf_of(client.get("/entrar").get_data(as_text=True))
    fields = {"login": login, "password": password, "csrf_token": token, **(data or {})}
    return client.post("/entrar", data=fields, headers=dict(headers or {}))


def refusals(app: Flask) -> list[dict[str, object]]:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        query = select(AuditEvent.detalhes).where(AuditEvent.acao == "login_recusado").order_by(AuditEvent.id)
        return [json.loads(details) for details in session.scalars(query)]


def test_signs_in_and_shows_the_home_page(staff: Staff, sign_in: SignIn) -> None:
    page = sign_in(staff("ATENDENTE")).get("/")
    assert page.status_code == 200
    assert "O que fazer agora" in page.get_data(as_text=True)


def test_the_login_is_lower_cased(app: Flask, staff: Staff) -> None:
    staff("ATENDENTE", login="maria.souza")
    assert enter(app.test_client(), " Maria.Souza ").status_code == 303


def test_every_failure_looks_the_same(app: Flask, staff: Staff) -> None:
    known, closed = staff("ATENDENTE"), staff("ATENDENTE")
    close_account(app, closed)
    answers = [
        enter(app.test_client(), known.login, "Senha-que-nao-confere-1"),
        enter(app.test_client(), "quem.nao.existe"),
        enter(app.test_client(), closed.login),
        enter(app.test_client(), ""),
    ]
    assert {answer.status_code for answer in answers} == {401}
    pages = {without_what_was_typed(answer.get_data(as_text=True)) for answer in answers}
    assert len(pages) == 1
    assert "não conferem" in pages.pop()


def test_a_failure_is_an_event_that_names_only_users_who_exist(app: Flask, staff: Staff) -> None:
    known = staff("ATENDENTE")
    enter(app.test_client(), known.login, "Senha-que-nao-confere-1")
    enter(app.test_client(), "quem.nao.existe")
    assert refusals(app) == [{"motivo": "CREDENCIAL", "usuario_id": known.user_id}, {"motivo": "CREDENCIAL"}]


def test_an_unknown_user_costs_one_hash_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(flask_security.forms, "hash_password", hashed.append)
    enter(app.test_client(), "quem.nao.existe")
    assert len(hashed) == 1


def test_many_failures_are_throttled_for_that_login_only(app: Flask, staff: Staff) -> None:
    one, other = staff("ATENDENTE"), staff("ATENDENTE")
    client = app.test_client()
    statuses = [enter(client, one.login, "errada").status_code for _attempt in range(6)]
    assert statuses == [401] * 5 + [429]
    blocked = enter(client, one.login)
    assert blocked.status_code == 429
    assert "Muitas tentativas" in blocked.get_data(as_text=True)
    assert refusals(app)[-1] == {"motivo": "LIMITE", "usuario_id": one.user_id}
    assert len(refusals(app)) == 6, "a flood makes one event a minute"
    assert enter(app.test_client(), other.login).status_code == 303


def test_success_does_not_count_as_a_failure(app: Flask, staff: Staff) -> None:
    actor = staff("ATENDENTE")
    assert [enter(app.test_client(), actor.login).status_code for _entry in range(8)] == [303] * 8


@pytest.mark.parametrize(
    ("target", "goes"),
    [
        ("/conta", "/conta"),
        ("/atendimentos?pagina=2", "/atendimentos?pagina=2"),
        ("https://exemplo.invalid/", "/"),
        ("//exemplo.invalid/", "/"),
        ("/\\exemplo.invalid", "/"),
        ("\\\\exemplo.invalid", "/"),
        ("javascript:alert(1)", "/"),
        ("/conta\r\nX: 1", "/"),
    ],
)
def test_goes_on_to_local_pages_only(app: Flask, staff: Staff, target: str, goes: str) -> None:
    answer = enter(app.test_client(), staff("ATENDENTE").login, data={"proximo": target})
    assert answer.location == goes


def test_the_dialog_in_place_signs_in_with_json(app: Flask, staff: Staff) -> None:
    actor = staff("ATENDENTE")
    client = app.test_client()
    refused = enter(client, actor.login, "errada", headers=JSON)
    assert (refused.status_code, set(refused.get_json())) == (401, {"erro", "mensagem", "csrf"})
    answer = enter(client, actor.login, headers=JSON)
    assert answer.status_code == 200
    body = answer.get_json()
    assert (body["usuario"], body["unidade"], body["lotacao"]) == (actor.login, "PAAHM-GRU", actor.lotacao_id)
    saved = client.post("/conta/preferencia", data={"csrf_token": body["csrf"]})
    assert saved.status_code == 303


def test_json_is_throttled_with_a_message(app: Flask) -> None:
    client = app.test_client()
    answers = [enter(client, "quem.nao.existe", headers=JSON) for _attempt in range(6)]
    assert answers[-1].status_code == 429
    assert "espere" in answers[-1].get_json()["mensagem"]


def test_conta_sessao_tells_who_is_there_or_offers_a_token(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    actor = staff("ATENDENTE")
    there = sign_in(actor).get("/conta/sessao").get_json()
    assert (there["usuario"], there["unidade"]) == (actor.login, "PAAHM-GRU")
    visitor = app.test_client()
    offered = visitor.get("/conta/sessao")
    assert offered.status_code == 401
    data = {"login": actor.login, "password": PASSWORD, "csrf_token": offered.get_json()["csrf"]}
    assert visitor.post("/entrar", data=data, headers=JSON).status_code == 200


def test_the_first_entry_asks_for_a_new_password(app: Flask, staff: Staff) -> None:
    actor = staff("ATENDENTE")
    change_user(app, actor, deve_trocar_senha=True)
    client = app.test_client()
    assert enter(client, actor.login).status_code == 303
    for path in ("/", "/conta", "/atendimentos/novo"):
        answer = client.get(path)
        assert answer.location == "/senha" or answer.status_code == 404
    token = csrf_of(client.get("/senha").get_data(as_text=True))
    new = "Tres-pratos-de-trigo-71"
    data = {"senha_atual": PASSWORD, "senha_nova": new, "confirmacao": new, "csrf_token": token}
    assert client.post("/senha", data=data).location == "/"
    assert client.get("/").status_code == 200
    assert enter(app.test_client(), actor.login, PASSWORD).status_code == 401
    assert enter(app.test_client(), actor.login, new).status_code == 303


def test_the_present_password_is_not_guessed_inside_a_session(staff: Staff, sign_in: SignIn) -> None:
    client, new = sign_in(staff("ATENDENTE")), "Tres-pratos-de-trigo-71"
    token = csrf_of(client.get("/senha").get_data(as_text=True))
    data = {"senha_nova": new, "confirmacao": new, "csrf_token": token}
    for _ in range(5):
        assert client.post("/senha", data={**data, "senha_atual": "nao-e-esta"}).status_code == 422
    assert client.post("/senha", data={**data, "senha_atual": PASSWORD}).status_code == 429


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("curta-1", "12 caracteres"),
        ("aaaaaaaaaaaaaaaa", "caracteres diferentes"),
        ("minha-senha-secreta-9", "palavras comuns"),
        ("maria-anda-de-bonde-9", "seu nome"),
        (PASSWORD, "diferente da atual"),
    ],
)
def test_a_weak_password_is_refused(staff: Staff, sign_in: SignIn, new: str, message: str) -> None:
    client = sign_in(staff("ATENDENTE", login="maria.souza"))
    token = csrf_of(client.get("/senha").get_data(as_text=True))
    data = {"senha_atual": PASSWORD, "senha_nova": new, "confirmacao": new, "csrf_token": token}
    answer = client.post("/senha", data=data)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)


def test_several_postings_are_chosen_one_at_a_time(app: Flask, staff: Staff, clock: MovableClock) -> None:
    actor = staff("ATENDENTE")
    second = add_posting(app, actor, "ATENDENTE", "PAAHM-GIG", clock)
    client = app.test_client()
    enter(client, actor.login)
    assert client.get("/").location == "/lotacao"
    page = client.get("/lotacao").get_data(as_text=True)
    assert "Guarulhos" in page
    assert "Galeão" in page
    before = client.get_cookie("sisetp")
    data = {"lotacao": second, "csrf_token": csrf_of(page)}
    assert client.post("/lotacao", data=data).location == "/"
    after = client.get_cookie("sisetp")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert "PAAHM-GIG" in client.get("/").get_data(as_text=True)
    token = csrf_of(client.get("/lotacao").get_data(as_text=True))
    assert client.post("/lotacao", data={"lotacao": 999, "csrf_token": token}).status_code == 404


def test_changing_posting_does_not_begin_the_absolute_life_again(app: Flask, staff: Staff, clock: MovableClock) -> None:
    actor = staff("ATENDENTE")
    second = add_posting(app, actor, "ATENDENTE", "PAAHM-GIG", clock)
    client = app.test_client()
    enter(client, actor.login)
    for turn in range(24):
        clock.advance(minutes=25)
        token = csrf_of(client.get("/lotacao").get_data(as_text=True))
        chosen = second if turn % 2 else actor.lotacao_id
        assert client.post("/lotacao", data={"lotacao": chosen, "csrf_token": token}).location == "/"
    clock.advance(minutes=1)
    assert client.get("/").location.startswith("/entrar")


def test_the_dialog_returns_to_the_posting_it_left(app: Flask, staff: Staff, clock: MovableClock) -> None:
    actor = staff("ATENDENTE")
    second = add_posting(app, actor, "ATENDENTE", "PAAHM-GIG", clock)
    answer = enter(app.test_client(), actor.login, headers=JSON, data={"lotacao": second})
    assert answer.get_json()["unidade"] == "PAAHM-GIG"
    forged = enter(app.test_client(), actor.login, headers=JSON, data={"lotacao": 999})
    assert forged.get_json()["unidade"] is None


def test_without_a_posting_in_force_nothing_opens(app: Flask, staff: Staff, clock: MovableClock) -> None:
    actor = staff("ATENDENTE")
    with app.app_context(), unit_of_work(OPERATOR) as session:
        session.get_one(Lotacao, actor.lotacao_id).confirmed_at = None
    client = app.test_client()
    enter(client, actor.login)
    assert client.get("/").location == "/lotacao"
    assert "Nenhuma lotação em vigor" in client.get("/lotacao").get_data(as_text=True)


def close_account(app: Flask, actor: Actor) -> None:
    change_user(app, actor, active=False)


def change_user(app: Flask, actor: Actor, **values: object) -> None:
    with app.app_context(), unit_of_work(OPERATOR) as session:
        row = session.get_one(Usuario, actor.user_id)
        for name, value in values.items():
            setattr(row, name, value)


def add_posting(app: Flask, actor: Actor, papel: str, unidade: str, clock: MovableClock) -> int:
    with app.app_context(), unit_of_work(OPERATOR) as session:
        unit = session.scalars(select(Unidade).where(Unidade.codigo == unidade)).one()
        row = Lotacao(
            usuario_id=actor.user_id,
            unidade_id=unit.id,
            papel=papel,
            inicio=date(2020, 1, 1),
            granted_at=clock.now(),
            confirmed_at=clock.now(),
        )
        session.add(row)
        session.flush()
        return row.id


def without_what_was_typed(page: str) -> str:
    page = page.replace(csrf_of(page), "")
    start = page.index('name="login"')
    return page[:start] + page[page.index(">", start) :]
