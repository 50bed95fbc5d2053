"""Server-side sessions: what the cookie and the table hold, when they end, and what they refuse to hold."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask import session as flask_session
from flask.testing import FlaskClient
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.app import create_app
from sisetp.db.models.sessao import Sessao
from sisetp.db.models.usuario import Usuario
from sisetp.db.session import unit_of_work
from sisetp.services.sessions import hash_id
from tests.support.clock import MovableClock
from tests.support.installation import close
from tests.support.staff import OPERATOR, PASSWORD, csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


def rows(app: Flask) -> list[Sessao]:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        return list(session.scalars(select(Sessao).order_by(Sessao.created_at)))


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("sisetp")
    assert cookie is not None
    return cookie.value


def test_a_visitor_leaves_no_row_until_a_form_needs_one(app: Flask) -> None:
    client = app.test_client()
    for path in ("/saude", "/privacidade", "/"):
        client.get(path)
    assert rows(app) == []
    client.get("/entrar")
    assert len(rows(app)) == 1


def test_the_id_changes_at_sign_in_and_only_its_hash_is_kept(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    actor = staff("ATENDENTE")
    visitor = app.test_client()
    visitor.get("/entrar")
    before = cookie_of(visitor)
    token = csrf_of(visitor.get("/entrar").get_data(as_text=True))
    visitor.post("/entrar", data={"login": actor.login, "password": PASSWORD, "csrf_token": token})
    after = cookie_of(visitor)
    assert before != after
    kept = {row.id_hash: row for row in rows(app)}
    assert kept[hash_id(before)].revoked_at is not None
    assert kept[hash_id(after)].usuario_id == actor.user_id
    assert after.encode() not in b"".join(row.id_hash + row.data for row in kept.values())


def test_the_cookie_is_closed_to_scripts_and_other_sites(app: Flask) -> None:
    (header,) = app.test_client().get("/entrar").headers.getlist("Set-Cookie")
    value, *attributes = header.split("; ")
    assert value.startswith("sisetp=")
    assert set(attributes) == {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_outside_loopback_the_cookie_is_bound_to_the_host(app: Flask, clock: MovableClock) -> None:
    secure = create_app(replace(app.extensions["sisetp.settings"], secure_cookies=True), clock=clock, testing=True)
    (header,) = secure.test_client().get("/entrar", base_url="https://localhost").headers.getlist("Set-Cookie")
    value, *attributes = header.split("; ")
    assert value.startswith("__Host-sisetp=")
    assert set(attributes) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    close(secure)


def test_a_session_ends_when_idle(staff: Staff, sign_in: SignIn, clock: MovableClock) -> None:
    client = sign_in(staff("ATENDENTE"))
    for _visit in range(3):
        clock.advance(minutes=29)
        assert client.get("/").status_code == 200
    clock.advance(minutes=31)
    assert client.get("/").location == "/entrar"


def test_a_session_ends_for_good_after_ten_hours(staff: Staff, sign_in: SignIn, clock: MovableClock) -> None:
    client = sign_in(staff("ATENDENTE"))
    for _visit in range(24):
        clock.advance(minutes=25)
        assert client.get("/").status_code == 200
    clock.advance(minutes=1)
    assert client.get("/").location == "/entrar"


def test_use_is_noted_at_most_once_a_minute(app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock) -> None:
    client = sign_in(staff("ANALISTA"))
    seen = []
    for _second in range(3):
        clock.advance(seconds=40)
        client.get("/")
        seen.append(rows(app)[-1].seen_at)
    assert len(set(seen)) == 2


def test_signing_out_ends_the_session_on_the_server(staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff("ATENDENTE"))
    stolen = cookie_of(client)
    token = csrf_of(client.get("/").get_data(as_text=True))
    assert client.post("/sair", data={"csrf_token": token}).location == "/entrar?saiu=1"
    client.set_cookie("sisetp", stolen)
    assert client.get("/").location == "/entrar"


def test_signing_out_needs_the_form(staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff("ATENDENTE"))
    assert client.get("/sair").status_code == 405
    assert client.post("/sair").status_code == 400
    assert client.get("/").status_code == 200


def test_a_changed_password_ends_the_other_sessions(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    actor = staff("ATENDENTE")
    here, there = sign_in(actor), sign_in(actor)
    token = csrf_of(here.get("/senha").get_data(as_text=True))
    new = "Tres-pratos-de-trigo-71"
    here.post("/senha", data={"senha_atual": PASSWORD, "senha_nova": new, "confirmacao": new, "csrf_token": token})
    assert here.get("/").status_code == 200
    assert there.get("/").location == "/entrar"
    ended = [row for row in rows(app) if row.usuario_id == actor.user_id and row.revoked_at is not None]
    assert len(ended) == 2, "the other one, and the old id of this one"


def test_a_renewed_account_mark_ends_every_session(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    actor = staff("ATENDENTE")
    client = sign_in(actor)
    with app.app_context(), unit_of_work(OPERATOR) as session:
        session.get_one(Usuario, actor.user_id).fs_uniquifier = "outra"
    assert client.get("/").location == "/entrar"


def test_a_closed_account_is_out_at_once(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    actor = staff("ATENDENTE")
    client = sign_in(actor)
    with app.app_context(), unit_of_work(OPERATOR) as session:
        session.get_one(Usuario, actor.user_id).active = False
    assert client.get("/").location == "/entrar"


def test_other_sessions_of_mine_can_be_ended(staff: Staff, sign_in: SignIn) -> None:
    actor = staff("ATENDENTE")
    here, there = sign_in(actor), sign_in(actor)
    page = here.get("/conta").get_data(as_text=True)
    mark = page.split('name="sessao" value="')[1].split('"')[0]
    here.post("/conta/encerrar", data={"sessao": mark, "csrf_token": csrf_of(page)})
    assert there.get("/").location == "/entrar"
    assert here.get("/").status_code == 200


def test_nobody_ends_the_session_of_another(staff: Staff, sign_in: SignIn) -> None:
    mine, theirs = sign_in(staff("ATENDENTE")), sign_in(staff("ATENDENTE"))
    mark = hash_id(cookie_of(theirs)).hex()[:16]
    token = csrf_of(mine.get("/conta").get_data(as_text=True))
    assert mine.post("/conta/encerrar", data={"sessao": mark, "csrf_token": token}).status_code == 404
    assert theirs.get("/").status_code == 200


def test_a_session_refuses_keys_nobody_declared(app: Flask) -> None:
    with app.test_request_context("/"):
        flask_session["rascunho"] = "qualquer coisa"
        with pytest.raises(RuntimeError, match="rascunho"):
            app.session_interface.save_session(app, flask_session, app.response_class())
