"""Cases as they begin and are read: number, idempotency, origin, sealed content, list, paper."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.db.models import Caso
from sisetp.domain.errors import AccessDenied, NotFound
from sisetp.services import caso_pessoas, encaminhamentos
from sisetp.services.casos import abertura, alteracao, consulta, impressao, responsavel, situacao
from sisetp.services.casos.consulta import FiltroCasos
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.encaminhamentos import sent
from tests.support.fichas import person
from tests.support.procedimentos import (
    NETP,
    changes_of,
    handed,
    messages,
    open_one,
    opening,
    seen,
    step,
)
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]


@pytest.fixture
def tecnica(staff: Staff) -> Actor:
    return staff("TECNICO", NETP, profissao="AS")


def test_a_case_has_a_number_of_its_unit_and_year(app: Flask, tecnica: Actor, clock: MovableClock) -> None:
    first, second = open_one(app, tecnica, clock), open_one(app, tecnica, clock)
    last_year = open_one(app, tecnica, clock, abertura=date(2025, 12, 30))
    numbers = [seen(app, tecnica, key, clock).folha.numero for key in (first, second, last_year)]
    assert numbers == ["NETP-MG-2026-0001", "NETP-MG-2026-0002", "NETP-MG-2025-0001"]
    assert "numero" not in events(app, tecnica, "abrir_caso")[0][1]  # the trail leaves the unit, the number does not
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


def test_from_a_referral_that_was_accepted(app: Flask, tecnica: Actor, staff: Staff, clock: MovableClock) -> None:
    post = staff("ATENDENTE", "PAAHM-GRU")
    referral = sent(app, post, clock, unidade=NETP)
    more = {"origem_tipo": "ENCAMINHAMENTO", "origem_id": referral}
    with pytest.raises(NotFound):
        open_one(app, tecnica, clock, **more)
    call(app, tecnica, encaminhamentos.accept, referral, clock=clock)
    assert call(app, tecnica, abertura.origin, "ENCAMINHAMENTO", referral).porta_entrada == "REDE"
    key = open_one(app, tecnica, clock, **more)
    (line,) = call(app, tecnica, caso_pessoas.lines, key)
    assert (line.ordem, line.sexo) == (1, "F")
    assert seen(app, tecnica, key, clock).origem is None
    found = call(app, tecnica, consulta.of_origin, referral)
    assert found is not None
    assert found.id == key
    assert_audit_is_whole(app)


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
