"""Openings: event first, civil name on its own, secrecy of texts, the person sought apart; identify later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models import Atendimento, Pessoa
from sisetp.domain.atendimento import PessoaProcurada
from sisetp.domain.errors import AccessDenied, NotFound, RuleViolation, Unreadable
from sisetp.domain.pessoa import Identidade
from sisetp.services import busca, identidades, impressos, pessoas, sealing
from sisetp.services.atendimentos import detail
from sisetp.services.identificacoes import IdentifyAtendimento, identify
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.fichas import IDENTITY, WHEN, person, unnamed

Staff = Callable[..., Actor]
SOUGHT = PessoaProcurada(nome="Procurado Demonstração", relacao="FILHO", contato_solicitante="11 99999-0000")
TWO_NAMES = replace(IDENTITY, nome_social="Lua Demonstração Silva")


def open_(
    use_case: Callable[..., Any], app: Flask, actor: Actor, clock: MovableClock, key: UUID, motivo: str = ""
) -> Any:
    return call(app, actor, use_case, key, motivo, clock=clock, reason_after_days=30)


def test_the_social_name_comes_first_and_the_civil_one_is_another_event(
    app: Flask, desk: Actor, clock: MovableClock
) -> None:
    key = attend(app, desk, clock, person(identidade=TWO_NAMES))
    first = open_(identidades.open_identity, app, desk, clock, key)
    assert (first.nome, first.has_other_name, first.nome_civil) == ("Lua Demonstração Silva", True, "")
    assert "Aurora" not in repr(first)
    second = open_(identidades.open_civil_name, app, desk, clock, key)
    assert second.nome_civil == "Aurora Demonstração Silva"
    assert [name for name, _ in events(app, desk, "abrir_ident", "abrir_nome_civil")] == [
        "abrir_ident",
        "abrir_nome_civil",
    ]


def test_an_old_identity_asks_a_listed_reason(app: Flask, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock)
    clock.instant = WHEN + timedelta(days=31)
    for motivo in ("", "OUTRO", "PORQUE_SIM"):
        with pytest.raises(RuleViolation):
            open_(identidades.open_identity, app, desk, clock, key, motivo)
    assert events(app, desk, "abrir_ident") == []
    open_(identidades.open_identity, app, desk, clock, key, "RETORNOU")
    assert events(app, desk, "abrir_ident") == [("abrir_ident", {"idade_dias": 31, "motivo": "RETORNOU", "versao": 1})]


def test_texts_open_for_their_author_the_technician_and_the_coordination(
    app: Flask, desk: Actor, staff: Staff, clock: MovableClock
) -> None:
    key = attend(app, desk, clock, person(textos={"obs": "nota"}))
    for reader in (desk, staff("TECNICO", "PAAHM-GRU"), staff("COORDENACAO", "PAAHM-GRU")):
        assert open_(identidades.open_texts, app, reader, clock, key).textos == {"obs": "nota"}
        assert len(events(app, reader, "abrir_relato")) == 1
    with pytest.raises(AccessDenied):
        open_(identidades.open_texts, app, staff("ATENDENTE", "PAAHM-GRU"), clock, key)


def test_the_person_sought_is_apart(app: Flask, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock, person(respostas={"perfil": "DESAPARECIDO"}, procurada=SOUGHT))
    assert call(app, desk, detail, key, clock=clock, reason_after_days=30).has_sought
    assert "Procurado" not in repr(open_(identidades.open_identity, app, desk, clock, key))
    (sought,) = open_(identidades.open_sought, app, desk, clock, key).pessoas
    assert sought == SOUGHT
    assert len(events(app, desk, "abrir_ident")) == 2


def test_nothing_to_open_is_not_found(app: Flask, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock, unnamed())
    for use_case in (identidades.open_identity, identidades.open_civil_name, identidades.open_sought):
        with pytest.raises(NotFound):
            open_(use_case, app, desk, clock, key)


def test_an_identity_that_cannot_be_opened_names_the_record_only(app: Flask, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock)
    with work(app, desk) as session:
        row = session.scalars(select(Pessoa)).one()
        assert row.ident is not None
        row.ident = row.ident[:-1] + bytes([row.ident[-1] ^ 1])
        pessoa_id = row.id
    with pytest.raises(Unreadable) as caught:
        open_(identidades.open_identity, app, desk, clock, key)
    assert str(caught.value) == str(pessoa_id)


def test_another_unit_opens_nothing(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    key = attend(app, desk, clock, person(respostas={"perfil": "DESAPARECIDO"}, procurada=SOUGHT))
    stranger = staff("COORDENACAO", "PAAHM-GIG")
    for use_case in (
        identidades.open_identity,
        identidades.open_civil_name,
        identidades.open_texts,
        identidades.open_sought,
    ):
        with pytest.raises(NotFound):
            open_(use_case, app, stranger, clock, key)
    with pytest.raises(NotFound):
        call(app, stranger, impressos.print_guia, key, clock=clock)
    assert events(app, stranger) == []


def identification(app: Flask, actor: Actor, clock: MovableClock, key: UUID, **more: Any) -> IdentifyAtendimento:
    now = call(app, actor, detail, key, clock=clock, reason_after_days=30)
    values = {"modo_ident": "IDENT", "versao": now.versao, "pessoa_versao": now.pessoa_versao, **more}
    return IdentifyAtendimento(atendimento_id=key, **values)


def test_identified_later_keeps_the_statistics_and_is_found(app: Flask, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock, unnamed(respostas={"faixa_etaria": "F30_39"}))
    order = identification(app, desk, clock, key, identidade=replace(IDENTITY, nascimento=None))
    pessoa_id = call(app, desk, identify, order, clock=clock)
    now = call(app, desk, detail, key, clock=clock, reason_after_days=30)
    assert (now.pessoa_id, now.has_identity, now.versao) == (pessoa_id, True, 2)
    assert (now.respostas["faixa_etaria"], now.respostas["modo_ident"]) == ("F30_39", "IDENT")
    assert [hit.atendimento_id for hit in call(app, desk, busca.by_document, "PASSAPORTE", "FZ-123456").hits] == [key]
    assert [hit.atendimento_id for hit in call(app, desk, busca.by_name, "aurora silva").hits] == [key]
    assert {item.tabela for item in now.amendments} == {"atendimento", "pessoa"}


def test_a_birth_date_replaces_the_band_that_was_guessed(app: Flask, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock, unnamed(respostas={"faixa_etaria": "F50_59"}))
    call(app, desk, identify, identification(app, desk, clock, key, identidade=IDENTITY), clock=clock)
    answers = call(app, desk, detail, key, clock=clock, reason_after_days=30).respostas
    assert (answers["idade"], answers["faixa_etaria"]) == (28, "F18_29")


def test_identified_later_as_somebody_already_known(app: Flask, desk: Actor, clock: MovableClock) -> None:
    known = call(app, desk, detail, attend(app, desk, clock), clock=clock, reason_after_days=30).pessoa_id
    key = attend(app, desk, clock, unnamed())
    (candidate,) = call(app, desk, pessoas.already_attended, desk.unidade_id, IDENTITY)
    assert candidate.pessoa_id == known
    order = identification(app, desk, clock, key, pessoa_id=candidate.pessoa_id)
    assert call(app, desk, identify, order, clock=clock) == known
    now = call(app, desk, detail, key, clock=clock, reason_after_days=30)
    assert len(now.timeline) == 2
    assert now.respostas["modo_ident"] == "IDENT"
    ((_name, details),) = events(app, desk, "identificar")
    assert details["pessoa_id"] == str(known) != details["pessoa_anterior_id"]
    with work(app, desk) as session:
        row = session.get_one(Atendimento, key)
        assert sealing.open_codes(session, row)["sexo"] == "F"


def test_identifying_has_rules(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    key, named = attend(app, desk, clock, unnamed()), attend(app, desk, clock)
    stranger = staff("COORDENACAO", "PAAHM-GIG")
    elsewhere = call(app, stranger, detail, attend(app, stranger, clock), clock=clock, reason_after_days=30).pessoa_id
    wrong = replace(IDENTITY, doc_tipo="CPF", doc_numero="123.456.789-00")
    for order in (
        identification(app, desk, clock, named, identidade=IDENTITY),
        identification(app, desk, clock, key),
        identification(app, desk, clock, key, identidade=Identidade()),
        identification(app, desk, clock, key, identidade=wrong),
        identification(app, desk, clock, key, identidade=IDENTITY, modo_ident="NAO_IDENT"),
    ):
        with pytest.raises(RuleViolation):
            call(app, desk, identify, order, clock=clock)
    with pytest.raises(NotFound):
        call(app, desk, identify, identification(app, desk, clock, key, pessoa_id=elsewhere), clock=clock)
    with pytest.raises(NotFound):
        call(app, stranger, identify, identification(app, desk, clock, key, identidade=IDENTITY), clock=clock)


def test_prints_are_events_and_the_slip_says_nothing_of_the_person(
    app: Flask, desk: Actor, clock: MovableClock
) -> None:
    key = attend(app, desk, clock, person(respostas={"encaminhamentos": ("NETP", "CRAS")}, textos={"obs": "nota"}))
    guia = call(app, desk, impressos.print_guia, key, clock=clock)
    assert guia.destinos == ("NETP", "CRAS")
    assert "Aurora" not in repr(guia)
    sheet = call(app, desk, impressos.print_ficha, key, "", with_texts=True, clock=clock, reason_after_days=30)
    assert sheet.identidade is not None
    assert (sheet.identidade.nome, sheet.textos) == ("Aurora Demonstração Silva", {"obs": "nota"})
    printed = {name for name, _ in events(app, desk)}
    assert printed >= {"imprimir_guia", "imprimir", "abrir_ident", "abrir_relato"}
    plain = call(app, desk, impressos.print_ficha, key, "", with_texts=False, clock=clock, reason_after_days=30)
    assert plain.textos is None
