"""A referral between two units: what each side sees, who may do what, and an audit that stays whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models import Unidade
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import CancelAtendimento
from sisetp.domain.encaminhamento import EnviarEncaminhamento
from sisetp.domain.errors import AccessDenied, NotFound, RuleViolation
from sisetp.services import alteracoes
from sisetp.services import encaminhamentos as enc
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events
from tests.support.encaminhamentos import SUMMARY, sent, to_netp, to_service, told
from tests.support.fichas import IDENTITY, unnamed
from tests.support.staff import OPERATOR
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]


@pytest.fixture
def officer(staff: Staff) -> Actor:
    """A technician of the airport desk, who sends."""
    return staff("TECNICO", "PAAHM-GRU")


@pytest.fixture
def netp(staff: Staff) -> Actor:
    """A technician of the NETP of São Paulo, who receives."""
    return staff("TECNICO", "NETP-SP")


def values(copies: tuple[enc.CopiaAberta, ...]) -> dict[str, str]:
    return {campo.nome: campo.valor for copia in copies for campo in copia.campos}


def test_what_was_authorised_arrives_once_accepted_and_nothing_else(
    app: Flask, desk: Actor, officer: Actor, netp: Actor, clock: MovableClock
) -> None:
    registro = attend(app, desk, clock)
    command = to_netp(app, registro)
    shown = call(app, desk, enc.preview, command, clock=clock)
    assert (shown.prazo, shown.limite) == (date(2026, 11, 27), date(2026, 12, 11))
    key = call(app, desk, enc.send, command, clock=clock)
    assert call(app, desk, enc.send, command, clock=clock) == key
    line = call(app, netp, enc.received_page, number=1, clock=clock).lines[0]
    assert (line.id, line.origem, line.destino, line.situacao) == (key, "PAAHM-GRU", "NETP", "ENVIADO")
    before = call(app, netp, enc.detail, key, clock=clock)
    assert (before.papel, before.registro_id, before.resposta, before.copias) == ("DESTINO", None, "", ())
    assert before.acoes == {"ACEITAR", "RECUSAR", "PESSOA_RECUSOU"}
    with pytest.raises(RuleViolation, match="situacao"):
        call(app, netp, enc.received_copies, key, clock=clock)
    call(app, netp, enc.accept, key, clock=clock)
    copies = call(app, netp, enc.received_copies, key, clock=clock)
    assert copies[0].campos == shown.campos
    assert values(copies)["nome_civil"] == IDENTITY.nome_civil
    assert values(copies)["resumo"] == SUMMARY
    assert {campo.parte for campo in copies[0].campos} == {"IDENTIDADE", "CONTATO", "PERFIL", "RESUMO"}
    call(app, netp, enc.answer, key, desfecho="ATENDIDA", resposta="Acolhida em vaga.", clock=clock)
    done = call(app, officer, enc.detail, key, clock=clock)
    assert (done.line.situacao, done.line.desfecho, done.resposta) == ("CONCLUIDO", "ATENDIDA", "Acolhida em vaga.")
    assert done.registro_id == registro
    assert [name for name, _ in events(app, netp, "abrir_copia")] == ["abrir_copia"]
    assert_audit_is_whole(app)


def test_who_sent_from_the_desk_follows_status_dates_and_destination_only(
    app: Flask, desk: Actor, officer: Actor, netp: Actor, clock: MovableClock
) -> None:
    registro = attend(app, desk, clock)
    key = call(app, desk, enc.send, to_netp(app, registro, motivo="MUDANCA", obs="nota da equipe"), clock=clock)
    call(app, netp, enc.accept, key, clock=clock)
    call(app, netp, enc.answer, key, desfecho="PARCIAL", resposta="Relato do NETP.", clock=clock)
    for lines in (
        call(app, desk, enc.sent_page, number=1, clock=clock).lines,
        call(app, desk, enc.of_record, registro),
    ):
        assert [(line.id, line.situacao, line.unidade_destino) for line in lines] == [(key, "CONCLUIDO", "NETP-SP")]
        assert (lines[0].motivo, lines[0].desfecho) == ("", "")
    seen = call(app, desk, enc.detail, key, clock=clock)
    assert seen.papel == "ACOMPANHA"
    assert (seen.resposta, seen.obs, seen.autor, seen.registro_id, seen.partes, seen.copias) == (
        "",
        "",
        "",
        None,
        (),
        (),
    )
    assert seen.acoes == {"GUIA", "OFICIO"}
    for forbidden in (
        lambda: call(app, desk, enc.sent_copies, key, clock=clock),
        lambda: call(app, desk, enc.revoke, key, clock=clock),
        lambda: call(app, desk, enc.person_refused, key, desfecho="DESISTIU", clock=clock),
        lambda: call(app, desk, enc.received_page, number=1, clock=clock),
    ):
        with pytest.raises(AccessDenied):
            forbidden()
    whole = call(app, officer, enc.detail, key, clock=clock)
    assert (whole.papel, whole.obs, whole.resposta) == ("ORIGEM", "nota da equipe", "Relato do NETP.")
    assert whole.partes == ("IDENTIDADE", "CONTATO", "PERFIL", "RESUMO")


def test_a_third_unit_finds_nothing(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    key = sent(app, desk, clock)
    stranger = staff("COORDENACAO", "NETP-MG")
    assert call(app, stranger, enc.received_page, number=1, clock=clock).total == 0
    assert call(app, stranger, enc.sent_page, number=1, clock=clock).total == 0
    attempts: dict[Any, dict[str, str]] = {
        enc.detail: {},
        enc.accept: {},
        enc.refuse: {"desfecho": "SEM_VAGA"},
        enc.answer: {"desfecho": "ATENDIDA"},
        enc.person_refused: {"desfecho": "DESISTIU"},
        enc.expire: {},
        enc.review_emergency: {"resultado": "CONFIRMADA"},
        enc.received_copies: {},
        enc.sent_copies: {},
        enc.revoke: {},
        enc.to_pessoa: {},
    }
    for use_case, more in attempts.items():
        for wanted in (key, uuid4()):
            with pytest.raises(NotFound):
                call(app, stranger, use_case, wanted, **more, clock=clock)
    with pytest.raises(NotFound):
        call(app, stranger, enc.slip, key, enc.GUIA, clock=clock)
    with pytest.raises(NotFound):
        call(app, stranger, enc.send, to_netp(app, attend(app, desk, clock)), clock=clock)


def test_each_side_does_only_its_own(app: Flask, desk: Actor, officer: Actor, netp: Actor, clock: MovableClock) -> None:
    key = sent(app, desk, clock)
    for forbidden in (
        lambda: call(app, officer, enc.accept, key, clock=clock),
        lambda: call(app, officer, enc.refuse, key, desfecho="SEM_VAGA", clock=clock),
        lambda: call(app, officer, enc.answer, key, desfecho="ATENDIDA", clock=clock),
        lambda: call(app, officer, enc.received_copies, key, clock=clock),
        lambda: call(app, netp, enc.sent_copies, key, clock=clock),
        lambda: call(app, netp, enc.revoke, key, clock=clock),
        lambda: call(app, netp, enc.expire, key, clock=clock),
        lambda: call(app, netp, enc.slip, key, enc.GUIA, clock=clock),
    ):
        with pytest.raises(AccessDenied):
            forbidden()


def test_a_person_only_told_shares_nothing_and_no_unit_learns_of_it(
    app: Flask, desk: Actor, officer: Actor, netp: Actor, clock: MovableClock
) -> None:
    registro = attend(app, desk, clock)
    to_unit = to_netp(app, registro, situacao="INFORMADO", autorizado="N", partes=(), resumo="")
    for command in (to_unit, told(registro)):
        assert call(app, desk, enc.preview, command, clock=clock).campos == ()
        call(app, desk, enc.send, command, clock=clock)
    assert call(app, netp, enc.received_page, number=1, clock=clock).total == 0
    lines = call(app, officer, enc.of_record, registro)
    assert {(line.destino, line.servico, line.unidade_destino, line.prazo) for line in lines} == {
        ("NETP", "NETP-SP", None, None),
        ("CREAS", "CREAS Pimentas", None, None),
    }
    with pytest.raises(NotFound):
        call(app, officer, enc.slip, lines[0].id, enc.OFICIO, clock=clock)
    call(app, officer, enc.answer, lines[0].id, desfecho="ATENDIDA", clock=clock)
    assert_audit_is_whole(app)


def test_papers_say_where_to_go_and_only_the_letter_says_who(app: Flask, desk: Actor, clock: MovableClock) -> None:
    key = call(app, desk, enc.send, to_service(attend(app, desk, clock)), clock=clock)
    slip = call(app, desk, enc.slip, key, enc.GUIA, clock=clock)
    assert (slip.destino, slip.servico, slip.unidade, slip.campos) == ("CREAS", "CREAS Pimentas", "PAAHM-GRU", ())
    letter = call(app, desk, enc.slip, key, enc.OFICIO, clock=clock)
    assert {campo.parte for campo in letter.campos} == {"IDENTIDADE"}
    assert [item["tipo"] for _, item in events(app, desk, "imprimir_encaminhamento")] == ["GUIA", "OFICIO"]
    with pytest.raises(NotFound):
        call(app, desk, enc.slip, key, "CARTAZ", clock=clock)


def test_a_colleague_of_the_desk_does_not_print_the_letter_of_another(
    app: Flask, desk: Actor, staff: Staff, clock: MovableClock
) -> None:
    key = call(app, desk, enc.send, to_service(attend(app, desk, clock)), clock=clock)
    colleague = staff("ATENDENTE", "PAAHM-GRU")
    with pytest.raises(AccessDenied):
        call(app, colleague, enc.slip, key, enc.OFICIO, clock=clock)
    assert "OFICIO" not in call(app, colleague, enc.detail, key, clock=clock).acoes


def test_showing_an_old_identity_asks_a_reason(app: Flask, desk: Actor, clock: MovableClock) -> None:
    command = to_netp(app, attend(app, desk, clock))
    clock.advance(days=31)
    with pytest.raises(RuleViolation, match="motivo_abertura"):
        call(app, desk, enc.preview, command, clock=clock)
    assert events(app, desk, "abrir_ident") == []
    asked = replace(command, motivo_abertura="CORRECAO")
    assert call(app, desk, enc.preview, asked, clock=clock).campos
    assert events(app, desk, "abrir_ident")[-1][1]["motivo"] == "CORRECAO"
    without = replace(command, partes=("PERFIL",), resumo="", motivo_abertura="")
    assert call(app, desk, enc.preview, without, clock=clock).partes == ("PERFIL",)


def close(app: Flask, codigo: str, clock: MovableClock) -> None:
    with app.app_context(), unit_of_work(OPERATOR) as session:
        unit = session.scalars(select(Unidade).where(Unidade.codigo == codigo)).one()
        unit.fim = clock.today("America/Sao_Paulo") - timedelta(days=1)


def test_wrong_destinations_and_records_are_refused_with_a_message(
    app: Flask, desk: Actor, clock: MovableClock
) -> None:
    registro = attend(app, desk, clock)
    close(app, "NETP-RJ", clock)
    wrong: list[tuple[EnviarEncaminhamento, str, str]] = [
        (to_netp(app, registro, "NETP-RJ"), "unidade_destino", "encerrada"),
        (to_netp(app, registro, "PAAHM-GRU", destino="PAAHM"), "unidade_destino", "própria unidade"),
        (to_netp(app, registro, "PAAHM-GIG"), "unidade_destino", "do tipo indicado"),
        (to_netp(app, registro, destino="PAAHM"), "unidade_destino", "do tipo indicado"),
        (to_netp(app, registro, unidade_destino_id=9999), "unidade_destino", "do tipo indicado"),
        (to_netp(app, registro, registro_tipo="NOTICIA"), "registro_tipo", "atendimento ou de um caso"),
        (to_netp(app, registro, resumo="a\u202eb"), "resumo", "invisíveis"),
    ]
    for command, campo, palavras in wrong:
        for use_case in (enc.preview, enc.send):
            with pytest.raises(RuleViolation) as caught:
                call(app, desk, use_case, command, clock=clock)
            assert [(item.campo, palavras in item.mensagem) for item in caught.value.messages] == [(campo, True)]
    nobody = attend(app, desk, clock, unnamed())
    with pytest.raises(RuleViolation, match="partes"):
        call(app, desk, enc.send, to_service(nobody), clock=clock)
    order = CancelAtendimento(atendimento_id=registro, versao=1, motivo="ENGANO")
    call(app, desk, alteracoes.cancel, order, clock=clock)
    with pytest.raises(RuleViolation, match="registro_id"):
        call(app, desk, enc.send, to_service(registro), clock=clock)
    with pytest.raises(NotFound):
        call(app, desk, enc.send, to_service(UUID(int=1)), clock=clock)
    assert call(app, desk, enc.sent_page, number=1, clock=clock).total == 0
