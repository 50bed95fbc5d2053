"""Sharing against the clock: taken back while somebody sends, printed once taken back, sent without its preview."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.db.models.encaminhamento import Copia
from sisetp.domain.encaminhamento import AcrescentarCopia
from sisetp.domain.errors import RuleViolation
from sisetp.services import encaminhamentos
from sisetp.services.encaminhamentos import OFICIO, acesso
from sisetp.services.titulares import retiradas
from sisetp.services.titulares.pessoa import Origem
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, work
from tests.support.encaminhamentos import to_netp, to_service
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
Meanwhile = Callable[[Session], object]


@pytest.fixture
def officer(staff: Staff) -> Actor:
    return staff("TECNICO", "NETP-MG")


@pytest.fixture
def ficha(app: Flask, officer: Actor, clock: MovableClock) -> UUID:
    return attend(app, officer, clock)


def while_waiting_for_the_lock(monkeypatch: pytest.MonkeyPatch, meanwhile: Meanwhile) -> None:
    """What another person commits between the first look at the rows and the moment in which the lock is held."""
    hold, waiting = acesso.lock_units, [meanwhile]

    def lock(session: Session, units: Any) -> None:
        if waiting:
            waiting.pop()(session)
        hold(session, units)

    monkeypatch.setattr(acesso, "lock_units", lock)


def readable(app: Flask) -> list[UUID]:
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        return list(session.scalars(select(Copia.id).where(Copia.revogada_em.is_(None))))


def test_an_authorisation_taken_back_while_a_sending_waits_stops_it(
    app: Flask, officer: Actor, ficha: UUID, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    while_waiting_for_the_lock(
        monkeypatch, lambda session: retiradas.withdraw(session, officer, Origem.FICHA, ficha, clock=clock)
    )
    with pytest.raises(RuleViolation) as refused:
        call(app, officer, encaminhamentos.send, to_netp(app, ficha), clock=clock)
    assert [message.campo for message in refused.value.messages] == ["autorizado"]
    assert readable(app) == []


def test_what_was_sent_while_a_withdrawal_waits_is_taken_back(
    app: Flask, officer: Actor, ficha: UUID, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = to_netp(app, ficha)
    while_waiting_for_the_lock(
        monkeypatch, lambda session: encaminhamentos.send(session, officer, command, clock=clock)
    )
    assert call(app, officer, retiradas.withdraw, Origem.FICHA, ficha, clock=clock) == 1
    assert readable(app) == []


@pytest.mark.parametrize("ended", [False, True])
def test_the_letter_to_a_service_says_nothing_after_the_person_took_it_back(
    app: Flask, officer: Actor, ficha: UUID, clock: MovableClock, *, ended: bool
) -> None:
    key = call(app, officer, encaminhamentos.send, to_service(ficha), clock=clock)
    if ended:
        call(app, officer, encaminhamentos.answer, key, desfecho="ATENDIDA", clock=clock)
    assert call(app, officer, encaminhamentos.slip, key, OFICIO, clock=clock).campos
    call(app, officer, retiradas.withdraw, Origem.FICHA, ficha, clock=clock)
    assert call(app, officer, encaminhamentos.slip, key, OFICIO, clock=clock).campos == ()


def test_sending_an_old_identity_without_its_preview_asks_the_reason_too(
    app: Flask, officer: Actor, ficha: UUID, clock: MovableClock
) -> None:
    clock.advance(days=31)
    command = to_netp(app, ficha, partes=("IDENTIDADE",), resumo="")
    with pytest.raises(RuleViolation) as refused:
        call(app, officer, encaminhamentos.send, command, clock=clock)
    assert [message.campo for message in refused.value.messages] == ["motivo_abertura"]
    profile = to_netp(app, ficha, partes=("PERFIL",), resumo="")
    key = call(app, officer, encaminhamentos.send, profile, clock=clock)
    more = AcrescentarCopia(encaminhamento_id=key, autorizado="S", partes=("CONTATO",), chave_envio="mais")
    with pytest.raises(RuleViolation) as refused:
        call(app, officer, encaminhamentos.add_copy, more, clock=clock)
    assert [message.campo for message in refused.value.messages] == ["motivo_abertura"]
    call(app, officer, encaminhamentos.add_copy, more, clock=clock, motivo_abertura="CONTATO")
