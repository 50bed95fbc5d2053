"""Months on screen: the unit signs, the coordination checks, returns and closes, and the board has no number."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from tests.support.clock import MovableClock
from tests.support.desk import attend, events
from tests.support.fichas import person
from tests.support.periodos import BEGINNING, MARCH_5, send
from tests.support.staff import PASSWORD, csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


@pytest.fixture
def head(staff: Staff, clock: MovableClock) -> Actor:
    """Coordenação of Guarulhos since January 2026; it is the 5th of March."""
    clock.instant = BEGINNING
    actor = staff(Role.COORDENACAO)
    clock.instant = MARCH_5
    return actor


@pytest.fixture
def unit(head: Actor, sign_in: SignIn) -> FlaskClient:
    return sign_in(head)


@pytest.fixture
def national(head: Actor, staff: Staff, sign_in: SignIn) -> FlaskClient:
    return sign_in(staff(Role.CGETP_GESTAO, unidade=None))


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def post(client: FlaskClient, path: str, seen: str, **fields: str) -> tuple[int, str]:
    answer = client.post(path, data={"csrf_token": csrf_of(text(client, seen)), **fields})
    return answer.status_code, answer.get_data(as_text=True)


def test_the_unit_finds_what_to_send_and_signs_it(unit: FlaskClient, head: Actor) -> None:
    page = text(unit, "/periodos")
    assert "Próximo a enviar: janeiro de 2026" in page
    assert "venceu há 15 dias úteis" in page
    assert "! Atrasado" in page
    assert "… Em curso" in page
    page = text(unit, "/periodos/2026/1")
    assert 'autocomplete="current-password"' in page
    assert "Nada impede o envio" in page
    status, page = post(unit, "/periodos/2026/1/enviar", "/periodos/2026/1", declara="y", senha="nao-e-esta")
    assert status == 422
    summary = page.partition('id="resumo-de-erros"')[2].partition("</ul>")[0]
    assert '<a href="#senha">Sua senha: A senha não confere.</a>' in summary
    assert "nao-e-esta" not in page
    assert "checked" in page[page.index('id="declara"') - 120 : page.index('id="declara"') + 120]
    status, _page = post(unit, "/periodos/2026/1/enviar", "/periodos/2026/1", declara="y", senha=PASSWORD)
    assert status == 303
    page = text(unit, "/periodos/2026/1")
    assert "↑ Enviado" in page
    assert head.nome in page
    assert "Assinar e enviar" not in page


def test_a_signature_is_not_guessed(app: Flask, unit: FlaskClient, head: Actor) -> None:
    address, seen = "/periodos/2026/1/enviar", "/periodos/2026/1"
    for _ in range(5):
        assert post(unit, address, seen, declara="y", senha="nao-e-esta")[0] == 422
    assert [details["permissao"] for _action, details in events(app, head, "recusa")] == ["periodo:enviar"] * 5
    status, page = post(unit, address, seen, declara="y", senha=PASSWORD)
    assert (status, "Muitas tentativas seguidas" in page) == (429, True)
    assert "Assinar e enviar" in text(unit, seen)


def test_a_running_month_shows_no_signature(unit: FlaskClient) -> None:
    page = text(unit, "/periodos/2026/3")
    assert "Pode ser enviado depois do último dia do mês, até 10/04/2026." in page
    assert 'name="senha"' not in page
    status, page = post(unit, "/periodos/2026/3/enviar", "/periodos/2026/1", declara="y", senha=PASSWORD)
    assert status == 422
    assert "O mês ainda não terminou." in page


@pytest.mark.parametrize("path", ["/periodos/2026/4", "/periodos/2025/12", "/periodos/2026/13", "/periodos?ano=2020"])
def test_months_that_the_unit_does_not_have_are_not_found(unit: FlaskClient, path: str) -> None:
    assert unit.get(path).status_code == 404


def test_technicians_see_what_is_missing_and_do_not_sign(head: Actor, staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff(Role.TECNICO))
    page = text(client, "/periodos/2026/2")
    assert "Quem assina e envia é a coordenação da unidade." in page
    assert 'name="senha"' not in page
    data = {"csrf_token": csrf_of(text(client, "/conta")), "declara": "y", "senha": PASSWORD}
    assert client.post("/periodos/2026/2/enviar", data=data).status_code == 403


def test_the_coordination_checks_returns_and_closes(
    app: Flask, head: Actor, unit: FlaskClient, national: FlaskClient, clock: MovableClock
) -> None:
    send(app, head, clock, 1)
    here = f"/quadro/{head.unidade_id}/2026/1"
    assert f'href="{here}"' in text(national, "/quadro")
    status, page = post(national, f"{here}/devolver", here, motivo="")
    assert status == 422
    assert "Escolha o motivo da devolução." in page
    assert post(national, f"{here}/devolver", here, motivo="FALTAM_CASOS")[0] == 303
    assert "A CGETP devolveu este mês: Faltam casos ou evoluções." in text(unit, "/periodos/2026/1")
    status, page = post(national, f"{here}/conferir", here)
    assert status == 422
    assert "Só se confere um mês enviado." in page
    send(app, head, clock, 1)
    assert post(national, f"{here}/conferir", here)[0] == 303
    status, page = post(national, f"{here}/consolidar", here)
    assert status == 422
    assert "Marque para continuar." in page
    assert post(national, f"{here}/consolidar", here, certeza="y")[0] == 303
    page = text(national, here)
    assert "■ Consolidado" in page
    assert "/devolver" not in page
    assert "■ Consolidado" in text(unit, "/periodos")


def test_the_board_is_the_same_with_and_without_records(
    app: Flask, head: Actor, national: FlaskClient, clock: MovableClock
) -> None:
    """Nothing that a unit registers changes a letter of the board: there is no number in it to change."""
    send(app, head, clock, 1)
    pages = ("/quadro", f"/quadro/{head.unidade_id}/2026/1", f"/quadro/{head.unidade_id}/2026/2")
    before = [plain(text(national, path)) for path in pages]
    for _number in range(3):
        attend(app, head, clock, person(), inicio=clock.now())
    assert [plain(text(national, path)) for path in pages] == before
    assert before[0].count(", atrasado") == 25
    assert national.get("/periodos").status_code == 403
    assert national.get("/periodos/2026/1").status_code == 403


def plain(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_a_deadline_is_extended_for_one_unit(head: Actor, unit: FlaskClient, national: FlaskClient) -> None:
    page = text(national, "/prazos")
    assert "<td>10/03/2026</td>" in page
    asked = {"mes": "2", "etapa": "ENVIO", "unidade_id": str(head.unidade_id), "motivo": "SISTEMA"}
    status, page = post(national, "/prazos", "/prazos", **asked, data="09/03/2026")
    assert status == 422
    assert "só pode ser prorrogado: hoje é 10/03/2026" in page
    assert 'value="09/03/2026"' in page
    assert post(national, "/prazos", "/prazos", **asked, data="21/03/2026")[0] == 303
    assert "PAAHM-GRU" in text(national, "/prazos")
    assert "23/03/2026" in text(unit, "/periodos")


@pytest.mark.parametrize(("field", "value"), [("mes", "13"), ("etapa", "XX"), ("motivo", ""), ("data", "amanhã")])
def test_a_deadline_badly_asked_says_why(national: FlaskClient, field: str, value: str) -> None:
    asked = {"mes": "2", "etapa": "ENVIO", "unidade_id": "", "motivo": "SISTEMA", "data": "21/03/2026", field: value}
    status, page = post(national, "/prazos", "/prazos", **asked)
    assert status == 422
    assert 'class="erro"' in page
    assert "Not a valid" not in page


def test_home_reminds_who_acts(
    app: Flask, head: Actor, unit: FlaskClient, national: FlaskClient, clock: MovableClock
) -> None:
    assert 'href="/periodos/2026/1"' in text(unit, "/")
    assert "espera conferência" not in text(national, "/")
    send(app, head, clock, 1)
    assert "<strong>1</strong> mês enviado espera conferência." in text(national, "/")
    assert 'href="/periodos/2026/1"' not in text(unit, "/")
