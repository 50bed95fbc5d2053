"""The data inventory: every field, who may see it, and an export that leaves a trace."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.session import unit_of_work
from sisetp.domain.fields import CATALOGUE
from sisetp.domain.inventory import HEADER
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
READERS = (Role.COORDENACAO, Role.CGETP_GESTAO, Role.CGETP_ADMIN, Role.ENCARREGADO)


def exports(app: Flask) -> list[AuditEvent]:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.acao == "exportar")))


@pytest.mark.parametrize("role", READERS)
def test_the_page_shows_every_field(staff: Staff, sign_in: SignIn, role: Role) -> None:
    page = sign_in(staff(role)).get("/inventario").get_data(as_text=True)
    assert page.count('<th scope="row">') == len(CATALOGUE)
    assert "LGPD art. 11, II, b" in page
    assert "Retenção" in page


def test_the_file_has_every_field_and_its_export_is_an_event(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    answer = sign_in(staff(Role.ENCARREGADO)).get("/inventario.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="inventario-de-dados.csv"'
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert tuple(rows[0]) == HEADER
    assert [(row[0], row[2]) for row in rows[1:]] == list(CATALOGUE)
    [event] = exports(app)
    assert event.detalhes == f'{{"formato":"csv","quantidade":{len(CATALOGUE)},"tipo":"inventario"}}'


def test_the_export_of_a_coordination_is_in_its_own_chain(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    coordination = staff(Role.COORDENACAO)
    sign_in(coordination).get("/inventario.csv")
    [event] = exports(app)
    assert event.cadeia == f"UNIDADE-{coordination.unidade_id}"


@pytest.mark.parametrize("role", [role for role in Role if role not in READERS])
def test_other_roles_are_refused(app: Flask, staff: Staff, sign_in: SignIn, role: Role) -> None:
    client = sign_in(staff(role))
    assert client.get("/inventario").status_code == 403
    assert client.get("/inventario.csv").status_code == 403
    assert exports(app) == []
