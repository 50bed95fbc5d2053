"""Cases as they change: versions, two editors, life, what keeps one from ending, transfer and handover."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models import Caso
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.db.session import unit_of_work
from sisetp.domain.caso import RepassarCasos
from sisetp.domain.errors import AccessDenied, Conflict, RuleViolation, Unreadable
from sisetp.services.casos import alteracao, responsavel, situacao
from tests.support.clock import MovableClock
from tests.support.desk import call, events, work
from tests.support.procedimentos import (
    DAY,
    NETP,
    changes_of,
    handed,
    messages,
    open_one,
    person_in,
    refer,
    seen,
    step,
)
from tests.support.staff import OPERATOR
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]


@pytest.fixture
def tecnica(staff: Staff) -> Actor:
    return staff("TECNICO", NETP, profissao="AS")


def test_a_change_keeps_what_was_before(app: Flask, tecnica: Actor, clock: MovableClock) -> None:
    key = open_one(app, tecnica, clock, n_processo="IPL 12/2026", resumo="antes")
    command = changes_of(app, tecnica, key, risco="ALTO", resumo="depois", justificativa="nova visita")
    assert call(app, tecnica, alteracao.amend, command, clock=clock) == 2
    now = seen(app, tecnica, key, clock, with_process=True)
    assert (now.folha.respostas["risco"], now.folha.resumo, now.folha.n_processo) == ("ALTO", "depois", "IPL 12/2026")
    (change,) = now.historico
    assert (change.quem, change.motivo, change.justificativa) == (tecnica.nome, "COMPLEMENTO", "nova visita")
    assert events(app, tecnica, "alterar_caso")[0][1]["campos"] == 2
    with pytest.raises(Conflict):
        call(app, tecnica, alteracao.amend, command, clock=clock)
    cleared = changes_of(app, tecnica, key, n_processo="")
    call(app, tecnica, alteracao.amend, cleared, clock=clock)
    assert not seen(app, tecnica, key, clock).folha.tem_processo
    assert_audit_is_whole(app)


def test_what_cannot_be_opened_is_never_overwritten(app: Flask, tecnica: Actor, clock: MovableClock) -> None:
    key = open_one(app, tecnica, clock, resumo="guardado")
    command = changes_of(app, tecnica, key, resumo="por cima")
    with work(app, tecnica) as session:
        row = session.get_one(Caso, key)
        assert row.relato is not None
        row.relato = broken = row.relato[:-1] + bytes([row.relato[-1] ^ 1])
    for use_case, order in ((alteracao.amend, command), (situacao.change_status, step(key, 1, "SUSPENSO"))):
        with pytest.raises(Unreadable):
            call(app, tecnica, use_case, order, clock=clock)
    with work(app, tecnica, read_only=True) as session:
        assert session.get_one(Caso, key).relato == broken


def test_a_life(app: Flask, tecnica: Actor, clock: MovableClock) -> None:
    key = open_one(app, tecnica, clock, n_processo="IPL 1", resumo="síntese")
    for number, para in enumerate(("ACOMP", "SUSPENSO", "ATIVO", "ENCERRADO"), start=1):
        assert call(app, tecnica, situacao.change_status, step(key, number, para), clock=clock) == number + 1
    ended = seen(app, tecnica, key, clock)
    assert (ended.folha.situacao, ended.folha.encerramento) == ("ENCERRADO", DAY)
    assert ended.folha.respostas["encerramento_motivo"] == "OBJETIVOS"
    said = messages(app, tecnica, situacao.change_status, step(key, 5, "ATIVO"), clock=clock)
    assert said == {"justificativa": "Diga por que o caso está sendo reaberto."}
    assert "Reabra" in messages(app, tecnica, alteracao.amend, changes_of(app, tecnica, key), clock=clock)["situacao"]
    call(app, tecnica, situacao.change_status, step(key, 5, "ATIVO", justificativa="a pessoa voltou"), clock=clock)
    now = seen(app, tecnica, key, clock, with_process=True)
    assert (now.folha.encerramento, now.folha.resumo, now.folha.n_processo) == (None, "síntese", "IPL 1")
    assert "encerramento_motivo" not in {name for name, value in now.folha.respostas.items() if value}
    moves = [(item.de, item.para, item.motivo) for item in reversed(now.historico)]
    assert moves[3:] == [("ATIVO", "ENCERRADO", "ENCERRAMENTO"), ("ENCERRADO", "ATIVO", "REABERTURA")]
    details = events(app, tecnica, "situacao_caso")
    assert "OBJETIVOS" not in str(details)
    assert_audit_is_whole(app)


def test_a_case_ends_only_when_nothing_waits(app: Flask, tecnica: Actor, clock: MovableClock) -> None:
    key = open_one(app, tecnica, clock)
    refer(app, tecnica, key, "ENVIADO", data=date(2026, 7, 1))
    refer(app, tecnica, key, "ACEITO", destino="NETP-SP")
    refer(app, tecnica, key, "CONCLUIDO")
    refer(app, tecnica, key, "INFORMADO")
    person_in(app, tecnica, key, "EM_ANALISE")
    with pytest.raises(RuleViolation) as caught:
        call(app, tecnica, situacao.change_status, step(key, 1, "ENCERRADO"), clock=clock)
    people, referrals = (item.mensagem for item in caught.value.messages)
    assert people == "Não é possível encerrar: 1 pessoa está «Em análise». Decida a situação de cada pessoa antes."
    assert referrals.startswith("Encerre antes 2 encaminhamentos sem desfecho: ")
    assert "01/07/2026; NETP-SP, de 20/11/2026" in referrals
    late = seen(app, tecnica, key, clock).pendencias.atrasados(DAY)
    assert [item.data for item in late] == [date(2026, 7, 1)]
    call(app, tecnica, situacao.change_status, step(key, 1, "SUSPENSO"), clock=clock)


def test_a_transfer_ends_a_case_when_an_open_unit_accepted(
    app: Flask, tecnica: Actor, staff: Staff, clock: MovableClock
) -> None:
    key, head = open_one(app, tecnica, clock), staff("COORDENACAO", NETP)
    with pytest.raises(AccessDenied):
        call(app, tecnica, situacao.change_status, step(key, 1, "TRANSFERIDO"), clock=clock)
    said = messages(app, head, situacao.change_status, step(key, 1, "TRANSFERIDO"), clock=clock)
    assert "Ninguém aceitou" in said["situacao"]
    refer(app, tecnica, key, "ACEITO", destino="NETP-SP", transferencia=True)
    with app.app_context(), unit_of_work(OPERATOR) as session:
        session.scalars(select(Unidade).where(Unidade.codigo == "NETP-SP")).one().fim = DAY
    said = messages(app, head, situacao.change_status, step(key, 1, "TRANSFERIDO"), clock=clock)
    assert "unidade de destino foi encerrada" in said["situacao"]
    with app.app_context(), unit_of_work(OPERATOR) as session:
        session.scalars(select(Unidade).where(Unidade.codigo == "NETP-SP")).one().fim = None
    call(app, head, situacao.change_status, step(key, 1, "TRANSFERIDO"), clock=clock)
    assert (
        "não passa a"
        in messages(app, head, situacao.change_status, step(key, 2, "ATIVO", justificativa="não"), clock=clock)[
            "situacao"
        ]
    )
    assert_audit_is_whole(app)


def test_handover_of_one_and_of_all(app: Flask, tecnica: Actor, staff: Staff, clock: MovableClock) -> None:
    other, head = staff("TECNICO", NETP), staff("COORDENACAO", NETP)
    mine, also, theirs = (open_one(app, who, clock) for who in (tecnica, tecnica, other))
    with pytest.raises(AccessDenied):
        call(app, tecnica, responsavel.hand_over, handed(theirs, 1, tecnica), clock=clock)
    call(app, tecnica, responsavel.hand_over, handed(mine, 1, other, "férias"), clock=clock)
    (change,) = seen(app, other, mine, clock).historico
    assert change.justificativa == f"De {tecnica.nome} a {other.nome}. férias"
    stranger = staff("TECNICO", "NETP-SP")
    for wrong in (stranger, head):
        said = messages(app, other, responsavel.hand_over, handed(mine, 2, wrong, "x" * 301), clock=clock)
        assert "justificativa" in said
    assert "responsavel_id" in messages(app, other, responsavel.hand_over, handed(mine, 2, stranger), clock=clock)
    assert (
        "já é dessa"
        in messages(app, other, responsavel.hand_over, handed(mine, 2, other), clock=clock)["responsavel_id"]
    )
    with pytest.raises(Conflict):
        call(app, other, responsavel.hand_over, handed(mine, 1, tecnica), clock=clock)
    command = RepassarCasos(de=other.user_id, para=tecnica.user_id)
    with pytest.raises(AccessDenied):
        call(app, tecnica, responsavel.hand_over_all, command, clock=clock)
    assert call(app, head, responsavel.hand_over_all, command, clock=clock) == 2
    assert "de" in messages(app, head, responsavel.hand_over_all, command, clock=clock)
    assert {seen(app, head, key, clock).folha.responsavel_id for key in (mine, also, theirs)} == {tecnica.user_id}
    assert_audit_is_whole(app)


def test_the_coordination_is_reminded_of_cases_without_anybody(
    app: Flask, tecnica: Actor, staff: Staff, clock: MovableClock
) -> None:
    head = staff("COORDENACAO", NETP)
    key = open_one(app, tecnica, clock)
    assert call(app, head, responsavel.lembretes, clock=clock) == ()
    with app.app_context(), unit_of_work(OPERATOR) as session:
        session.get_one(Usuario, tecnica.user_id).active = False
    (reminder,) = call(app, head, responsavel.lembretes, clock=clock)
    assert (reminder.quantidade, reminder.caminho) == (1, "/casos/repassar")
    assert not seen(app, head, key, clock).responsavel_em_atividade
    assert call(app, staff("TECNICO", NETP), responsavel.lembretes, clock=clock) == ()
