"""Evolutions: what is kept, who reads it, and that a secret note leaves no trace for who may not read it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import event

from sisetp.access.actor import Actor
from sisetp.db.models.caso import Caso, Evolucao
from sisetp.db.runtime import current_runtime
from sisetp.domain.errors import AccessDenied, Conflict, NotFound, RuleViolation
from sisetp.domain.evolucao import AlterarEvolucao, CancelarEvolucao, RegistrarEvolucao
from sisetp.services import agenda, evolucoes, sealing
from tests.support.clock import MovableClock
from tests.support.desk import call, events, work
from tests.support.evolucoes import case_with, evolve, written
from tests.support.trail import assert_audit_is_whole

Staff = Callable[..., Actor]
UNIT = "NETP-MG"
MARK, STEP = "MARCAPSI relato da sessão", "MARCAPSI voltar à sessão"


@pytest.fixture
def psi(staff: Staff) -> Actor:
    return staff("TECNICO", UNIT, profissao="PSI")


def secret(app: Flask, psi: Actor, caso: UUID, clock: MovableClock) -> UUID:
    return evolve(
        app,
        psi,
        caso,
        clock,
        tipo="ATEND_PSICO",
        nivel_sigilo="SIG_PSI",
        relato=MARK,
        proximo=STEP,
        proximo_data=date(2026, 11, 23),
    )


def amended(clock: MovableClock, caso: UUID, key: UUID, versao: int = 1, **changes: object) -> AlterarEvolucao:
    escrita = written(clock, **changes)
    return AlterarEvolucao(caso_id=caso, evolucao_id=key, versao=versao, motivo="ERRO", escrita=escrita)


def test_an_evolution_is_kept_sealed_and_read_back(app: Flask, psi: Actor, clock: MovableClock) -> None:
    caso = case_with(app, psi, clock, pessoas=1)
    evolve(app, psi, caso, clock, relato="primeiro contato", proximo="ligar", proximo_data=date(2026, 11, 27))
    [item] = call(app, psi, evolucoes.timeline, caso).itens
    assert item.legivel
    assert item.respostas["tipo"] == "CONTATO"
    assert item.textos == {"relato": "primeiro contato", "proximo": "ligar"}
    assert (item.proximo_data, item.pode_alterar, item.pode_concluir) == (date(2026, 11, 27), True, True)
    assert events(app, psi, "abrir_evolucao")[-1][1] == {"quantidade": 1, "sigilosas": 0}
    assert_audit_is_whole(app)


def test_the_same_submission_makes_one_record(app: Flask, psi: Actor, clock: MovableClock) -> None:
    caso = case_with(app, psi, clock)
    command = RegistrarEvolucao(caso_id=caso, escrita=written(clock), chave="abc")
    first = call(app, psi, evolucoes.register, command, clock=clock)
    assert call(app, psi, evolucoes.register, command, clock=clock) == first
    assert len(call(app, psi, evolucoes.timeline, caso).itens) == 1


@pytest.mark.parametrize(
    ("role", "profissao"), [("TECNICO", "AS"), ("COORDENACAO", "COORD"), ("TECNICO", None), ("ATENDENTE", None)]
)
def test_a_psychologists_note_leaves_nothing_for_others(
    app: Flask, psi: Actor, staff: Staff, clock: MovableClock, role: str, profissao: str | None
) -> None:
    caso = case_with(app, psi, clock)
    key = secret(app, psi, caso, clock)
    call(app, psi, evolucoes.amend, amended(clock, caso, key, nivel_sigilo="SIG_PSI", relato=MARK), clock=clock)
    other = staff(role, UNIT, profissao=profissao)
    if role == "ATENDENTE":
        with pytest.raises(AccessDenied):
            call(app, other, evolucoes.timeline, caso)
        with pytest.raises(AccessDenied):
            call(app, other, evolucoes.history, caso, key)
        with pytest.raises(AccessDenied):
            call(app, other, agenda.agenda, de_quem="unidade", clock=clock)
        return
    line, past = call(app, other, evolucoes.timeline, caso), call(app, other, evolucoes.history, caso, key)
    for answer in (line, past, call(app, other, agenda.agenda, de_quem="unidade", clock=clock)):
        assert "MARCAPSI" not in repr(answer)
        assert "ATEND_PSICO" not in repr(answer)
        assert "ACOLHIDA" not in repr(answer)
    [item] = line.itens
    assert (item.legivel, item.sigilo) == (False, "Registro técnico-sigiloso — Psicologia")
    assert (item.proximo_data, item.versao, dict(item.respostas), dict(item.textos)) == (None, 0, {}, {})
    assert past.anteriores == ()
    assert events(app, other, "abrir_evolucao") == [("abrir_evolucao", {"quantidade": 0, "sigilosas": 1})]


def test_the_substitute_of_the_same_profession_reads_in_the_same_unit_only(
    app: Flask, psi: Actor, staff: Staff, clock: MovableClock
) -> None:
    caso = case_with(app, psi, clock)
    key = secret(app, psi, caso, clock)
    substitute, elsewhere = staff("TECNICO", UNIT, profissao="PSI"), staff("TECNICO", "NETP-AC", profissao="PSI")
    [item] = call(app, substitute, evolucoes.timeline, caso).itens
    assert item.textos["relato"] == MARK
    assert not item.pode_alterar
    for attempt in (
        lambda: call(app, elsewhere, evolucoes.timeline, caso),
        lambda: call(app, elsewhere, evolucoes.history, caso, key),
        lambda: call(app, elsewhere, evolucoes.amend, amended(clock, caso, key), clock=clock),
        lambda: call(app, elsewhere, evolucoes.complete_step, caso, key, clock=clock),
        lambda: evolve(app, elsewhere, caso, clock),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert call(app, elsewhere, agenda.agenda, de_quem="unidade", clock=clock).itens == ()


def test_a_level_of_another_profession_is_refused(app: Flask, psi: Actor, staff: Staff, clock: MovableClock) -> None:
    caso, social = case_with(app, psi, clock), staff("TECNICO", UNIT, profissao="AS")
    for actor, level in ((psi, "SIG_AS"), (social, "SIG_PSI"), (staff("COORDENACAO", UNIT), "SIG_PSI")):
        with pytest.raises(RuleViolation) as caught:
            evolve(app, actor, caso, clock, nivel_sigilo=level)
        assert [message.campo for message in caught.value.messages] == ["nivel_sigilo"]
    evolve(app, social, caso, clock, nivel_sigilo="SIG_AS")


def test_a_version_is_read_under_its_own_level_and_the_present_one(
    app: Flask, psi: Actor, staff: Staff, clock: MovableClock
) -> None:
    caso, other = case_with(app, psi, clock), staff("TECNICO", UNIT, profissao="AS")
    key = secret(app, psi, caso, clock)
    why = replace(amended(clock, caso, key, relato="aberto à equipe"), motivo="OUTRO", justificativa="MARCAPSI: alta")
    call(app, psi, evolucoes.amend, why, clock=clock)
    seen = call(app, other, evolucoes.history, caso, key)
    assert seen.item.textos["relato"] == "aberto à equipe"
    assert [version.item.legivel for version in seen.anteriores] == [False]
    assert "MARCAPSI" not in repr(seen)
    mine = call(app, psi, evolucoes.history, caso, key)
    assert mine.anteriores[0].item.textos["relato"] == MARK
    assert mine.anteriores[0].justificativa == "MARCAPSI: alta"
    call(app, psi, evolucoes.amend, amended(clock, caso, key, 2, nivel_sigilo="SIG_PSI", relato="fechado"), clock=clock)
    assert call(app, other, evolucoes.history, caso, key).anteriores == ()
    assert_audit_is_whole(app)


def test_only_the_author_amends_and_cancels(app: Flask, psi: Actor, staff: Staff, clock: MovableClock) -> None:
    caso, other = case_with(app, psi, clock), staff("COORDENACAO", UNIT, profissao="PSI")
    key = evolve(app, psi, caso, clock, relato="um")
    order = CancelarEvolucao(caso_id=caso, evolucao_id=key, versao=1, motivo="ENGANO")
    with pytest.raises(AccessDenied):
        call(app, other, evolucoes.amend, amended(clock, caso, key), clock=clock)
    with pytest.raises(AccessDenied):
        call(app, other, evolucoes.cancel, order, clock=clock)
    with pytest.raises(Conflict):
        call(app, psi, evolucoes.cancel, replace(order, versao=9), clock=clock)
    with pytest.raises(RuleViolation):
        call(app, psi, evolucoes.cancel, replace(order, motivo="OUTRO"), clock=clock)
    call(app, psi, evolucoes.cancel, order, clock=clock)
    [item] = call(app, psi, evolucoes.timeline, caso).itens
    assert (item.situacao, dict(item.textos), item.pode_alterar) == ("CANCELADO", {}, False)
    assert call(app, psi, evolucoes.history, caso, key).item.textos == {"relato": "um"}
    with pytest.raises(RuleViolation):
        call(app, psi, evolucoes.amend, amended(clock, caso, key, 2), clock=clock)
    with pytest.raises(NotFound):
        call(app, psi, evolucoes.history, case_with(app, psi, clock), key)
    assert_audit_is_whole(app)


def test_who_changes_profession_loses_even_what_she_wrote(app: Flask, psi: Actor, clock: MovableClock) -> None:
    caso = case_with(app, psi, clock)
    key, now = secret(app, psi, caso, clock), replace(psi, profissao="COORD")
    assert not call(app, now, evolucoes.timeline, caso).itens[0].legivel
    for attempt in (
        lambda: call(app, now, evolucoes.open_sheet, caso, key),
        lambda: call(app, now, evolucoes.amend, amended(clock, caso, key), clock=clock),
    ):
        with pytest.raises(AccessDenied):
            attempt()


def risk_of(app: Flask, actor: Actor, caso: UUID) -> tuple[str, int]:
    with work(app, actor) as session:
        row = session.get_one(Caso, caso)
        assert sealing.open_texts(session, row) == {"resumo": "síntese"}
        return str(sealing.open_codes(session, row)["risco"]), row.versao


def test_the_risk_of_the_case_follows_the_newest_contact(app: Flask, psi: Actor, clock: MovableClock) -> None:
    caso = case_with(app, psi, clock, risco="MEDIO")
    evolve(app, psi, caso, clock, risco="MEDIO")
    assert risk_of(app, psi, caso) == ("MEDIO", 1)
    key = evolve(app, psi, caso, clock, risco="ALTO")
    assert risk_of(app, psi, caso) == ("ALTO", 2)
    evolve(app, psi, caso, clock, risco="BAIXO", data=clock.now() - timedelta(days=3))
    assert risk_of(app, psi, caso) == ("ALTO", 2)
    call(app, psi, evolucoes.amend, amended(clock, caso, key, risco="IMINENTE"), clock=clock)
    assert risk_of(app, psi, caso) == ("IMINENTE", 3)
    assert_audit_is_whole(app)


@pytest.mark.parametrize("situacao", ["ENCERRADO", "TRANSFERIDO"])
def test_a_closed_case_takes_nothing(app: Flask, psi: Actor, clock: MovableClock, situacao: str) -> None:
    caso = case_with(app, psi, clock, situacao=situacao)
    with pytest.raises(RuleViolation) as caught:
        evolve(app, psi, caso, clock)
    assert [message.campo for message in caught.value.messages] == ["situacao"]


def test_the_next_step_is_done_once_by_who_reads_it(app: Flask, psi: Actor, staff: Staff, clock: MovableClock) -> None:
    caso = case_with(app, psi, clock)
    key, plain = secret(app, psi, caso, clock), evolve(app, psi, caso, clock)
    with pytest.raises(AccessDenied):
        call(app, staff("COORDENACAO", UNIT), evolucoes.complete_step, caso, key, clock=clock)
    with pytest.raises(RuleViolation):
        call(app, psi, evolucoes.complete_step, caso, plain, clock=clock)
    for _again in range(2):
        call(app, psi, evolucoes.complete_step, caso, key, clock=clock)
    assert len(events(app, psi, "concluir_providencia")) == 1
    done = {item.id: item.proximo_feito_em for item in call(app, psi, evolucoes.timeline, caso).itens}
    assert done == {key: clock.now(), plain: None}


def test_people_of_another_case_are_refused(app: Flask, psi: Actor, clock: MovableClock) -> None:
    caso = case_with(app, psi, clock, pessoas=1)
    with pytest.raises(RuleViolation):
        evolve(app, psi, caso, clock, caso_pessoa_id=uuid4())


def test_one_blob_that_cannot_be_opened_does_not_hide_the_others(app: Flask, psi: Actor, clock: MovableClock) -> None:
    caso = case_with(app, psi, clock)
    good, text, codes = (evolve(app, psi, caso, clock, relato=word) for word in ("bom", "ruim", "pior"))
    with work(app, psi) as session:
        one, two = session.get_one(Evolucao, text), session.get_one(Evolucao, codes)
        assert one.relato is not None
        one.relato = one.relato[:-1] + bytes([one.relato[-1] ^ 1])
        two.estat = two.estat[:-1] + bytes([two.estat[-1] ^ 1])
    found = {item.id: item for item in call(app, psi, evolucoes.timeline, caso).itens}
    assert {key: item.ilegivel for key, item in found.items()} == {good: False, text: True, codes: True}
    assert found[good].textos == {"relato": "bom"}


def test_two_hundred_evolutions_cost_what_two_do(app: Flask, psi: Actor, clock: MovableClock) -> None:
    few, many = case_with(app, psi, clock), case_with(app, psi, clock)
    for caso, times in ((few, 2), (many, 203)):
        with work(app, psi) as session:
            for _number in range(times):
                command = RegistrarEvolucao(caso_id=caso, escrita=written(clock, relato="x"))
                evolucoes.register(session, psi, command, clock=clock)
    costs = [cost_of(app, psi, caso) for caso in (few, many)]
    assert costs[0] == costs[1]
    assert costs[0][1] == 1
    page = call(app, psi, evolucoes.timeline, many)
    assert (len(page.itens), page.mais_antigas) == (200, 2)
    older = call(app, psi, evolucoes.timeline, many, pagina=2)
    assert (len(older.itens), older.mais_antigas) == (3, None)


def cost_of(app: Flask, actor: Actor, caso: UUID) -> tuple[int, int]:
    """Statements of the main database and fetches of the vault that one timeline takes."""
    statements, fetches = [], []
    with work(app, actor) as session:
        vault = current_runtime().vault
        original = vault.fetch
        engine = session.get_bind()

        def count(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        def fetch(owners: list[bytes], classe: str) -> object:
            fetches.append(classe)
            return original(owners, classe)

        event.listen(engine, "before_cursor_execute", count)
        vault.fetch = fetch  # type: ignore[method-assign, assignment]
        try:
            evolucoes.timeline(session, actor, caso)
        finally:
            event.remove(engine, "before_cursor_execute", count)
            vault.fetch = original  # type: ignore[method-assign]
    return len(statements), len(fetches)
