"""Amend and cancel: reason, old blobs kept sealed, two people editing, nothing unreadable overwritten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models import Atendimento, Pessoa, Versao
from sisetp.db.models.pessoa import IndiceCego
from sisetp.domain.atendimento import AmendAtendimento, CancelAtendimento
from sisetp.domain.errors import AccessDenied, Conflict, NotFound, RuleViolation, Unreadable
from sisetp.services import alteracoes, sealing
from sisetp.services.results import AmendSheet
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.fichas import IDENTITY, WHEN, person
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]


def opened(app: Flask, actor: Actor, clock: MovableClock, atendimento_id: UUID, motivo: str = "") -> AmendSheet:
    return call(app, actor, alteracoes.open_sheet, atendimento_id, motivo, clock=clock, reason_after_days=30)


def command(sheet: AmendSheet, **changes: Any) -> AmendAtendimento:
    """The sheet as read, with changes of answers, texts or identity."""
    answers = {name: value for name, value in sheet.respostas.items() if not isinstance(value, bytes)}
    return AmendAtendimento(
        atendimento_id=sheet.id,
        versao=sheet.versao,
        pessoa_versao=sheet.pessoa_versao,
        motivo=changes.get("motivo", "ERRO"),
        justificativa=changes.get("justificativa", ""),
        respostas={**answers, **changes.get("respostas", {})},
        textos={**(sheet.textos or {}), **changes.get("textos", {})},
        identidade=changes.get("identidade", sheet.identidade),
    )


def test_the_sheet_opens_everything_and_says_so(app: Flask, desk: Actor, clock: MovableClock) -> None:
    sheet = opened(app, desk, clock, attend(app, desk, clock, person(textos={"obs": "nota"})))
    assert sheet.identidade == IDENTITY
    assert sheet.textos == {"obs": "nota"}
    assert {name for name, _ in events(app, desk)} >= {"abrir_ident", "abrir_relato", "abrir_ficha"}


def test_an_old_sheet_asks_a_reason(app: Flask, desk: Actor, clock: MovableClock) -> None:
    atendimento_id = attend(app, desk, clock)
    clock.instant = WHEN + timedelta(days=31)
    with pytest.raises(RuleViolation):
        opened(app, desk, clock, atendimento_id)
    assert opened(app, desk, clock, atendimento_id, "CORRECAO").identidade == IDENTITY
    assert events(app, desk, "abrir_ident")[-1][1]["motivo"] == "CORRECAO"


def test_new_values_are_stored_and_old_blobs_kept_sealed(app: Flask, desk: Actor, clock: MovableClock) -> None:
    atendimento_id = attend(app, desk, clock, person(textos={"obs": "antes"}))
    sheet = opened(app, desk, clock, atendimento_id)
    changes = command(
        sheet, respostas={"sexo": "M"}, textos={"obs": "depois"}, motivo="OUTRO", justificativa="explicado"
    )
    assert call(app, desk, alteracoes.amend, changes, clock=clock) == 2
    now = opened(app, desk, clock, atendimento_id)
    assert (now.respostas["sexo"], now.textos, now.versao, now.pessoa_versao) == ("M", {"obs": "depois"}, 2, 2)
    with work(app, desk) as session:
        row = session.get_one(Atendimento, atendimento_id)
        rows = {old.tabela: old for old in session.scalars(select(Versao))}
        before = sealing.as_it_was(rows["atendimento"], row)
        assert isinstance(before, Atendimento)
        assert sealing.open_codes(session, before)["sexo"] == "F"
        assert sealing.open_texts(session, before) == {"obs": "antes"}
        assert list(sealing.open_reasons(session, [rows["atendimento"]]).values()) == ["explicado"]
        assert rows["pessoa"].motivo == "OUTRO"
    assert events(app, desk, "alterar")[0][1]["campos"] == 2
    assert_audit_is_whole(app)


def test_answers_left_out_stay_as_stored(app: Flask, desk: Actor, clock: MovableClock) -> None:
    atendimento_id = attend(app, desk, clock)
    sheet = opened(app, desk, clock, atendimento_id)
    call(app, desk, alteracoes.amend, replace(command(sheet), respostas={"sexo": "M"}, textos={}), clock=clock)
    now = opened(app, desk, clock, atendimento_id)
    assert {**now.respostas, "sexo": "F"} == dict(sheet.respostas)


def test_a_change_that_does_not_touch_the_person_leaves_it_alone(app: Flask, desk: Actor, clock: MovableClock) -> None:
    sheet = opened(app, desk, clock, attend(app, desk, clock))
    call(app, desk, alteracoes.amend, command(sheet, respostas={"porta_entrada": "BUSCA_ATIVA"}), clock=clock)
    with work(app, desk, read_only=True) as session:
        assert session.scalars(select(Pessoa.versao)).all() == [1]
        assert session.scalars(select(Versao.tabela)).all() == ["atendimento"]


def test_a_corrected_document_moves_the_index_and_the_age(app: Flask, desk: Actor, clock: MovableClock) -> None:
    sheet = opened(app, desk, clock, attend(app, desk, clock))
    with work(app, desk, read_only=True) as session:
        before = set(session.scalars(select(IndiceCego.token)))
    right = replace(IDENTITY, doc_numero="GA654321", nascimento=date(1980, 1, 5))
    changes = command(sheet, identidade=right)
    call(app, desk, alteracoes.amend, changes, clock=clock)
    now = opened(app, desk, clock, sheet.id)
    assert now.identidade == right
    assert (now.respostas["idade"], now.respostas["faixa_etaria"]) == (46, "F40_49")
    with work(app, desk, read_only=True) as session:
        assert not before & set(session.scalars(select(IndiceCego.token)))


def test_rules_hold_for_amendments(app: Flask, desk: Actor, clock: MovableClock) -> None:
    sheet = opened(app, desk, clock, attend(app, desk, clock))
    for wrong in (
        {"motivo": "NADA"},
        {"motivo": "OUTRO"},
        {"respostas": {"sexo": "ROBO"}},
        {"textos": {"obs": "x" * 501}},
    ):
        with pytest.raises(RuleViolation):
            call(app, desk, alteracoes.amend, command(sheet, **wrong), clock=clock)
    assert opened(app, desk, clock, sheet.id).versao == 1


def test_the_second_of_two_editors_is_told_and_compares_field_by_field(
    app: Flask, desk: Actor, staff: Staff, clock: MovableClock
) -> None:
    colleague = staff("TECNICO", "PAAHM-GRU")
    atendimento_id = attend(app, desk, clock)
    mine, theirs = opened(app, desk, clock, atendimento_id), opened(app, colleague, clock, atendimento_id)
    call(app, colleague, alteracoes.amend, command(theirs, respostas={"sexo": "M"}), clock=clock)
    late = command(mine, respostas={"raca_cor": "PRETA"}, textos={"obs": "nova"})
    with pytest.raises(Conflict) as caught:
        call(app, desk, alteracoes.amend, late, clock=clock)
    assert caught.value.fields == ()
    seen = call(app, desk, alteracoes.compare, late, clock=clock)
    found = {item.campo: (item.atual, item.enviado) for item in seen.diferencas}
    assert found == {"sexo": ("M", "F"), "raca_cor": ("PARDA", "PRETA"), "obs": (None, "nova")}
    assert {item.campo: item.mudado for item in seen.diferencas} == {"sexo": False, "raca_cor": True, "obs": True}
    assert (seen.atual.versao, seen.atual.pessoa_versao) == (2, 2)
    chosen = replace(late, versao=2, pessoa_versao=2, respostas={**late.respostas, "sexo": "M"})
    call(app, desk, alteracoes.amend, chosen, clock=clock)
    now = opened(app, desk, clock, atendimento_id)
    assert (now.respostas["sexo"], now.respostas["raca_cor"], now.textos) == ("M", "PRETA", {"obs": "nova"})


def test_a_made_up_version_opens_nothing_without_a_reason(app: Flask, desk: Actor, clock: MovableClock) -> None:
    sheet = opened(app, desk, clock, attend(app, desk, clock))
    clock.advance(days=40)
    seen = len(events(app, desk, "abrir_ident"))
    forged = replace(command(sheet, motivo=""), versao=0)
    for use_case in (alteracoes.amend, alteracoes.compare):
        with pytest.raises(RuleViolation):
            call(app, desk, use_case, forged, clock=clock)
    assert len(events(app, desk, "abrir_ident")) == seen
    call(app, desk, alteracoes.compare, replace(forged, motivo="ERRO"), clock=clock)
    assert events(app, desk, "abrir_ident")[-1][1]["motivo"] == "ERRO"


def test_a_pessoa_changed_from_another_ficha_is_a_conflict_too(app: Flask, desk: Actor, clock: MovableClock) -> None:
    first = attend(app, desk, clock)
    with work(app, desk, read_only=True) as session:
        pessoa_id = session.get_one(Atendimento, first).pessoa_id
    mine = opened(app, desk, clock, first)
    attend(app, desk, clock, person(pessoa_id=pessoa_id))
    with pytest.raises(Conflict):
        call(app, desk, alteracoes.amend, command(mine, respostas={"sexo": "M"}), clock=clock)


def test_texts_that_the_officer_may_not_read_are_kept(
    app: Flask, desk: Actor, staff: Staff, clock: MovableClock
) -> None:
    colleague = staff("ATENDENTE", "PAAHM-GRU")
    atendimento_id = attend(app, desk, clock, person(textos={"obs": "de quem escreveu"}))
    sheet = opened(app, colleague, clock, atendimento_id)
    assert sheet.textos is None
    assert events(app, colleague, "abrir_relato") == []
    call(
        app,
        colleague,
        alteracoes.amend,
        command(sheet, textos={"obs": "por cima"}, respostas={"sexo": "M"}),
        clock=clock,
    )
    assert opened(app, desk, clock, atendimento_id).textos == {"obs": "de quem escreveu"}


@pytest.mark.parametrize("blob", ["estat", "relato"])
def test_what_cannot_be_opened_is_never_overwritten(app: Flask, desk: Actor, clock: MovableClock, blob: str) -> None:
    atendimento_id = attend(app, desk, clock, person(textos={"obs": "nota"}))
    changes = command(opened(app, desk, clock, atendimento_id), respostas={"sexo": "M"})
    with work(app, desk) as session:
        row = session.get_one(Atendimento, atendimento_id)
        good = getattr(row, blob)
        setattr(row, blob, good[:-1] + bytes([good[-1] ^ 1]))
        broken = getattr(row, blob)
    cancelled = CancelAtendimento(atendimento_id=atendimento_id, versao=1, motivo="ENGANO")
    for use_case, order in ((alteracoes.amend, changes), (alteracoes.cancel, cancelled)):
        with pytest.raises(Unreadable) as caught:
            call(app, desk, use_case, order, clock=clock)
        assert str(caught.value) == str(atendimento_id)
    with work(app, desk, read_only=True) as session:
        row = session.get_one(Atendimento, atendimento_id)
        assert (getattr(row, blob), row.versao, row.situacao) == (broken, 1, "ATIVO")


def test_a_cancelled_ficha_keeps_its_content_and_takes_no_more_changes(
    app: Flask, desk: Actor, clock: MovableClock
) -> None:
    atendimento_id = attend(app, desk, clock, person(textos={"obs": "nota"}))
    sheet = opened(app, desk, clock, atendimento_id)
    order = CancelAtendimento(atendimento_id=atendimento_id, versao=1, motivo="DUPLICADA", justificativa="dobrada")
    call(app, desk, alteracoes.cancel, order, clock=clock)
    with work(app, desk) as session:
        row = session.get_one(Atendimento, atendimento_id)
        assert (row.situacao, row.versao) == ("CANCELADO", 2)
        assert sealing.open_codes(session, row)["sexo"] == "F"
        assert sealing.open_texts(session, row) == {"obs": "nota"}
    for attempt in (
        lambda: opened(app, desk, clock, atendimento_id),
        lambda: call(app, desk, alteracoes.amend, command(sheet), clock=clock),
        lambda: call(app, desk, alteracoes.cancel, replace(order, versao=2), clock=clock),
    ):
        with pytest.raises(RuleViolation):
            attempt()
    assert events(app, desk, "cancelar")[0][1]["motivo"] == "DUPLICADA"
    assert_audit_is_whole(app)


def test_a_desk_officer_cancels_her_own_and_coordination_any(
    app: Flask, desk: Actor, staff: Staff, clock: MovableClock
) -> None:
    atendimento_id = attend(app, desk, clock)
    order = CancelAtendimento(atendimento_id=atendimento_id, versao=1, motivo="ENGANO")
    with pytest.raises(AccessDenied):
        call(app, staff("ATENDENTE", "PAAHM-GRU"), alteracoes.cancel, order, clock=clock)
    with pytest.raises(Conflict):
        call(app, desk, alteracoes.cancel, replace(order, versao=7), clock=clock)
    call(app, staff("COORDENACAO", "PAAHM-GRU"), alteracoes.cancel, order, clock=clock)


def test_another_unit_finds_nothing_to_change(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    atendimento_id = attend(app, desk, clock)
    changes = command(opened(app, desk, clock, atendimento_id))
    order = CancelAtendimento(atendimento_id=atendimento_id, versao=1, motivo="ENGANO")
    stranger = staff("COORDENACAO", "PAAHM-GIG")
    for attempt in (
        lambda: opened(app, stranger, clock, atendimento_id),
        lambda: call(app, stranger, alteracoes.amend, changes, clock=clock),
        lambda: call(app, stranger, alteracoes.compare, changes, clock=clock),
        lambda: call(app, stranger, alteracoes.cancel, order, clock=clock),
    ):
        with pytest.raises(NotFound):
            attempt()
