"""A unit with something of a person waiting does not end, and whoever ends it learns kinds, never rows nor numbers."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.models.caso import Caso
from sisetp.db.models.titular import Requisicao
from sisetp.db.session import UnscopedStatement, unit_of_work
from sisetp.domain.encaminhamento import EnviarEncaminhamento
from sisetp.domain.errors import AccessDenied, RuleViolation
from sisetp.domain.titular import RegistrarRequisicao, ResponderRequisicao
from sisetp.services import encaminhamentos, encerramento, unidades
from sisetp.services.titulares import requisicoes
from sisetp.services.titulares.pessoa import Origem
from sisetp.services.unidades import CloseUnidade
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events
from tests.support.procedimentos import open_one

Staff = Callable[..., Actor]
DAY = date(2026, 11, 20)


def kinds(app: Flask, unidade_id: int, clock: MovableClock) -> tuple[str, ...]:
    with app.app_context(), unit_of_work(encerramento.watcher(unidade_id), read_only=True) as session:
        return encerramento.pending(session, unidade_id, clock=clock).tipos


def end(app: Flask, admin: Actor, unidade_id: int, clock: MovableClock) -> None:
    with app.app_context():
        with unit_of_work(encerramento.watcher(unidade_id), read_only=True) as session:
            left = encerramento.pending(session, unidade_id, clock=clock)
        with unit_of_work(admin) as session:
            command = CloseUnidade(unidade_id=unidade_id, fim=DAY, motivo="CONVENIO")
            unidades.close(session, admin, command, pendencias=left, clock=clock)


def test_each_kind_holds_the_unit_and_its_page_lists_the_rows(app: Flask, staff: Staff, clock: MovableClock) -> None:
    team, head, admin = staff("TECNICO", "NETP-AC"), staff("COORDENACAO", "NETP-AC"), staff("CGETP_ADMIN", None)
    other = staff("TECNICO", "NETP-SP")
    assert team.unidade_id is not None
    assert other.unidade_id is not None
    assert kinds(app, team.unidade_id, clock) == ()
    ficha = attend(app, team, clock)
    asked = RegistrarRequisicao(tipo="ACESSO", pedido="", recebida_em=DAY)
    pedido = call(app, team, requisicoes.register, Origem.FICHA, ficha, asked, clock=clock)
    assert kinds(app, team.unidade_id, clock) == ("pedidos de titulares sem resposta",)
    sending = EnviarEncaminhamento(
        registro_tipo="ATENDIMENTO",
        registro_id=ficha,
        destino="NETP",
        unidade_destino_id=other.unidade_id,
        motivo="SERVICO_ADICIONAL",
        autorizado="S",
        partes=("IDENTIDADE",),
        chave_envio=uuid4().hex,
    )
    sent = call(app, team, encaminhamentos.send, sending, clock=clock)
    caso = open_one(app, team, clock)
    assert kinds(app, team.unidade_id, clock) == (
        "casos em aberto",
        "encaminhamentos enviados sem desfecho",
        "pedidos de titulares sem resposta",
    )
    assert kinds(app, other.unidade_id, clock) == ("encaminhamentos recebidos sem resposta",)
    with pytest.raises(RuleViolation) as broken:
        end(app, admin, team.unidade_id, clock)
    (message,) = broken.value.messages
    assert "casos em aberto, encaminhamentos enviados" in message.mensagem
    assert not any(letter.isdigit() for letter in message.mensagem)
    found = call(app, head, encerramento.to_settle, clock=clock)
    assert [row.id for row in found.casos] == [caso]
    assert [(row.id, row.recebido) for row in found.encaminhamentos] == [(sent, False)]
    assert [row.id for row in found.pedidos] == [pedido]
    assert events(app, head, "listar") == [("listar", {"tipo": "encerramento", "quantidade": 3})]
    with pytest.raises(AccessDenied):
        call(app, team, encerramento.to_settle, clock=clock)
    call(app, team, encaminhamentos.person_refused, sent, desfecho="NAO_QUIS", clock=clock)
    reply = ResponderRequisicao(requisicao_id=pedido, resultado="ATENDIDA", resposta="")
    call(app, team, requisicoes.answer, reply, clock=clock)
    assert kinds(app, team.unidade_id, clock) == ("casos em aberto",)
    assert kinds(app, other.unidade_id, clock) == ()


def test_the_check_reads_one_unit_writes_nothing_and_is_of_that_unit(
    app: Flask, staff: Staff, clock: MovableClock
) -> None:
    here, there = staff("TECNICO", "NETP-AC"), staff("TECNICO", "NETP-SP")
    admin = staff("CGETP_ADMIN", None)
    assert here.unidade_id is not None
    assert there.unidade_id is not None
    open_one(app, there, clock)
    assert kinds(app, here.unidade_id, clock) == ()
    assert not permits(encerramento.watcher(here.unidade_id), Permission.CASO_VER)
    watcher = encerramento.watcher(here.unidade_id)
    with app.app_context(), unit_of_work(watcher, read_only=True) as session:
        assert session.scalars(select(Caso)).all() == []
    with app.app_context(), pytest.raises(UnscopedStatement), unit_of_work(watcher, read_only=True) as session:
        session.add(Requisicao(id=uuid4()))
    with app.app_context():
        with unit_of_work(encerramento.watcher(here.unidade_id), read_only=True) as session:
            left = encerramento.pending(session, here.unidade_id, clock=clock)
        with unit_of_work(admin) as session, pytest.raises(ValueError, match="another unit"):
            command = CloseUnidade(unidade_id=there.unidade_id, fim=DAY, motivo="OUTRO")
            unidades.close(session, admin, command, pendencias=left, clock=clock)
    end(app, admin, here.unidade_id, clock)


def test_a_month_that_nobody_could_send_later_holds_the_unit(app: Flask, staff: Staff, clock: MovableClock) -> None:
    head = staff("COORDENACAO", "NETP-AC")
    assert head.unidade_id is not None
    clock.advance(days=15)
    assert kinds(app, head.unidade_id, clock) == ("meses terminados sem envio",)
    (month,) = call(app, head, encerramento.to_settle, clock=clock).meses
    assert (month.ano, month.mes) == (2026, 11)
