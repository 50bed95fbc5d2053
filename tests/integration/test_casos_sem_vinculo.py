"""Nothing in clear links a case to an atendimento or to a person: neither a column nor an audit event (decision 2)."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models import Atendimento, AuditEvent, Pessoa
from sisetp.db.session import unit_of_work
from sisetp.domain.caso import MudarSituacao, TrocarResponsavel
from sisetp.services.casos import abertura, consulta, impressao, responsavel, situacao
from tests.support.clock import MovableClock
from tests.support.desk import attend, call
from tests.support.fichas import person
from tests.support.procedimentos import NETP, open_one
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
OF_CASES = ("caso", "caso_pessoa", "evolucao", "plano_apoio", "avaliacao_risco", "envolvido")


@pytest.fixture
def followed(app: Flask, staff: Staff, clock: MovableClock) -> UUID:
    """A case opened from an atendimento, read, printed, handed over and ended by its team."""
    tecnica, other = staff("TECNICO", NETP), staff("COORDENACAO", NETP)
    attended = attend(app, tecnica, clock, person())
    call(app, tecnica, abertura.origin, "ATENDIMENTO", attended)
    key = open_one(app, tecnica, clock, origem_tipo="ATENDIMENTO", origem_id=attended, resumo="síntese")
    call(app, tecnica, consulta.of_origin, attended)
    call(app, tecnica, consulta.detail, key, clock=clock, with_process=True)
    call(app, tecnica, impressao.print_case, key, clock=clock)
    step = MudarSituacao(caso_id=key, versao=1, para="SUSPENSO")
    call(app, tecnica, situacao.change_status, step, clock=clock)
    handed = TrocarResponsavel(caso_id=key, versao=2, responsavel_id=other.user_id)
    call(app, tecnica, responsavel.hand_over, handed, clock=clock)
    return key


def traces(app: Flask) -> set[str]:
    """Ids of every atendimento and person, in each way a database may write them."""
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        ids = [*session.scalars(select(Atendimento.id)), *session.scalars(select(Pessoa.id))]
    assert ids
    return {form for key in ids for form in (str(key), key.hex)}


def test_no_column_of_a_case_is_an_atendimento_or_a_person(app: Flask, followed: UUID) -> None:
    known = traces(app)
    raw = {bytes.fromhex(form) for form in known if "-" not in form}
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        connection = session.connection()
        for table in OF_CASES:
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):
                for value in row:
                    if isinstance(value, bytes | memoryview):
                        assert not any(key in bytes(value) for key in raw), table
                    else:
                        assert not any(form in str(value) for form in known), table


def test_no_event_about_a_case_names_either(app: Flask, followed: UUID) -> None:
    known = traces(app)
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        about = [event for event in session.scalars(select(AuditEvent)) if event.alvo_tipo in OF_CASES]
    assert {event.acao for event in about} >= {"abrir_caso", "incluir_pessoa", "imprimir_caso", "situacao_caso"}
    for event in about:
        assert event.pessoa_id is None
        assert not any(form in f"{event.alvo_id} {event.detalhes}" for form in known), event.acao


def test_an_event_about_the_person_never_names_the_case(app: Flask, followed: UUID) -> None:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        about = [event for event in session.scalars(select(AuditEvent)) if event.pessoa_id is not None]
    assert about
    for event in about:
        assert not any(form in f"{event.alvo_id} {event.detalhes}" for form in (str(followed), followed.hex))
