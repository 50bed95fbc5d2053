"""Cases: number, idempotency, sealed content, versions, two editors, life, handover, history and reading."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.audit_chain import SEALS_KEY, Detail, verify_chains
from sisetp.db.audit_seals import row_seals, verify_seals
from sisetp.db.models import Caso, CasoPessoa, Encaminhamento
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.domain.audit import Action
from sisetp.domain.caso import AlterarCaso, MudarSituacao, RepassarCasos, TrocarResponsavel
from sisetp.domain.errors import AccessDenied, Conflict, NotFound, RuleViolation, Unreadable
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing
from sisetp.services.casos import abertura, acesso, alteracao, consulta, impressao, responsavel, situacao
from sisetp.services.casos.consulta import FiltroCasos
from sisetp.services.casos.leitura import CasoDetail
from sisetp.services.sealing import Relacao
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.fichas import person
from tests.support.procedimentos import DAY, NETP, open_one, opening
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]


@pytest.fixture
def tecnica(staff: Staff) -> Actor:
    return staff("TECNICO", NETP, profissao="AS")


def seen(app: Flask, actor: Actor, caso_id: UUID, clock: MovableClock, **more: Any) -> CasoDetail:
    return call(app, actor, consulta.detail, caso_id, clock=clock, **more)


def step(caso_id: UUID, versao: int, para: str, **more: Any) -> MudarSituacao:
    if para in ("ENCERRADO", "TRANSFERIDO"):
        reason = "TRANSF" if para == "TRANSFERIDO" else "OBJETIVOS"
        more = {"encerramento_motivo": reason, "data": DAY, **more}
    return MudarSituacao(caso_id=caso_id, versao=versao, para=para, **more)


def messages(app: Flask, actor: Actor, use_case: Callable[..., Any], *args: Any, **more: Any) -> dict[str, str]:
    with pytest.raises(RuleViolation) as caught:
        call(app, actor, use_case, *args, **more)
    return {item.campo: item.mensagem for item in caught.value.messages}


def assert_audit_is_whole(app: Flask) -> None:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        assert list(verify_chains(session, current_runtime())) == []
        assert list(verify_seals(session)) == []


def refer(app: Flask, actor: Actor, caso_id: UUID, situacao: str, **more: Any) -> None:
    """A referral made in a case, as its own service writes it."""
    with work(app, actor) as session:
        caso = session.get_one(Caso, caso_id)
        destino = more.get("destino")
        unit = session.scalars(select(Unidade).where(Unidade.codigo == destino)).one() if destino else None
        now = current_runtime().clock.now()
        row = Encaminhamento(
            id=uuid4(),
            unidade_origem_id=caso.unidade_id,
            unidade_destino_id=unit.id if unit else None,
            situacao=situacao,
            data=more.get("data", DAY),
            registro_token=sealing.link_token(session, caso.unidade_id, Relacao.ENCAMINHAMENTO_REGISTRO, caso.id),
            pessoa_token=b"\0" * 16,
            versao=1,
            autor_id=actor.user_id,
            created_at=now,
            updated_at=now,
        )
        codes: dict[str, Value] = {"destino": "CREAS", "registro_tipo": "CASO", "registro_id": caso.id.bytes}
        sealing.seal_codes(session, row, {**codes, "transferencia": "S" if more.get("transferencia") else "N"})
        session.add(row)
        session.flush()
        details: dict[str, Detail] = {"versao": 1, SEALS_KEY: row_seals(row)}
        acesso.record(session, actor, Action.ENVIAR_ENCAMINHAMENTO, caso, details, alvo_tipo="encaminhamento")


def person_in(app: Flask, actor: Actor, caso_id: UUID, status: str) -> None:
    """A person in a case, as its own service writes it."""
    with work(app, actor) as session:
        caso, now = session.get_one(Caso, caso_id), current_runtime().clock.now()
        row = CasoPessoa(
            id=uuid4(),
            unidade_id=caso.unidade_id,
            caso_id=caso.id,
            pessoa_token=uuid4().bytes,
            situacao="ATIVO",
            versao=1,
            autor_id=actor.user_id,
            created_at=now,
            updated_at=now,
        )
        sealing.seal_codes(session, row, {"pessoa_id": uuid4().bytes, "status_vitima": status})
        session.add(row)
        session.flush()
        details: dict[str, Detail] = {"versao": 1, SEALS_KEY: row_seals(row)}
        acesso.record(session, actor, Action.INCLUIR_PESSOA, caso, details, alvo_tipo="caso_pessoa", alvo_id=row.id)


def test_a_case_has_a_number_of_its_unit_and_year(app: Flask, tecnica: Actor, clock: MovableClock) -> None:
    first, second = open_one(app, tecnica, clock), open_one(app, tecnica, clock)
    last_year = open_one(app, tecnica, clock, abertura=date(2025, 12, 30))
    numbers = [seen(app, tecnica, key, clock).folha.numero for key in (first, second, last_year)]
    assert numbers == ["NETP-MG-2026-0001", "NETP-MG-2026-0002", "NETP-MG-2025-0001"]
    assert events(app, tecnica, "abrir_caso")[0][1]["numero"] == "NETP-MG-2026-0001"
    assert_audit_is_whole(app)


def test_the_same_key_is_the_same_case(app: Flask, tecnica: Actor, staff: Staff, clock: MovableClock) -> None:
    command = opening(tecnica)
    first = call(app, tecnica, abertura.open_case, command, clock=clock)
    assert call(app, tecnica, abertura.open_case, command, clock=clock) == first
    other = staff("TECNICO", NETP)
    assert call(app, other, abertura.open_case, command, clock=clock) != first
    assert len(events(app, tecnica, "abrir_caso")) == 1


def test_people_who_open_cases_at_once_get_different_numbers(app: Flask, tecnica: Actor, clock: MovableClock) -> None:
    made: list[UUID] = []
    runners = [threading.Thread(target=lambda: made.append(open_one(app, tecnica, clock))) for _ in range(4)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    assert sorted(seen(app, tecnica, key, clock).folha.numero[-4:] for key in made) == ["0001", "0002", "0003", "0004"]


def test_what_was_said_is_sealed_and_opened_by_events(app: Flask, tecnica: Actor, clock: MovableClock) -> None:
    key = open_one(app, tecnica, clock, n_processo="0001234-55.2026.4.06.3800", resumo="síntese reservada")
    with work(app, tecnica, read_only=True) as session:
        row = session.get_one(Caso, key)
        blobs = (row.estat, row.ident or b"", row.relato or b"")
    assert not any(text in blob for blob in blobs for text in (b"0001234", b"reservada", b"DISQUE100"))
    closed = seen(app, tecnica, key, clock)
    assert (closed.folha.resumo, closed.folha.n_processo, closed.folha.tem_processo) == (
        "síntese reservada",
        None,
        True,
    )
    assert closed.folha.respostas["risco"] == "MEDIO"
    assert events(app, tecnica, "abrir_ident") == []
    assert seen(app, tecnica, key, clock, with_process=True).folha.n_processo == "0001234-55.2026.4.06.3800"
    assert len(events(app, tecnica, "abrir_ident")) == 1
    assert len(events(app, tecnica, "abrir_relato")) == 2


def test_only_a_nucleus_opens_cases(app: Flask, staff: Staff, clock: MovableClock) -> None:
    post = staff("TECNICO", "PAAHM-GRU")
    said = messages(app, post, abertura.open_case, opening(post, risco="", responsavel_id=0), clock=clock)
    assert set(said) == {"unidade_id", "risco", "responsavel_id"}
    with work(app, post, read_only=True) as session:
        assert not abertura.may_open(session, post)
    desk = staff("ATENDENTE", NETP)
    with pytest.raises(AccessDenied):
        call(app, desk, abertura.open_case, opening(desk), clock=clock)


def test_from_an_atendimento_once(app: Flask, tecnica: Actor, staff: Staff, clock: MovableClock) -> None:
    attended = attend(app, tecnica, clock, person())
    start = call(app, tecnica, abertura.origin, "ATENDIMENTO", attended)
    assert (start.porta_entrada, start.id) == ("PF", attended)
    more = {"origem_tipo": "ATENDIMENTO", "origem_id": attended}
    key = open_one(app, tecnica, clock, **more)
    found = call(app, tecnica, consulta.of_origin, attended)
    assert found is not None
    assert (found.id, seen(app, tecnica, key, clock).origem) == (key, attended)
    assert (
        "Já existe o caso NETP-MG-2026-0001"
        in messages(app, tecnica, abertura.open_case, opening(tecnica, **more), clock=clock)["origem_tipo"]
    )
    early = opening(tecnica, **{**more, "origem_id": attend(app, tecnica, clock)}, abertura=date(2026, 11, 19))
    assert "antes do registro" in messages(app, tecnica, abertura.open_case, early, clock=clock)["abertura"]
    assert call(app, staff("ATENDENTE", NETP), consulta.of_origin, attended) is None
    other = staff("TECNICO", "NETP-SP")
    with pytest.raises(NotFound):
        open_one(app, other, clock, **more)
    assert_audit_is_whole(app)


def changes_of(app: Flask, actor: Actor, key: UUID, **more: Any) -> AlterarCaso:
    sheet = call(app, actor, alteracao.open_sheet, key)
    values: dict[str, Any] = {
        "abertura": sheet.abertura,
        "porta_entrada": sheet.respostas["porta_entrada"],
        "risco": sheet.respostas["risco"],
        "resumo": sheet.resumo,
    }
    return AlterarCaso(caso_id=key, versao=sheet.versao, motivo="COMPLEMENTO", **{**values, **more})


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


def handed(key: UUID, versao: int, to: Actor, reason: str = "") -> TrocarResponsavel:
    return TrocarResponsavel(caso_id=key, versao=versao, responsavel_id=to.user_id, justificativa=reason)


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


def test_the_list_filters_pages_and_names_nobody(app: Flask, tecnica: Actor, staff: Staff, clock: MovableClock) -> None:
    other = staff("TECNICO", NETP)
    keys = [open_one(app, tecnica, clock) for _ in range(51)]
    theirs = open_one(app, other, clock, abertura=date(2026, 11, 19), risco="IMINENTE")
    call(app, tecnica, situacao.change_status, step(keys[0], 1, "ENCERRADO"), clock=clock)
    page = call(app, tecnica, consulta.list_page, FiltroCasos(), number=1)
    assert (page.total, page.pages, len(page.lines)) == (51, 2, 50)
    last = call(app, tecnica, consulta.list_page, FiltroCasos(), number=9)
    assert [(line.id, line.risco, line.responsavel) for line in last.lines] == [(theirs, "IMINENTE", other.nome)]
    for asked, total in (
        (FiltroCasos(situacoes=("ENCERRADO",)), 1),
        (FiltroCasos(situacoes=()), 52),
        (FiltroCasos(responsavel_id=other.user_id), 1),
        (FiltroCasos(situacoes=(), numero="NETP-MG-2026-0007"), 1),
    ):
        assert call(app, tecnica, consulta.list_page, asked, number=1).total == total
    assert call(app, staff("TECNICO", "NETP-SP"), consulta.list_page, FiltroCasos(situacoes=()), number=1).total == 0


def test_a_case_of_another_unit_does_not_exist(app: Flask, tecnica: Actor, staff: Staff, clock: MovableClock) -> None:
    key, other = open_one(app, tecnica, clock), staff("COORDENACAO", "NETP-SP")
    for use_case, args in (
        (consulta.detail, (key,)),
        (impressao.print_case, (key,)),
        (alteracao.amend, (replace(changes_of(app, tecnica, key), versao=1),)),
        (situacao.change_status, (step(key, 1, "SUSPENSO"),)),
        (responsavel.hand_over, (handed(key, 1, other),)),
    ):
        with pytest.raises(NotFound):
            call(app, other, use_case, *args, clock=clock)


def test_a_print_is_an_event(app: Flask, tecnica: Actor, clock: MovableClock) -> None:
    key = open_one(app, tecnica, clock, n_processo="IPL 1", resumo="síntese")
    paper = call(app, tecnica, impressao.print_case, key, clock=clock)
    assert (paper.folha.resumo, paper.folha.n_processo) == ("síntese", None)
    assert [name for name, _details in events(app, tecnica)][-3:] == ["imprimir_caso", "ver_caso", "abrir_relato"]
