"""The full register: what only a NETP writes survives what the desk changes later, and is nowhere in clear."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models import Atendimento, AuditEvent, MarcaSegmento, Pessoa, Versao
from sisetp.domain import estat_layout
from sisetp.domain.atendimento import AmendAtendimento
from sisetp.domain.cadastro import GravarCadastro, PeloCaso
from sisetp.domain.errors import AccessDenied, Conflict, RuleViolation
from sisetp.domain.pessoa import Identidade
from sisetp.services import alteracoes, busca, cadastros, identificacoes, pessoas, sealing
from sisetp.services.cadastros import Cadastro
from sisetp.services.identificacoes import IdentifyAtendimento
from tests.support.cadastros import CODES, EXTRAS, TEXTS, WHOLE, gravar
from tests.support.canary_places import stored
from tests.support.caso_pessoas import included
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.fichas import IDENTITY, linked, person, unnamed
from tests.support.procedimentos import NETP
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]


@pytest.fixture
def team(staff: Staff) -> Actor:
    """A professional of a NETP."""
    return staff("TECNICO", NETP, profissao="AS")


def opened(app: Flask, actor: Actor, clock: MovableClock, caso: UUID, row: UUID, motivo: str = "") -> Cadastro:
    door = PeloCaso(caso_id=caso, caso_pessoa_id=row)
    return call(app, actor, cadastros.open_register, door, motivo, clock=clock, reason_after_days=30)


def command(caso: UUID, row: UUID, **changes: Any) -> GravarCadastro:
    return gravar(PeloCaso(caso_id=caso, caso_pessoa_id=row), **changes)


def completed(app: Flask, actor: Actor, clock: MovableClock) -> tuple[UUID, UUID, UUID]:
    """A person in a case whose register is complete."""
    caso, row, pessoa_id = included(app, actor, clock)
    assert call(app, actor, cadastros.save, command(caso, row), clock=clock) == 2
    return caso, row, pessoa_id


def assert_complete(known: Cadastro) -> None:
    assert {name: known.respostas[name] for name in CODES} == CODES
    assert known.identidade is not None
    assert {name: getattr(known.identidade, name) for name in EXTRAS} == EXTRAS
    assert known.textos == TEXTS


def messages(app: Flask, actor: Actor, clock: MovableClock, asked: GravarCadastro) -> dict[str, str]:
    with pytest.raises(RuleViolation) as broken:
        call(app, actor, cadastros.save, asked, clock=clock)
    return {item.campo: item.mensagem for item in broken.value.messages}


def test_everything_is_saved_sealed_and_comes_back(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, pessoa_id = completed(app, team, clock)
    known = opened(app, team, clock, caso, row)
    assert_complete(known)
    assert (known.respostas["naturalidade_uf"], known.respostas["naturalidade_pais"]) == ("MG", "BR")
    assert (known.versao, known.respostas["faixa_etaria"], known.respostas["idade"]) == (2, "F18_29", 28)
    details = events(app, team, "gravar_cadastro")[-1][1]
    assert (details["motivo"], details["versao"]) == ("COMPLEMENTO", 2)
    with work(app, team, read_only=True) as session:
        kept = session.scalars(select(Versao).where(Versao.registro_id == pessoa_id)).one()
        pessoa = session.get_one(Pessoa, pessoa_id)
        assert sealing.open_identities(session, [sealing.as_it_was(kept, pessoa)])[pessoa_id] == IDENTITY
        assert pessoa.marca == session.scalars(select(MarcaSegmento.valor)).one()
    assert_audit_is_whole(app)


def test_nothing_of_the_register_is_in_clear(app: Flask, team: Actor, clock: MovableClock) -> None:
    completed(app, team, clock)
    said = [*TEXTS.values(), *filter(None, EXTRAS.values()), IDENTITY.nome_civil, IDENTITY.doc_numero]
    marks = [text.encode() for text in said if len(text) > 3]
    assert len(marks) == 8
    found = [(place, mark) for place, content in stored(app) for mark in marks if mark in content]
    assert found == []


def test_an_amendment_of_the_desk_loses_nothing(app: Flask, team: Actor, clock: MovableClock, staff: Staff) -> None:
    caso, row, pessoa_id = completed(app, team, clock)
    officer = staff("ATENDENTE", NETP)
    with work(app, officer, read_only=True) as session:
        ficha = session.scalars(select(Atendimento.id).where(Atendimento.pessoa_id == pessoa_id)).one()
    sheet = call(app, officer, alteracoes.open_sheet, ficha, "", clock=clock, reason_after_days=30)
    answers = {name: value for name, value in sheet.respostas.items() if not isinstance(value, bytes)}
    amended = AmendAtendimento(
        atendimento_id=ficha,
        versao=sheet.versao,
        pessoa_versao=sheet.pessoa_versao,
        motivo="ERRO",
        respostas={**answers, "sexo": "I"},
        textos={},
        identidade=replace(IDENTITY, contato="+55 38 90000-0000"),
    )
    call(app, officer, alteracoes.amend, amended, clock=clock)
    known = opened(app, team, clock, caso, row)
    assert_complete(known)
    assert known.identidade is not None
    assert (known.versao, known.respostas["sexo"], known.identidade.contato) == (3, "I", "+55 38 90000-0000")
    assert events(app, officer, "alterar")[-1][1]["campos"] == 2  # what the desk does not see is no difference
    assert_audit_is_whole(app)


def test_a_return_to_the_desk_loses_nothing(app: Flask, team: Actor, clock: MovableClock, staff: Staff) -> None:
    caso, row, pessoa_id = completed(app, team, clock)
    officer = staff("ATENDENTE", NETP)
    brought = call(app, officer, pessoas.prefill, pessoa_id)
    assert brought.identidade == IDENTITY  # the desk gets back what the desk asks
    assert not brought.respostas.keys() & (CODES.keys() - {"escolaridade"})
    attend(app, officer, clock, linked(pessoa_id))
    assert_complete(opened(app, team, clock, caso, row))
    assert_audit_is_whole(app)


def test_an_identity_given_later_loses_nothing(app: Flask, team: Actor, clock: MovableClock, staff: Staff) -> None:
    caso, row, pessoa_id = included(app, team, clock, unnamed())
    call(app, team, cadastros.save, command(caso, row, identidade=None), clock=clock)
    officer = staff("ATENDENTE", NETP)
    with work(app, officer, read_only=True) as session:
        ficha = session.scalars(select(Atendimento.id).where(Atendimento.pessoa_id == pessoa_id)).one()
    told = IdentifyAtendimento(atendimento_id=ficha, versao=1, pessoa_versao=2, modo_ident="IDENT", identidade=IDENTITY)
    call(app, officer, identificacoes.identify, told, clock=clock)
    known = opened(app, team, clock, caso, row)
    assert (known.textos, known.identidade) == (TEXTS, IDENTITY)
    assert {name: known.respostas[name] for name in CODES} == CODES


def test_a_register_written_by_the_first_release_opens(
    app: Flask, team: Actor, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {**estat_layout.LAYOUTS, "pessoa": estat_layout.VERSIONS["pessoa", 1]}
    with monkeypatch.context() as before:
        before.setattr(estat_layout, "LAYOUTS", first)
        caso, row, _pessoa = included(app, team, clock)
    old = opened(app, team, clock, caso, row)
    assert (old.identidade, "renda" in old.respostas) == (IDENTITY, False)
    call(app, team, cadastros.save, command(caso, row), clock=clock)
    assert_complete(opened(app, team, clock, caso, row))


def test_search_follows_a_name_corrected_here(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, pessoa_id = included(app, team, clock)
    renamed = replace(WHOLE, nome_civil="Benedita Demonstração Moura", doc_numero="GA765432")
    call(app, team, cadastros.save, command(caso, row, identidade=renamed), clock=clock)
    with work(app, team, read_only=True) as session:
        busca.prepare(session, team)
    by_name = call(app, team, busca.by_name, "Benedita Moura")
    by_document = call(app, team, busca.by_document, "PASSAPORTE", "GA765432")
    gone = call(app, team, busca.by_document, "PASSAPORTE", IDENTITY.doc_numero)
    assert [[hit.pessoa_id for hit in found.hits] for found in (by_name, by_document, gone)] == [
        [pessoa_id],
        [pessoa_id],
        [],
    ]


CHILD = replace(WHOLE, nascimento=date(2011, 6, 1))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"respostas": {**CODES, "nacionalidade": "BO"}}, "situacao_migratoria"),
        ({"respostas": {**CODES, "nacionalidade": "BO", "situacao_migratoria": "NAC"}}, "situacao_migratoria"),
        ({"respostas": {**CODES, "situacao_migratoria": "IRREG"}}, "situacao_migratoria"),
        ({"identidade": CHILD}, "responsavel"),
        ({"identidade": Identidade()}, "nome_social"),
        ({"identidade": Identidade(nome_mae="Celeste Demonstração")}, "nome_social"),
        ({"identidade": replace(WHOLE, nascimento=None, nascimento_estimado="S")}, "nascimento"),
        ({"identidade": replace(WHOLE, doc_numero="")}, "doc_pais"),
        ({"identidade": replace(WHOLE, responsavel="x" * 121)}, "responsavel"),
        ({"identidade": replace(WHOLE, nascimento=date(2027, 1, 1))}, "nascimento"),
        ({"respostas": {**CODES, "escolaridade": ""}}, "escolaridade"),
        ({"respostas": {**CODES, "naturalidade_uf": "SP"}}, "naturalidade_municipio"),
        ({"respostas": {**CODES, "naturalidade_pais": "PT"}}, "naturalidade_municipio"),
        ({"respostas": {**CODES, "endereco_uf": "RJ"}}, "endereco_municipio"),
        ({"respostas": {**CODES, "idioma_3": "es"}}, "idioma_3"),
        ({"respostas": {**CODES, "nacionalidade_2": "BR"}}, "nacionalidade_2"),
        ({"respostas": {**CODES, "deficiencia": ("NAO", "VISUAL")}}, "deficiencia"),
        ({"respostas": {**CODES, "povo": "NAO"}}, "etnia"),
        ({"textos": {"saude": "x" * 501}}, "saude"),
        ({"textos": {"obs": "x"}}, "textos"),
        ({"motivo": ""}, "motivo"),
        ({"motivo": "OUTRO"}, "justificativa"),
    ],
)
def test_what_does_not_agree_is_said_beside_its_field(
    app: Flask, team: Actor, clock: MovableClock, changes: dict[str, Any], field: str
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    assert field in messages(app, team, clock, command(caso, row, **changes))


def test_a_child_alone_has_somebody_or_the_word(app: Flask, team: Actor, clock: MovableClock) -> None:
    child = unnamed(respostas={"faixa_etaria": "F12_17", "acompanhado": "SO", "perfil": "CRIANCA_DESAC"})
    caso, row, _pessoa = included(app, team, clock, child)
    assert "responsavel" in messages(app, team, clock, command(caso, row, identidade=None))
    told = Identidade(nome_civil="Lia Demonstração", responsavel="desacompanhado")
    call(app, team, cadastros.save, command(caso, row, identidade=told), clock=clock)
    known = opened(app, team, clock, caso, row)
    assert known.identidade == told
    assert known.respostas["modo_ident"] == "IDENT"


def test_two_people_editing_are_told_apart(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, _pessoa = completed(app, team, clock)
    with pytest.raises(Conflict):
        call(app, team, cadastros.save, command(caso, row), clock=clock)


def test_only_technical_roles_open_it_and_an_old_one_asks_why(
    app: Flask, staff: Staff, team: Actor, clock: MovableClock
) -> None:
    caso, row, _pessoa = completed(app, team, clock)
    officer = staff("ATENDENTE", NETP)
    with pytest.raises(AccessDenied):
        opened(app, officer, clock, caso, row)
    with pytest.raises(AccessDenied):
        call(app, officer, cadastros.save, command(caso, row, versao=2), clock=clock)
    clock.advance(days=31)
    with pytest.raises(RuleViolation):
        opened(app, team, clock, caso, row)
    assert_complete(opened(app, team, clock, caso, row, "CONTATO"))
    assert events(app, team, "abrir_cadastro")[-1][1] == {"motivo": "CONTATO", "versao": 1}


def test_opening_it_never_says_a_traveller_is_in_a_case(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, pessoa_id = included(app, team, clock)
    opened(app, team, clock, caso, row)
    with work(app, team, read_only=True) as session:
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.acao == "abrir_cadastro"))
    assert (event.alvo_tipo, event.alvo_id, event.pessoa_id) == ("caso_pessoa", str(row), None)
    assert pessoa_id.hex not in event.detalhes.replace("-", "")


def test_a_named_adult_needs_nobody(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, _pessoa = included(app, team, clock, person(respostas={"acompanhado": "SO"}))
    assert call(app, team, cadastros.save, command(caso, row), clock=clock) == 2
