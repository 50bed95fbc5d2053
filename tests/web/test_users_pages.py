"""Pages of the administration: create a user, give a role, reset, close; and the second person's page."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sisetp.access.actor import Actor
from sisetp.db.models.usuario import Usuario
from sisetp.db.session import unit_of_work
from tests.support.clock import MovableClock
from tests.support.staff import OPERATOR, csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


def post(client: FlaskClient, path: str, form_page: str = "/usuarios/novo", **data: object) -> TestResponse:
    token = csrf_of(client.get(form_page).get_data(as_text=True))
    return client.post(path, data={**data, "csrf_token": token})


def created(client: FlaskClient, login: str = "maria.souza") -> tuple[str, str]:
    """Address of the new user's page, and the temporary password shown."""
    answer = post(client, "/usuarios/novo", nome="Maria Demonstração Souza", login=login, profissao="AS")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200, page
    return page.split('br-button primary" href="')[1].split('"')[0], page.split("<code>")[1].split("</code>")[0]


def give(client: FlaskClient, page: str, **data: object) -> TestResponse:
    fields = {"inicio": "20/11/2026", "fim": "", "unidade_id": "", **data}
    return post(client, f"{page}/lotacoes", "/usuarios/novo", **fields)


def unit_option(client: FlaskClient, page: str, codigo: str) -> str:
    text = client.get(page).get_data(as_text=True)
    return text[: text.index(f">{codigo} —")].rsplit('value="', 1)[1].split('"')[0]


def test_a_new_officer_enters_only_after_a_second_person_confirmed(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    admin, head = sign_in(staff("CGETP_ADMIN")), sign_in(staff("COORDENACAO"))
    page, password = created(admin)
    answer = give(admin, page, papel="ATENDENTE", unidade_id=unit_option(admin, page, "PAAHM-GRU"))
    assert answer.location == page
    assert "Espera confirmação" in admin.get(page).get_data(as_text=True)
    assert "confirmação para ter efeito" in head.get("/").get_data(as_text=True)
    waiting = head.get("/acessos").get_data(as_text=True)
    assert "Maria Demonstração Souza" in waiting
    request_id = waiting.split('name="pedido" value="')[1].split('"')[0]
    answer = post(head, "/acessos/confirmar", "/acessos", tipo="papel", pedido=request_id)
    assert answer.status_code == 303
    assert "Em vigor" in admin.get(page).get_data(as_text=True)
    officer = app.test_client()
    token = csrf_of(officer.get("/entrar").get_data(as_text=True))
    data = {"login": "maria.souza", "password": password, "csrf_token": token}
    assert officer.post("/entrar", data=data).status_code == 303
    assert officer.get("/").location == "/senha"


def test_the_second_person_can_refuse(staff: Staff, sign_in: SignIn) -> None:
    admin, head = sign_in(staff("CGETP_ADMIN")), sign_in(staff("COORDENACAO"))
    page, _password = created(admin)
    give(admin, page, papel="TECNICO", unidade_id=unit_option(admin, page, "PAAHM-GRU"))
    waiting = head.get("/acessos").get_data(as_text=True)
    request_id = waiting.split('name="pedido" value="')[1].split('"')[0]
    data = {"tipo": "papel", "pedido": request_id, "motivo": "NAO_CONHECE"}
    assert post(head, "/acessos/recusar", "/acessos", **data).status_code == 303
    assert "Recusado" in admin.get(page).get_data(as_text=True)
    assert "Nenhum pedido" in head.get("/acessos").get_data(as_text=True)


def test_forged_decisions_are_refused(staff: Staff, sign_in: SignIn) -> None:
    admin, elsewhere = sign_in(staff("CGETP_ADMIN")), sign_in(staff("COORDENACAO", "NETP-SP"))
    staff("COORDENACAO")
    page, _password = created(admin)
    give(admin, page, papel="ATENDENTE", unidade_id=unit_option(admin, page, "PAAHM-GRU"))
    for client, status in ((elsewhere, 404), (admin, 403)):
        answers = [post(client, "/acessos/confirmar", "/conta", tipo="papel", pedido=number) for number in range(1, 9)]
        assert {answer.status_code for answer in answers} <= {status, 404}
    assert "Espera confirmação" in admin.get(page).get_data(as_text=True)
    assert post(elsewhere, "/acessos/confirmar", "/conta", tipo="outro", pedido="x").status_code == 400


def test_messages_come_back_beside_the_fields(staff: Staff, sign_in: SignIn) -> None:
    admin = sign_in(staff("CGETP_ADMIN"))
    answer = post(admin, "/usuarios/novo", nome="Maria", login="Maria Souza", profissao="")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="login-erro"' in page
    assert 'value="Maria Souza"' in page
    user_page, _password = created(admin)
    refused = give(admin, user_page, papel="CGETP_GESTAO", unidade_id=unit_option(admin, user_page, "NETP-SP"))
    assert refused.status_code == 422
    assert "papel é nacional" in refused.get_data(as_text=True)


def test_a_temporary_password_is_nowhere_in_clear(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    admin = sign_in(staff("CGETP_ADMIN"))
    page, password = created(admin)
    assert password not in admin.get(page).get_data(as_text=True)
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        row = session.scalars(select(Usuario).where(Usuario.login == "maria.souza")).one()
        assert row.password.startswith("$argon2id$")
        assert row.deve_trocar_senha
    reset = post(admin, f"{page}/senha").get_data(as_text=True)
    assert password not in reset
    assert "<code>" in reset


def test_ending_a_role_takes_the_person_out_at_once(staff: Staff, sign_in: SignIn) -> None:
    officer = staff("ATENDENTE")
    client, admin = sign_in(officer), sign_in(staff("CGETP_ADMIN"))
    path = f"/usuarios/{officer.user_id}/lotacoes/{officer.lotacao_id}/encerrar"
    assert post(admin, path).status_code == 303
    assert client.get("/").location == "/entrar"


def test_closing_an_account_asks_to_be_sure(staff: Staff, sign_in: SignIn) -> None:
    officer, boss = staff("ATENDENTE"), staff("CGETP_ADMIN")
    client, admin = sign_in(officer), sign_in(boss)
    path = f"/usuarios/{officer.user_id}/desativar"
    post(admin, path)
    assert client.get("/").status_code == 200
    post(admin, path, certeza="y")
    assert client.get("/").location == "/entrar"
    post(admin, f"/usuarios/{boss.user_id}/desativar", certeza="y")
    assert admin.get("/").status_code == 200


def test_a_user_who_does_not_exist_is_not_found(staff: Staff, sign_in: SignIn) -> None:
    admin = sign_in(staff("CGETP_ADMIN"))
    assert admin.get("/usuarios/9999").status_code == 404
    assert post(admin, "/usuarios/9999/senha").status_code == 404
    assert admin.get("/usuarios/99999999999999999999").status_code == 404
