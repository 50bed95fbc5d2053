"""The audit trail on screen: scope of each role, filters, labels, reading recorded, number of queries."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.base import db
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import CancelAtendimento
from sisetp.domain.codelists import codelist
from sisetp.services import alteracoes, registro
from tests.support.clock import MovableClock
from tests.support.fichas import ficha, person
from tests.support.staff import OPERATOR, csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


def registered(app: Flask, actor: Actor, clock: MovableClock, times: int = 1) -> list[str]:
    """Codes of atendimentos registered by an actor."""
    assert actor.unidade_id is not None
    codes = []
    with app.app_context():
        for _ in range(times):
            with unit_of_work(actor) as session:
                made = registro.register(session, actor, ficha(actor.unidade_id, person()), clock=clock)
                codes.append(made.atendimentos[0][1])
    return codes


def actions(app: Flask) -> list[str]:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        return list(session.scalars(select(AuditEvent.acao).order_by(AuditEvent.id)))


def test_coordination_reads_its_own_unit_and_no_other(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    [own] = registered(app, staff(Role.ATENDENTE), clock)
    [other] = registered(app, staff(Role.ATENDENTE, unidade="PAAHM-GIG"), clock)
    page = sign_in(staff(Role.COORDENACAO)).get("/auditoria").get_data(as_text=True)
    assert f"Atendimento {own}" in page
    assert other not in page
    assert "<td>Registrou um atendimento</td>" in page


def test_the_encarregado_reads_every_unit(app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock) -> None:
    [one] = registered(app, staff(Role.ATENDENTE), clock)
    [two] = registered(app, staff(Role.ATENDENTE, unidade="NETP-PR"), clock)
    page = sign_in(staff(Role.ENCARREGADO, unidade=None)).get("/auditoria").get_data(as_text=True)
    assert f"Atendimento {one}" in page
    assert f"Atendimento {two}" in page


def test_administration_reads_the_configuration_only(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    [code] = registered(app, staff(Role.ATENDENTE), clock)
    client = sign_in(staff(Role.CGETP_ADMIN, unidade=None))
    page = client.get("/auditoria-do-sistema").get_data(as_text=True)
    assert "<td>Criou uma unidade</td>" in page
    assert code not in page
    assert "<td>Registrou um atendimento</td>" not in page
    assert client.get("/auditoria").status_code == 403


@pytest.mark.parametrize("role", [Role.ATENDENTE, Role.TECNICO, Role.CGETP_GESTAO])
def test_other_roles_are_refused(staff: Staff, sign_in: SignIn, role: Role) -> None:
    client = sign_in(staff(role, unidade=None if role.national else "PAAHM-GRU"))
    assert client.get("/auditoria").status_code == 403
    assert client.get("/auditoria-do-sistema").status_code == 403


def test_reading_is_an_event_with_the_filters_used(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    officer = staff(Role.ATENDENTE)
    [code] = registered(app, officer, clock)
    client = sign_in(staff(Role.COORDENACAO))
    client.get(f"/auditoria?login={officer.login}&registro={code}&acao=gravar&de=2026-11-01")
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert last.acao == "ler_auditoria"
    assert f'"usuario_id":{officer.user_id}' in last.detalhes
    assert f'"alvo_id":"{code}"' in last.detalhes
    assert '"acao":"gravar"' in last.detalhes


def test_a_name_typed_as_record_is_not_kept_in_the_event(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    sign_in(staff(Role.COORDENACAO)).get("/auditoria?registro=Aurora+Demonstra%C3%A7%C3%A3o")
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        assert not [text for text in session.scalars(select(AuditEvent.detalhes)) if "Aurora" in text]


def test_filters_by_person_action_who_and_period(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    one, two = staff(Role.ATENDENTE, login="ana.um"), staff(Role.ATENDENTE, login="bia.dois")
    [first] = registered(app, one, clock)
    [second] = registered(app, two, clock)
    client = sign_in(staff(Role.COORDENACAO))

    def shown(query: str) -> str:
        return client.get(f"/auditoria?{query}").get_data(as_text=True)

    assert f">Atendimento {first}<" in shown(f"registro={first}&acao=gravar")
    assert f">Atendimento {second}<" not in shown(f"registro={first}&acao=gravar")
    assert f">Atendimento {second}<" in shown("login=bia.dois")
    assert f">Atendimento {first}<" not in shown("login=bia.dois")
    assert "Nenhum evento" in shown("acao=cancelar")
    assert "Nenhum evento" in shown("ate=2026-11-19")
    assert f">Atendimento {first}<" in shown("de=2026-11-20&ate=2026-11-20")


def test_details_are_in_words(app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock) -> None:
    officer = staff(Role.ATENDENTE)
    assert officer.unidade_id is not None
    with app.app_context():
        with unit_of_work(officer) as session:
            made = registro.register(session, officer, ficha(officer.unidade_id, person()), clock=clock)
        with unit_of_work(officer) as session:
            command = CancelAtendimento(atendimento_id=made.atendimentos[0][0], versao=1, motivo="DUPLICADA")
            alteracoes.cancel(session, officer, command, clock=clock)
    page = sign_in(staff(Role.COORDENACAO)).get("/auditoria").get_data(as_text=True)
    assert f"motivo: {codelist('motivo_cancelamento').label('DUPLICADA')}" in page
    assert "pessoa nova: sim" in page
    assert "papel: Coordenação da unidade" in page
    assert "selos" not in page


def test_odd_filters_are_left_out(staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff(Role.COORDENACAO))
    for query in ("pagina=x", "pagina=-3", "pagina=99999999999999999999", "acao=%27--", "de=31/31/31", "registro=;"):
        assert client.get(f"/auditoria?{query}").status_code == 200, query


def test_pages_have_fifty_events_and_a_steady_number_of_queries(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    registered(app, staff(Role.ATENDENTE), clock, times=3)
    coordination = staff(Role.COORDENACAO)
    client = sign_in(coordination)
    client.get("/auditoria")
    few = _queries(app, lambda: client.get("/auditoria"))
    registered(app, staff(Role.ATENDENTE), clock, times=60)
    many = _queries(app, lambda: client.get("/auditoria"))
    assert many == few
    page = client.get("/auditoria?pagina=2").get_data(as_text=True)
    assert "Página 2 de" in page


def _queries(app: Flask, act: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_days_of_the_filter_are_read_and_shown_as_brazilians_write_them(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    [code] = registered(app, staff(Role.ATENDENTE), clock)
    client = sign_in(staff(Role.COORDENACAO))
    page = client.get("/auditoria?de=20/11/2026&ate=20/11/2026").get_data(as_text=True)
    assert code in page
    assert 'value="20/11/2026"' in page
    assert code not in client.get("/auditoria?de=21/11/2026").get_data(as_text=True)


def test_a_day_of_the_filter_that_does_not_exist_says_so_beside_its_box(staff: Staff, sign_in: SignIn) -> None:
    client = sign_in(staff(Role.COORDENACAO))
    for address in ("/auditoria?de=31/02/2026", "/atendimentos?de=31/02/2026"):
        page = client.get(address).get_data(as_text=True)
        assert "Use uma data no formato dd/mm/aaaa." in page
        assert 'value="31/02/2026"' in page
    assert "Use uma data" not in client.get("/auditoria?de=&ate=").get_data(as_text=True)


def test_why_somebody_could_not_enter_is_said_in_words(app: Flask, staff: Staff, sign_in: SignIn) -> None:
    staff(Role.ATENDENTE, login="maria")
    client = app.test_client()
    page = client.get("/entrar").get_data(as_text=True)
    client.post("/entrar", data={"login": "maria", "password": "errada-errada-1", "csrf_token": csrf_of(page)})
    shown = sign_in(staff(Role.ENCARREGADO, unidade=None)).get("/auditoria").get_data(as_text=True)
    assert "usuário ou senha não conferem" in shown
    assert "CREDENCIAL" not in shown
