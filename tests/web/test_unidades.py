"""Units on screen: who lists, who ends one, what an end means, and why none is created here."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.unidade import Unidade
from sisetp.db.session import unit_of_work
from tests.support.clock import MovableClock
from tests.support.procedimentos import open_one
from tests.support.staff import OPERATOR, csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


def unit_id(app: Flask, codigo: str) -> int:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        return session.scalars(select(Unidade.id).where(Unidade.codigo == codigo)).one()


def last_day(app: Flask, codigo: str) -> date | None:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        return session.scalars(select(Unidade).where(Unidade.codigo == codigo)).one().fim


def close(client: FlaskClient, unidade_id: int, **fields: str) -> tuple[int, str]:
    page = client.get(f"/unidades/{unidade_id}/encerrar").get_data(as_text=True)
    data = {"fim": "2026-11-20", "motivo": "CONVENIO", "certeza": "y", "csrf_token": csrf_of(page), **fields}
    answer = client.post(f"/unidades/{unidade_id}/encerrar", data=data)
    return answer.status_code, answer.get_data(as_text=True)


def errors(page: str) -> list[str]:
    return [part.split("</p>")[0] for part in page.split('class="erro"')[1:]]


def test_administration_lists_and_ends_units(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff(Role.CGETP_ADMIN, unidade=None))
    page = client.get("/unidades").get_data(as_text=True)
    assert page.count('<th scope="row">') == 26
    assert "NETP Acre" in page
    assert "Rio Branco" in page
    assert "sisetp unidade criar" in page
    ident = unit_id(app, "NETP-AC")
    assert f"/unidades/{ident}/encerrar" in page
    assert close(client, ident)[0] == 303
    assert last_day(app, "NETP-AC") == date(2026, 11, 20)
    assert "Encerrada em 20/11/2026" in client.get("/unidades").get_data(as_text=True)
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.acao == "encerrar_unidade")).one()
    assert (event.cadeia, event.unidade_id) == ("INSTALACAO", ident)
    assert event.detalhes == '{"codigo":"NETP-AC","fim":"2026-11-20","motivo":"CONVENIO"}'


def test_management_lists_only(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff(Role.CGETP_GESTAO, unidade=None))
    page = client.get("/unidades").get_data(as_text=True)
    assert "NETP Acre" in page
    assert "/encerrar" not in page
    assert client.get(f"/unidades/{unit_id(app, 'NETP-AC')}/encerrar").status_code == 403


@pytest.mark.parametrize("role", [Role.ATENDENTE, Role.TECNICO, Role.COORDENACAO, Role.ANALISTA])
def test_units_do_not_list_the_network(staff: Staff, sign_in: SignIn, role: Role) -> None:
    assert sign_in(staff(role)).get("/unidades").status_code == 403


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"fim": "2026-11-21"}, "entre o início da unidade e hoje"),
        ({"fim": "1990-01-01"}, "entre o início da unidade e hoje"),
        ({"fim": "ontem"}, "Use uma data no formato dd/mm/aaaa"),
        ({"motivo": ""}, "Escolha o motivo"),
        ({"motivo": "XX"}, "Escolha inválida"),
        ({"certeza": ""}, "Marque para continuar"),
    ],
)
def test_a_refused_end_says_why_and_changes_nothing(
    app: Flask, staff: Staff, sign_in: SignIn, fields: dict[str, str], message: str
) -> None:
    client = sign_in(staff(Role.CGETP_ADMIN, unidade=None))
    status, page = close(client, unit_id(app, "NETP-AC"), **fields)
    assert status == 422
    assert message in page, errors(page)
    assert "Not a valid" not in page
    assert last_day(app, "NETP-AC") is None


def test_a_unit_ends_once(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff(Role.CGETP_ADMIN, unidade=None))
    ident = unit_id(app, "NETP-AC")
    token = csrf_of(client.get(f"/unidades/{ident}/encerrar").get_data(as_text=True))
    data = {"fim": "2026-11-19", "motivo": "OUTRO", "certeza": "y", "csrf_token": token}
    assert client.post(f"/unidades/{ident}/encerrar", data=data).status_code == 303
    again = client.post(f"/unidades/{ident}/encerrar", data={**data, "fim": "2026-11-20"})
    assert again.status_code == 422
    assert "já foi encerrada" in again.get_data(as_text=True)
    assert last_day(app, "NETP-AC") == date(2026, 11, 19)


def test_an_unknown_unit_is_not_found(staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff(Role.CGETP_ADMIN, unidade=None))
    assert client.get("/unidades/99999/encerrar").status_code == 404
    assert client.get("/unidades/99999999999999999999/encerrar").status_code == 404


def test_people_of_a_closed_unit_do_not_enter_it(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    officer = staff(Role.ATENDENTE, unidade="NETP-AC")
    client = sign_in(officer)
    assert client.get("/atendimentos").status_code == 200
    close(sign_in(staff(Role.CGETP_ADMIN, unidade=None)), unit_id(app, "NETP-AC"), fim="2026-11-19")
    assert client.get("/atendimentos").status_code != 200


def test_a_unit_with_open_cases_is_not_ended_until_they_go_somewhere(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    head = staff(Role.COORDENACAO, unidade="NETP-AC")
    caso = open_one(app, head, clock)
    page = sign_in(head).get("/unidade/encerramento").get_data(as_text=True)
    assert f"/casos/{caso}" in page
    client = sign_in(staff(Role.CGETP_ADMIN, unidade=None))
    status, page = close(client, unit_id(app, "NETP-AC"))
    assert status == 422
    assert "A unidade ainda tem casos em aberto." in page
    assert last_day(app, "NETP-AC") is None


def test_the_page_of_the_end_names_the_months_to_send(sign_in: SignIn, staff: Staff, clock: MovableClock) -> None:
    head = staff("COORDENACAO", "NETP-AC")
    clock.advance(days=15)
    page = sign_in(head).get("/unidade/encerramento").get_data(as_text=True)
    assert 'href="/periodos/2026/11"' in page
