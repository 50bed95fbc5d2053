"""Edges of the trail: civil names opened, counts of what was shown, chains that begin twice, keys sent twice."""

from collections.abc import Callable
from dataclasses import replace
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from sisetp.access.actor import Actor
from sisetp.db import audit_chain
from sisetp.db.models import Atendimento
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import CancelAtendimento
from sisetp.domain.audit import Action
from sisetp.domain.errors import RuleViolation
from sisetp.services import alteracoes, pessoas, registro
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.fichas import IDENTITY, ficha, person
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
TWO_NAMES = replace(IDENTITY, nome_social="Aurora Demonstração Silva", nome_civil="Antônio Demonstração Silva")


def test_the_civil_name_in_a_form_is_an_opening_of_its_own(app: Flask, desk: Actor, clock: MovableClock) -> None:
    atendimento_id = attend(app, desk, clock, person(identidade=TWO_NAMES))
    call(app, desk, alteracoes.open_sheet, atendimento_id, "", clock=clock, reason_after_days=30)
    assert len(events(app, desk, "abrir_nome_civil")) == 1
    with work(app, desk, read_only=True) as session:
        pessoa_id = session.get_one(Atendimento, atendimento_id).pessoa_id
    call(app, desk, pessoas.prefill, pessoa_id)
    assert len(events(app, desk, "abrir_nome_civil")) == 2


def test_one_name_alone_is_no_civil_name_opened(app: Flask, desk: Actor, clock: MovableClock) -> None:
    atendimento_id = attend(app, desk, clock, person(identidade=IDENTITY))
    call(app, desk, alteracoes.open_sheet, atendimento_id, "", clock=clock, reason_after_days=30)
    assert events(app, desk, "abrir_nome_civil") == []


def test_the_question_counts_what_it_showed(app: Flask, desk: Actor, clock: MovableClock) -> None:
    atendimento_id = attend(app, desk, clock)
    gone = CancelAtendimento(atendimento_id=atendimento_id, versao=1, motivo="ENGANO", justificativa="")
    for shown in (1, 0):
        assert len(call(app, desk, pessoas.already_attended, desk.unidade_id, IDENTITY)) == shown
        assert events(app, desk, "ja_atendida")[-1][1]["quantidade"] == shown
        if shown:
            call(app, desk, alteracoes.cancel, gone, clock=clock)


def test_a_ficha_sent_again_from_another_unit_is_refused(
    app: Flask, desk: Actor, staff: Staff, clock: MovableClock
) -> None:
    elsewhere = replace(desk, unidade_id=staff("ATENDENTE", "PAAHM-GIG").unidade_id)
    call(app, desk, registro.register, ficha(desk.unidade_id or 0, chave="mesma-chave"), clock=clock)
    with pytest.raises(RuleViolation):
        call(app, elsewhere, registro.register, ficha(elsewhere.unidade_id or 0, chave="mesma-chave"), clock=clock)
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        assert session.scalar(select(func.count(Atendimento.id))) == 1


def test_two_first_events_of_a_chain_both_stay(app: Flask, desk: Actor, staff: Staff) -> None:
    failures: list[BaseException] = []

    def second() -> None:
        try:
            with app.app_context(), unit_of_work(desk) as session:
                audit_chain.append(session, desk, Action.LISTAR, unidade_id=desk.unidade_id)
        except SQLAlchemyError as error:
            failures.append(error)

    thread = Thread(target=second)
    with app.app_context(), unit_of_work(desk) as session:
        audit_chain.append(session, desk, Action.LISTAR, unidade_id=desk.unidade_id)
        thread.start()
        thread.join(0.5)
    thread.join()
    assert failures == []
    assert len(events(app, desk, "listar")) == 2
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        assert list(audit_chain.verify_chains(session, current_runtime())) == []
