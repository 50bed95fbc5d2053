"""A referral between two units: what each side sees, the life it has, and an audit that stays whole."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.domain.errors import AccessDenied, NotFound, RuleViolation
from sisetp.services import encaminhamentos as enc
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events
from tests.support.encaminhamentos import SUMMARY, assert_audit_is_whole, sent, told, to_netp, to_service
from tests.support.fichas import IDENTITY

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
