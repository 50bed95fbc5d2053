"""Referrals that leave from a case: what of it goes, handing it over, and sharing in emergency."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.db.models import Caso, CasoPessoa
from sisetp.domain.caso import AbrirCaso, MudarSituacao
from sisetp.domain.caso_pessoa import RetirarPessoa
from sisetp.domain.encaminhamento import AcrescentarCopia, EnviarEncaminhamento
from sisetp.domain.errors import AccessDenied, NotFound, RuleViolation
from sisetp.services import caso_pessoas
from sisetp.services import encaminhamentos as enc
from sisetp.services.casos.abertura import open_case
from sisetp.services.casos.situacao import change_status
from tests.support.caso_pessoas import WORK, included, saving, seen
from tests.support.clock import MovableClock
from tests.support.desk import call, events, work
from tests.support.encaminhamentos import unit_id
from tests.support.procedimentos import DAY, NETP, open_one
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]
EMERGENCY: dict[str, Any] = {
    "autorizado": "DISPENSADO",
    "base": "VIDA",
    "partes": ("IDENTIDADE",),
    "risco_iminente": True,
    "emergencia_confirmada": True,
}


@pytest.fixture
def team(staff: Staff) -> Actor:
    """A technician of the NETP that has the case."""
    return staff("TECNICO", NETP)


@pytest.fixture
def head(staff: Staff) -> Actor:
    """The coordination of the same NETP."""
    return staff("COORDENACAO", NETP)


@pytest.fixture
def other(staff: Staff) -> Actor:
    """A technician of the NETP that receives."""
    return staff("TECNICO", "NETP-SP")


def from_case(app: Flask, caso: UUID, pessoa: UUID, **changes: Any) -> EnviarEncaminhamento:
    """A referral of one person of a case to another NETP, authorised, with the data of the case."""
    command = EnviarEncaminhamento(
        registro_tipo="CASO",
        registro_id=caso,
        pessoa=pessoa,
        destino="NETP",
        unidade_destino_id=unit_id(app, "NETP-SP"),
        autorizado="S",
        partes=("IDENTIDADE", "PERFIL", "TRIAGEM", "NECESSIDADES", "CASO"),
        chave_envio=uuid4().hex,
    )
    return replace(command, **changes)


def test_the_codes_of_that_person_go_and_nothing_is_said_of_her_pessoa_in_the_trail(
    app: Flask, team: Actor, other: Actor, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    texts = {"transito": "passou por lugar que não se partilha"}
    read = seen(app, team, clock, caso, row)
    call(app, team, caso_pessoas.save, saving(read, WORK, textos=texts), clock=clock)
    command = from_case(app, caso, row)
    shown = {(item.parte, item.nome): item.valor for item in call(app, team, enc.preview, command, clock=clock).campos}
    assert shown["CASO", "finalidade"]
    assert shown["CASO", "periodo_inicio"] == "01/2026"
    assert shown["CASO", "risco"] == "Médio"
    assert shown["TRIAGEM", "perfil"]
    assert not any(word in value for value in shown.values() for word in ("partilha", "AAAAMM"))
    key = call(app, team, enc.send, command, clock=clock)
    call(app, other, enc.accept, key, clock=clock)
    copies = call(app, other, enc.received_copies, key, clock=clock)
    assert {(item.parte, item.nome): item.valor for item in copies[0].campos} == shown
    assert call(app, other, enc.detail, key, clock=clock).registro_id is None
    assert [line.id for line in call(app, team, enc.of_record, caso)] == [key]
    assert call(app, other, enc.of_record, caso) == ()
    opened = [name for name, _ in events(app, team, "abrir_ident", "abrir_nome_civil")]
    assert opened[-2:] == ["abrir_ident", "abrir_nome_civil"]
    again = AcrescentarCopia(encaminhamento_id=key, autorizado="S", partes=("CONTATO",), chave_envio="k")
    assert call(app, team, enc.preview_copy, again, clock=clock).partes == ("CONTATO",)
    call(app, team, enc.add_copy, again, clock=clock)
    assert_audit_is_whole(app)


def test_a_case_closed_or_without_the_person_sends_nothing(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, _pessoa = included(app, team, clock)
    empty = open_one(app, team, clock)
    for command in (from_case(app, empty, row), from_case(app, caso, uuid4()), from_case(app, caso, caso)):
        with pytest.raises(RuleViolation, match="pessoa"):
            call(app, team, enc.send, command, clock=clock)
    with pytest.raises(NotFound):
        call(app, team, enc.send, from_case(app, uuid4(), row), clock=clock)
    end = MudarSituacao(caso_id=empty, versao=1, para="ENCERRADO", encerramento_motivo="PEDIDO", data=DAY)
    call(app, team, change_status, end, clock=clock)
    with pytest.raises(RuleViolation, match="registro_id"):
        call(app, team, enc.send, from_case(app, empty, row), clock=clock)
    versao = seen(app, team, clock, caso, row).versao
    out = RetirarPessoa(caso_id=caso, caso_pessoa_id=row, versao=versao, motivo="POR_ENGANO")
    call(app, team, caso_pessoas.remove, out, clock=clock)
    with pytest.raises(RuleViolation, match="pessoa"):
        call(app, team, enc.send, from_case(app, caso, row), clock=clock)


def test_the_desk_does_not_learn_which_service_shelters_somebody_of_a_case(
    app: Flask, team: Actor, staff: Staff, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    shelter = from_case(app, caso, row, destino="CREAS", unidade_destino_id=None, servico="Casa Sigilosa")
    key, desk = call(app, team, enc.send, shelter, clock=clock), staff("ATENDENTE", team.unidade_codigo)
    seen = call(app, desk, enc.detail, key, clock=clock)
    listed = call(app, desk, enc.sent_page, number=1, clock=clock)
    assert "Sigilosa" not in repr((seen, listed))
    assert seen.acoes == frozenset()
    with pytest.raises(AccessDenied):
        call(app, desk, enc.slip, key, enc.GUIA, clock=clock)
    assert call(app, team, enc.detail, key, clock=clock).line.servico == "Casa Sigilosa"
    assert call(app, team, enc.slip, key, enc.GUIA, clock=clock).servico == "Casa Sigilosa"


def test_the_desk_sends_nothing_of_a_case(app: Flask, team: Actor, staff: Staff, clock: MovableClock) -> None:
    caso, row, _pessoa = included(app, team, clock)
    with pytest.raises(AccessDenied):
        call(app, staff("ATENDENTE", NETP), enc.send, from_case(app, caso, row), clock=clock)


def test_a_case_is_handed_over_by_the_coordination_and_opened_by_who_accepts(
    app: Flask, team: Actor, head: Actor, other: Actor, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    command = from_case(app, caso, row, transferencia=True)
    with pytest.raises(AccessDenied):
        call(app, team, enc.send, command, clock=clock)
    with pytest.raises(RuleViolation, match="transferencia"):
        call(app, head, enc.send, replace(command, partes=("PERFIL",)), clock=clock)
    key = call(app, head, enc.send, command, clock=clock)
    assert not call(app, other, enc.detail, key, clock=clock).line.transferencia
    assert call(app, head, enc.lembretes, clock=clock) == ()
    call(app, other, enc.accept, key, clock=clock)
    assert call(app, other, enc.detail, key, clock=clock).line.transferencia
    assert [item.quantidade for item in call(app, head, enc.lembretes, clock=clock)] == [1]
    assert call(app, team, enc.lembretes, clock=clock) == ()
    opening = AbrirCaso(
        abertura=clock.today("America/Sao_Paulo"),
        porta_entrada="REDE",
        risco="ALTO",
        responsavel_id=other.user_id,
        origem_tipo="ENCAMINHAMENTO",
        origem_id=key,
        chave_envio="abrir",
    )
    new = call(app, other, open_case, opening, clock=clock)
    assert len(call(app, other, caso_pessoas.lines, new)) == 1
    call(app, other, enc.answer, key, desfecho="ATENDIDA", clock=clock)
    assert [item.quantidade for item in call(app, head, enc.lembretes, clock=clock)] == [1]
    with work(app, head, read_only=True) as session:
        versao = session.get_one(Caso, caso).versao
    step = MudarSituacao(
        caso_id=caso, versao=versao, para="TRANSFERIDO", encerramento_motivo="TRANSF", data=date(2026, 11, 20)
    )
    call(app, head, change_status, step, clock=clock)
    assert call(app, head, enc.lembretes, clock=clock) == ()
    assert_audit_is_whole(app)


@pytest.mark.parametrize("result", ["CONFIRMADA", "INDEVIDA"])
def test_an_emergency_takes_two_confirmations_and_is_reviewed(
    app: Flask, team: Actor, head: Actor, other: Actor, staff: Staff, clock: MovableClock, result: str
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    command = from_case(app, caso, row, **EMERGENCY)
    for half, missing in (
        (replace(command, risco_iminente=False), "risco_iminente"),
        (replace(command, emergencia_confirmada=False), "emergencia_confirmada"),
    ):
        with pytest.raises(RuleViolation, match=missing):
            call(app, team, enc.send, half, clock=clock)
    with pytest.raises(RuleViolation, match="partes"):
        call(app, team, enc.send, replace(command, partes=("CASO",)), clock=clock)
    with pytest.raises(AccessDenied):
        call(app, staff("ATENDENTE", NETP), enc.send, replace(command, registro_tipo="ATENDIMENTO"), clock=clock)
    key = call(app, team, enc.send, command, clock=clock)
    line = call(app, other, enc.received_page, number=1, clock=clock).lines[0]
    assert (line.emergencia, line.prazo, line.revisao_pendente) == (True, date(2026, 11, 23), False)
    assert [item.urgente for item in call(app, other, enc.lembretes, clock=clock)] == [True]
    call(app, other, enc.accept, key, clock=clock)
    assert [item.quantidade for item in call(app, head, enc.lembretes, clock=clock)] == [1]
    assert "REVISAR" in call(app, head, enc.detail, key, clock=clock).acoes
    with pytest.raises(AccessDenied):
        call(app, team, enc.review_emergency, key, resultado=result, clock=clock)
    with pytest.raises(AccessDenied):
        call(app, staff("COORDENACAO", "NETP-SP"), enc.review_emergency, key, resultado=result, clock=clock)
    with pytest.raises(RuleViolation, match="resultado"):
        call(app, head, enc.review_emergency, key, resultado="TALVEZ", clock=clock)
    call(app, head, enc.review_emergency, key, resultado=result, clock=clock)
    with pytest.raises(RuleViolation, match="situacao"):
        call(app, head, enc.review_emergency, key, resultado=result, clock=clock)
    assert call(app, head, enc.detail, key, clock=clock).revisao == result
    assert call(app, head, enc.lembretes, clock=clock) == ()
    left = call(app, other, enc.received_copies, key, clock=clock)
    assert bool(left) is (result == "CONFIRMADA")
    assert call(app, head, enc.sent_copies, key, clock=clock)[0].base == "VIDA"
    assert_audit_is_whole(app)


def test_nobody_confirms_alone_her_own_emergency(app: Flask, head: Actor, staff: Staff, clock: MovableClock) -> None:
    caso, row, _pessoa = included(app, head, clock)
    alone, key = (
        call(app, head, enc.send, from_case(app, caso, row, **EMERGENCY, chave_envio=name), clock=clock)
        for name in ("um", "dois")
    )
    call(app, head, enc.review_emergency, alone, resultado="CONFIRMADA", clock=clock)  # there is nobody else
    colleague = staff("COORDENACAO", head.unidade_codigo)
    with pytest.raises(RuleViolation, match="resultado"):
        call(app, head, enc.review_emergency, key, resultado="CONFIRMADA", clock=clock)
    call(app, colleague, enc.review_emergency, key, resultado="CONFIRMADA", clock=clock)
    assert call(app, head, enc.detail, key, clock=clock).revisao == "CONFIRMADA"


def test_another_unit_shows_nothing_of_a_case(app: Flask, team: Actor, other: Actor, clock: MovableClock) -> None:
    caso, row, _pessoa = included(app, team, clock)
    with pytest.raises(NotFound):
        call(app, other, enc.preview, from_case(app, caso, row, unidade_destino_id=unit_id(app, NETP)), clock=clock)
    with work(app, team, read_only=True) as session:
        assert session.get_one(CasoPessoa, row).caso_id == caso


def test_an_old_identity_in_a_case_asks_a_reason_too(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, _pessoa = included(app, team, clock)
    command = from_case(app, caso, row)
    clock.advance(days=31)
    with pytest.raises(RuleViolation, match="motivo_abertura"):
        call(app, team, enc.preview, command, clock=clock)
    assert call(app, team, enc.preview, replace(command, motivo_abertura="RETORNOU"), clock=clock).campos
    assert events(app, team, "abrir_ident")[-1][1]["motivo"] == "RETORNOU"
