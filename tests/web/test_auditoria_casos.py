"""The audit page says what was done to cases in words, and lets one case be followed; numbers stay in the unit."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.db.models import Caso
from tests.support.clock import MovableClock
from tests.support.desk import work
from tests.support.procedimentos import open_one

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


def test_a_case_is_shown_by_its_number_and_can_be_followed(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    tecnico, head = staff("TECNICO", "NETP-SP"), staff("COORDENACAO", "NETP-SP")
    key = open_one(app, tecnico, clock)
    with work(app, tecnico, read_only=True) as session:
        numero = session.get_one(Caso, key).numero
    page = sign_in(head).get("/auditoria").get_data(as_text=True)
    assert f"Caso {numero}" in page
    assert f"registro={key}" in page
    followed = sign_in(head).get(f"/auditoria?registro={key}").get_data(as_text=True)
    table = followed.split("<tbody>")[1]
    assert "Abriu um caso novo" in table
    assert "Entrou no sistema" not in table  # the list of actions to choose from, above, names them all


def test_a_national_reader_of_the_audit_never_reads_the_number(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    tecnico = staff("TECNICO", "NETP-SP")
    key = open_one(app, tecnico, clock)
    page = sign_in(staff("ENCARREGADO", None)).get("/auditoria").get_data(as_text=True)
    assert f"Caso {key}" in page
    assert "NETP-SP-2026-0001" not in page
