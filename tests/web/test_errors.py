"""Every mistake gets a page in Portuguese (or JSON), loses nothing and says nothing it should not."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.domain.errors import Unreadable
from sisetp.web import guard
from tests.support.staff import csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
JSON = {"Accept": "application/json"}
SECRET = "Aurora Segredo 123.456.789-09"


def break_home(app: Flask, error: Exception) -> None:
    def broken() -> str:
        raise error

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["inicio.inicio"] = guard.guarded(Permission.CONTA_USAR)(broken)


def test_unknown_addresses_and_methods(app: Flask) -> None:
    client = app.test_client()
    assert "não" in client.get("/nao-existe").get_data(as_text=True).lower()
    assert client.get("/nao-existe", headers=JSON).get_json() == {"erro": "404", "mensagem": "Não encontrado."}
    assert client.put("/entrar").status_code == 405


@pytest.mark.parametrize("query", ["%ff", "q=%c3%28", "a=%00"])
def test_broken_text_in_the_address_is_refused(app: Flask, query: str) -> None:
    assert app.test_client().get(f"/entrar?{query}").status_code == 400


@pytest.mark.parametrize("body", [b"login=%ff", b"login=\xff\xfe", b"%c3%28=x", b"login=a%00b"])
def test_broken_text_in_a_form_is_refused(app: Flask, body: bytes) -> None:
    answer = app.test_client().post("/entrar", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


def test_broken_text_in_a_form_with_parts_is_refused(app: Flask) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xff\xfe\r\n--x--\r\n'
    answer = app.test_client().post("/entrar", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400


def test_files_are_refused(app: Flask) -> None:
    data = {"login": "x", "arquivo": (io.BytesIO(b"conteudo"), "a.txt")}
    answer = app.test_client().post("/entrar", data=data, content_type="multipart/form-data")
    assert answer.status_code == 415


def test_a_form_with_parts_and_no_file_is_read(app: Flask) -> None:
    client = app.test_client()
    token = csrf_of(client.get("/entrar").get_data(as_text=True))
    data = {"login": "x", "password": "y", "csrf_token": token}
    assert client.post("/entrar", data=data, content_type="multipart/form-data").status_code == 401


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_too_large_a_body_is_refused(app: Flask, content_type: str) -> None:
    answer = app.test_client().post("/entrar", data=b"login=" + b"a" * 1_100_000, content_type=content_type)
    assert answer.status_code == 413
    assert 'lang="pt-BR"' in answer.get_data(as_text=True)


def test_an_old_form_token_gives_back_what_was_typed(staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff("CGETP_ADMIN"))
    data = {"nome": 'Maria "Demonstração" <Souza>', "login": "maria.souza", "profissao": "", "csrf_token": "velho"}
    answer = client.post("/usuarios/novo", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert 'value="Maria &#34;Demonstração&#34; &lt;Souza&gt;"' in page
    again = {**data, "csrf_token": csrf_of(page)}
    assert client.post("/usuarios/novo", data=again).status_code == 200


def test_an_old_form_token_never_gives_back_a_password(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff("ATENDENTE"))
    data = {"senha_atual": SECRET, "senha_nova": SECRET, "confirmacao": SECRET}
    assert SECRET not in client.post("/senha", data=data).get_data(as_text=True)
    visitor = app.test_client().post("/entrar", data={"login": SECRET, "password": SECRET})
    assert visitor.status_code == 400
    assert SECRET not in visitor.get_data(as_text=True)


def test_a_script_with_an_old_token_gets_a_new_one(staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff("ATENDENTE"))
    answer = client.post("/conta/preferencia", headers=JSON)
    assert answer.status_code == 400
    again = client.post("/conta/preferencia", headers={**JSON, "X-CSRFToken": answer.get_json()["csrf"]})
    assert again.status_code == 303


def test_an_unforeseen_error_has_a_code_and_no_value(
    app: Flask, staff: Staff, sign_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    client = sign_in(staff("ATENDENTE"))
    break_home(app, ValueError(SECRET))
    page = client.get("/")
    assert page.status_code == 500
    assert SECRET not in page.get_data(as_text=True)
    written = capsys.readouterr().err
    assert SECRET not in written
    (line,) = [line for line in written.splitlines() if '"falha"' in line]
    assert '"excecao": "ValueError"' in line
    code = line.split('"incidente": "')[1].split('"')[0]
    assert code in page.get_data(as_text=True)
    assert client.get("/", headers=JSON).get_json()["erro"] == "500"


def test_a_record_that_does_not_open_is_named_and_nothing_else(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff("ATENDENTE"))
    break_home(app, Unreadable("0b7c2f5e"))
    page = client.get("/")
    assert page.status_code == 500
    assert "0b7c2f5e" in page.get_data(as_text=True)
