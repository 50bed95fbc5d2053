"""People in cases: sealed link, no name in lists nor events, versions and reasons, openings that leave a trail."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.db.base import db
from sisetp.db.models import AuditEvent, Caso, CasoPessoa, Pessoa
from sisetp.db.session import unit_of_work
from sisetp.domain.caso_pessoa import RetirarPessoa
from sisetp.domain.errors import AccessDenied, Conflict, NotFound, RuleViolation
from sisetp.domain.pessoa import Identidade
from sisetp.services import caso_pessoas
from tests.support.caso_pessoas import WORK, included, pessoa_of, saving, seen
from tests.support.clock import MovableClock
from tests.support.desk import call, events, work
from tests.support.fichas import IDENTITY, person, unnamed
from tests.support.procedimentos import NETP, open_one
from tests.support.staff import OPERATOR
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]


@pytest.fixture
def team(staff: Staff) -> Actor:
    """A professional of a NETP."""
    return staff("TECNICO", NETP, profissao="AS")


def removal(caso: UUID, row: UUID, versao: int = 1, motivo: str = "POR_ENGANO") -> RetirarPessoa:
    return RetirarPessoa(caso_id=caso, caso_pessoa_id=row, versao=versao, motivo=motivo)


def test_a_person_comes_into_a_case_with_nothing_decided(app: Flask, team: Actor, clock: MovableClock) -> None:
    signs = person(respostas={"indicios": ("DOC_RETIDO", "DIVIDA"), "perfil": "VITIMA_TP"})
    caso, row, _pessoa = included(app, team, clock, signs)
    detail = seen(app, team, clock, caso, row)
    answered = {name: value for name, value in detail.respostas.items() if value not in (None, ())}
    assert answered == {"status_vitima": "EM_ANALISE", "finalidade": "ND", "ambito": "NI"}
    assert [item.indicios for item in detail.triagem] == [("DOC_RETIDO", "DIVIDA")]  # a hint, and only that
    assert (detail.ordem, detail.versao, detail.has_identity) == (1, 1, True)
    assert_audit_is_whole(app)


def test_nothing_in_clear_links_the_case_to_the_person(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, pessoa_id = included(app, team, clock)
    call(app, team, caso_pessoas.save, saving(seen(app, team, clock, caso, row), WORK), clock=clock)
    call(app, team, caso_pessoas.open_identity, caso, row, "", clock=clock, reason_after_days=30)
    call(app, team, caso_pessoas.remove, removal(caso, row, 2), clock=clock)
    with app.app_context(), db.engine.connect() as connection:
        for table in ("caso", "caso_pessoa", "versao"):
            for values in connection.execute(sa.text(f"SELECT * FROM {table}")):
                if table != "versao" or "caso_pessoa" in values:
                    written = b" ".join(v if isinstance(v, bytes) else str(v).encode() for v in values)
                    assert pessoa_id.bytes not in written
                    assert pessoa_id.hex.encode() not in written
                    assert str(pessoa_id).encode() not in written
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        found = list(session.scalars(sa.select(AuditEvent).where(AuditEvent.alvo_tipo == "caso_pessoa")))
        assert {event.acao for event in found} >= {
            *("incluir_pessoa", "ver_caso", "alterar_pessoa_caso", "abrir_ident", "retirar_pessoa")
        }
        for event in found:
            assert event.pessoa_id is None
            assert str(event.alvo_id) == str(row)
            assert pessoa_id.hex not in event.detalhes.replace("-", "")


def test_a_person_is_once_in_a_case_and_in_several_cases(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, pessoa_id = included(app, team, clock)
    with pytest.raises(RuleViolation) as broken:
        call(app, team, caso_pessoas.include, caso, pessoa_id, clock=clock)
    assert broken.value.messages[0].campo == "pessoa_id"
    other = open_one(app, team, clock)
    call(app, team, caso_pessoas.include, other, pessoa_id, clock=clock)
    call(app, team, caso_pessoas.remove, removal(caso, row), clock=clock)
    found = call(app, team, caso_pessoas.cases_of, pessoa_id)
    assert {(item.caso_id, item.retirada) for item in found} == {(caso, True), (other, False)}
    assert events(app, team, "listar")[-1][1] == {"tipo": "caso", "quantidade": 2}


def test_whoever_was_taken_out_comes_back_to_the_same_row(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, pessoa_id = included(app, team, clock)
    call(app, team, caso_pessoas.save, saving(seen(app, team, clock, caso, row), WORK), clock=clock)
    for motivo in ("", "ERRO", "OUTRO"):
        with pytest.raises(RuleViolation):
            call(app, team, caso_pessoas.remove, removal(caso, row, 2, motivo), clock=clock)
    call(app, team, caso_pessoas.remove, removal(caso, row, 2), clock=clock)
    assert call(app, team, caso_pessoas.lines, caso)[0].situacao == "RETIRADA"
    with pytest.raises(RuleViolation):
        call(app, team, caso_pessoas.save, saving(seen(app, team, clock, caso, row)), clock=clock)
    assert call(app, team, caso_pessoas.include, caso, pessoa_id, clock=clock) == row
    again = seen(app, team, clock, caso, row)
    assert (again.situacao, again.versao, again.respostas["finalidade"]) == ("ATIVO", 4, "TRAB_ESCRAVO")
    assert_audit_is_whole(app)


def test_a_save_keeps_versions_and_the_status_its_history(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, _pessoa = included(app, team, clock)
    first = seen(app, team, clock, caso, row)
    with pytest.raises(RuleViolation) as broken:
        call(app, team, caso_pessoas.save, saving(first, {"status_vitima": "CONFIRMADA"}), clock=clock)
    assert {item.campo for item in broken.value.messages} == {"orgao_identificador", "acoes", "meios"}
    clock.advance(hours=1)
    told = saving(first, WORK, textos={"transito": "Montes Claros\nSalinas"})
    assert call(app, team, caso_pessoas.save, told, clock=clock) == 2
    with pytest.raises(Conflict):
        call(app, team, caso_pessoas.save, told, clock=clock)
    clock.advance(hours=1)
    second = seen(app, team, clock, caso, row)
    assert second.textos == {"transito": "Montes Claros\nSalinas"}
    call(app, team, caso_pessoas.save, saving(second, {"controles": ("DOCS",)}), clock=clock)
    third = seen(app, team, clock, caso, row)
    assert third.textos == second.textos
    assert third.respostas["setor"] == "AGRO"
    call(
        app,
        team,
        caso_pessoas.save,
        saving(third, {"status_vitima": "DESCARTADA"}, justificativa="Sem elementos"),
        clock=clock,
    )
    steps = call(app, team, caso_pessoas.status_history, caso, row)
    assert [(step.de, step.para, step.justificativa) for step in steps] == [
        (None, "EM_ANALISE", ""),
        ("EM_ANALISE", "CONFIRMADA", "Ouvida pela equipe"),
        ("CONFIRMADA", "DESCARTADA", "Sem elementos"),
    ]
    assert [step.autor for step in steps] == [team.nome] * 3
    assert [(step.quando - steps[0].quando) for step in steps[1:]] == [timedelta(hours=1), timedelta(hours=2)]
    assert seen(app, team, clock, caso, row).historico == steps
    saved = [details for _name, details in events(app, team, "alterar_pessoa_caso")]
    assert [(details["motivo"], details["versao"]) for details in saved] == [
        ("SITUACAO", 2),
        ("COMPLEMENTO", 3),
        ("SITUACAO", 4),
    ]
    assert "Sem elementos" not in json.dumps(saved)
    assert_audit_is_whole(app)


def test_lines_have_codes_and_age_band_and_cost_the_same_for_any_number(
    app: Flask, team: Actor, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    call(app, team, caso_pessoas.save, saving(seen(app, team, clock, caso, row), WORK), clock=clock)
    one = statements(app, team, caso)
    for _ in range(5):
        clock.advance(minutes=1)
        other = pessoa_of(app, team, clock, unnamed())
        call(app, team, caso_pessoas.include, caso, other, clock=clock)
    assert statements(app, team, caso) == one
    lines = call(app, team, caso_pessoas.lines, caso)
    assert [line.ordem for line in lines] == [1, 2, 3, 4, 5, 6]
    assert (lines[0].status_vitima, lines[0].finalidade) == ("CONFIRMADA", "TRAB_ESCRAVO")
    assert (lines[0].faixa_etaria, lines[0].sexo) == ("F18_29", "F")
    assert IDENTITY.nome_civil not in repr(lines)


def statements(app: Flask, actor: Actor, caso: UUID) -> int:
    """How many statements the lines of a case take."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    with work(app, actor, read_only=True) as session:
        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            caso_pessoas.lines(session, actor, caso)
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_an_identity_is_opened_about_the_row_of_the_case(app: Flask, team: Actor, clock: MovableClock) -> None:
    both = Identidade(nome_social="Lia Demonstração Reis", nome_civil="Rui Demonstração Reis")
    caso, row, _pessoa = included(app, team, clock, person(identidade=both))
    opened = call(app, team, caso_pessoas.open_identity, caso, row, "", clock=clock, reason_after_days=30)
    assert (opened.nome, opened.nome_civil, opened.has_other_name) == ("Lia Demonstração Reis", "", True)
    clock.advance(days=31)
    with pytest.raises(RuleViolation):
        call(app, team, caso_pessoas.open_identity, caso, row, "", clock=clock, reason_after_days=30)
    assert seen(app, team, clock, caso, row).reason_required
    civil = call(
        app, team, caso_pessoas.open_identity, caso, row, "CONTATO", clock=clock, reason_after_days=30, civil=True
    )
    assert civil.nome_civil == "Rui Demonstração Reis"
    assert events(app, team, "abrir_nome_civil")[-1][1] == {"motivo": "CONTATO", "idade_dias": 31, "versao": 1}


def test_nobody_without_identity_is_opened(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, _pessoa = included(app, team, clock, unnamed())
    with pytest.raises(NotFound):
        call(app, team, caso_pessoas.open_identity, caso, row, "", clock=clock, reason_after_days=30)


def test_a_person_new_to_the_unit_is_added_with_her_case(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso = open_one(app, team, clock)
    new = person(respostas={"faixa_etaria": None})
    row = call(app, team, caso_pessoas.include_new, caso, new, clock=clock)
    detail = seen(app, team, clock, caso, row)
    assert (detail.perfil["faixa_etaria"], detail.has_identity, detail.triagem) == ("F18_29", True, ())
    # Not even whether the unit knew her before.
    assert set(events(app, team, "incluir_pessoa")[-1][1]) == {"versao", "selos"}
    with pytest.raises(RuleViolation) as broken:
        call(
            app,
            team,
            caso_pessoas.include_new,
            caso,
            unnamed(respostas={"sexo": None, "faixa_etaria": None}),
            clock=clock,
        )
    assert {item.campo for item in broken.value.messages} == {"sexo", "faixa_etaria"}
    assert_audit_is_whole(app)


def test_a_closed_case_is_not_changed(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, pessoa_id = included(app, team, clock)
    detail = seen(app, team, clock, caso, row)
    with work(app, team) as session:
        session.get_one(Caso, caso).situacao = "ENCERRADO"
    attempts = (
        (caso_pessoas.include, (caso, pessoa_id)),
        (caso_pessoas.include_new, (caso, person())),
        (caso_pessoas.save, (saving(detail),)),
        (caso_pessoas.remove, (removal(caso, row),)),
    )
    for use_case, arguments in attempts:
        with pytest.raises(RuleViolation):
            call(app, team, use_case, *arguments, clock=clock)


def test_other_units_and_the_desk_reach_nothing(app: Flask, staff: Staff, team: Actor, clock: MovableClock) -> None:
    caso, row, pessoa_id = included(app, team, clock)
    elsewhere, officer = staff("TECNICO", "NETP-AC"), staff("ATENDENTE", NETP)
    theirs = pessoa_of(app, elsewhere, clock)
    for actor, refusal in ((elsewhere, NotFound), (officer, AccessDenied)):
        for use_case, arguments in (
            (caso_pessoas.lines, (caso,)),
            (caso_pessoas.status_history, (caso, row)),
            (caso_pessoas.cases_of, (pessoa_id,)),
        ):
            with pytest.raises(refusal):
                call(app, actor, use_case, *arguments)
        with pytest.raises(refusal):
            seen(app, actor, clock, caso, row)
        with pytest.raises(refusal):
            call(app, actor, caso_pessoas.include, caso, pessoa_id, clock=clock)
    with pytest.raises(NotFound):
        call(app, team, caso_pessoas.include, caso, theirs, clock=clock)
    with pytest.raises(NotFound):
        seen(app, team, clock, open_one(app, team, clock), row)


def test_one_row_that_cannot_be_opened_does_not_hide_the_others(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, _pessoa = included(app, team, clock)
    clock.advance(minutes=1)
    call(app, team, caso_pessoas.include, caso, pessoa_of(app, team, clock, unnamed()), clock=clock)
    with work(app, team) as session:
        broken = session.get_one(CasoPessoa, row)
        broken.estat = broken.estat[:-1] + bytes([broken.estat[-1] ^ 1])
    first, second = call(app, team, caso_pessoas.lines, caso)
    assert (first.unreadable, first.status_vitima) == (True, "")
    assert (second.unreadable, second.status_vitima) == (False, "EM_ANALISE")


def test_the_pessoa_is_not_touched_by_her_cases(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso, row, pessoa_id = included(app, team, clock)
    call(app, team, caso_pessoas.save, saving(seen(app, team, clock, caso, row), WORK), clock=clock)
    with work(app, team, read_only=True) as session:
        assert session.get_one(Pessoa, pessoa_id).versao == 1
