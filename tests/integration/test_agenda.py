"""The agenda: what falls due and when, whose it is, secret steps kept secret, constant cost."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event

from sisetp.access.actor import Actor
from sisetp.db.models.caso import Caso
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.runtime import current_runtime
from sisetp.domain.agenda import Grupo
from sisetp.domain.errors import AccessDenied
from sisetp.domain.evolucao import RegistrarEvolucao
from sisetp.domain.plano import GravarPlano, LinhaDePlano
from sisetp.services import agenda, evolucoes, planos
from tests.support.clock import MovableClock
from tests.support.desk import call, events, work
from tests.support.evolucoes import case_with, evolve, written

Staff = Callable[..., Actor]
UNIT, TODAY = "NETP-MG", date(2026, 11, 20)  # a Friday


@pytest.fixture
def psi(staff: Staff) -> Actor:
    return staff("TECNICO", UNIT, profissao="PSI")


def test_each_thing_goes_to_its_part_of_the_page(app: Flask, psi: Actor, clock: MovableClock) -> None:
    caso = case_with(app, psi, clock)
    clock.instant -= timedelta(days=5)
    for days in (-2, 0, 2, 3, 30, 31):
        day = TODAY + timedelta(days=days)
        evolve(app, psi, caso, clock, data=clock.now(), proximo=f"em {days}", proximo_data=day)
    clock.advance(days=5)
    found = call(app, psi, agenda.agenda, clock=clock)
    assert {grupo: [item.texto for item in found.do_grupo(grupo)] for grupo in Grupo} == {
        Grupo.ATRASADO: ["em -2"],
        Grupo.HOJE: ["em 0"],
        Grupo.SEMANA: ["em 2"],
        Grupo.DEPOIS: ["em 3", "em 30"],
    }
    assert [(line.texto, line.quantidade, line.urgente) for line in call(app, psi, agenda.lembretes, clock=clock)] == [
        ("providência sua está atrasada.", 1, True),
        ("providência sua é para hoje.", 1, False),
    ]
    assert events(app, psi, "ver_agenda") == [("ver_agenda", {"quantidade": 5, "profissional_id": psi.user_id})]
    first = found.do_grupo(Grupo.ATRASADO)[0]
    assert first.caso_id == caso
    call(app, psi, evolucoes.complete_step, caso, first.alvo_id, clock=clock)
    assert not call(app, psi, agenda.agenda, clock=clock).do_grupo(Grupo.ATRASADO)


def test_mine_has_what_hangs_from_my_cases(app: Flask, psi: Actor, staff: Staff, clock: MovableClock) -> None:
    other, boss = staff("TECNICO", UNIT, profissao="AS"), staff("COORDENACAO", UNIT)
    caso = case_with(app, psi, clock)
    evolve(app, other, caso, clock, proximo="de outra", proximo_data=TODAY)
    assert [item.texto for item in call(app, psi, agenda.agenda, clock=clock).itens] == ["de outra"]
    assert call(app, boss, agenda.agenda, clock=clock).itens == ()
    for who in ("unidade", str(other.user_id), str(psi.user_id)):
        assert len(call(app, boss, agenda.agenda, de_quem=who, clock=clock).itens) == 1
    assert [nome for _id, nome in call(app, boss, agenda.professionals)].count(psi.nome) == 2
    assert call(app, boss, agenda.lembretes, clock=clock) == ()


def test_secret_steps_say_nothing_to_others(app: Flask, psi: Actor, staff: Staff, clock: MovableClock) -> None:
    caso = case_with(app, psi, clock)
    evolve(app, psi, caso, clock, nivel_sigilo="SIG_PSI", proximo="MARCAPSI", proximo_data=TODAY)
    for other in (staff("TECNICO", UNIT, profissao="AS"), staff("COORDENACAO", UNIT, profissao="COORD")):
        assert call(app, other, agenda.agenda, de_quem="unidade", clock=clock).itens == ()
        with work(app, psi) as session:
            session.get_one(Caso, caso).responsavel_id = other.user_id
        assert call(app, other, agenda.lembretes, clock=clock) == ()  # nor by a count, to who answers for the case
    [mine] = call(app, staff("TECNICO", UNIT, profissao="PSI"), agenda.agenda, de_quem="unidade", clock=clock).itens
    assert (mine.texto, mine.pode_concluir) == ("MARCAPSI", True)
    for role in ("ATENDENTE", "ANALISTA"):
        outsider = staff(role, UNIT)
        assert call(app, outsider, agenda.lembretes, clock=clock) == ()
        with pytest.raises(AccessDenied):
            call(app, outsider, agenda.agenda, de_quem="unidade", clock=clock)


def test_plans_and_silent_cases_are_in_it_and_closed_cases_are_not(app: Flask, psi: Actor, clock: MovableClock) -> None:
    caso, closed = case_with(app, psi, clock), case_with(app, psi, clock)
    for key in (caso, closed):
        linha = LinhaDePlano(
            inicio=TODAY, prazo=TODAY + timedelta(days=7), respostas={"tipo": "SAUDE"}, textos={"objetivo": "x"}
        )
        call(app, psi, planos.save, GravarPlano(caso_id=key, linha=linha), clock=clock)
        evolve(app, psi, key, clock, proximo="ligar", proximo_data=TODAY)
    with work(app, psi) as session:
        session.get_one(Caso, closed).situacao = "ENCERRADO"
        session.get_one(Caso, caso).situacao = "SUSPENSO"
    found = call(app, psi, agenda.agenda, clock=clock)
    assert {(item.tipo, item.caso_id, item.plano) for item in found.itens} == {
        ("plano", caso, "SAUDE"),
        ("providencia", caso, ""),
    }
    clock.advance(days=31)
    [silent] = [item for item in call(app, psi, agenda.agenda, clock=clock).itens if item.tipo == "suspenso"]
    assert (silent.caso_id, silent.prazo) == (caso, TODAY)
    assert len(call(app, psi, agenda.lembretes, clock=clock)) == 1


def test_referrals_show_their_day_and_nothing_else(app: Flask, psi: Actor, staff: Staff, clock: MovableClock) -> None:
    receiver = staff("TECNICO", "NETP-AC")
    with work(app, psi) as session:
        now = clock.now()
        row = Encaminhamento(
            id=uuid4(),
            unidade_origem_id=psi.unidade_id,
            unidade_destino_id=receiver.unidade_id,
            situacao="ENVIADO",
            data=TODAY,
            prazo=TODAY,
            registro_token=bytes(16),
            pessoa_token=bytes(16),
            versao=1,
            estat=b"never opened",
            autor_id=psi.user_id,
            created_at=now,
            updated_at=now,
        )
        session.add(row)
    for actor, who, text in (
        (psi, "minha", "Cobrar resposta de encaminhamento"),
        (receiver, "minha", "Responder encaminhamento recebido"),
    ):
        [item] = call(app, actor, agenda.agenda, de_quem=who, clock=clock).itens
        assert (item.tipo, item.alvo_id, item.texto, item.caso_id) == ("encaminhamento", row.id, text, None)
    assert call(app, staff("TECNICO", "NETP-MA"), agenda.agenda, de_quem="unidade", clock=clock).itens == ()
    with work(app, psi) as session:
        session.get_one(Encaminhamento, row.id).situacao = "ACEITO"
    assert len(call(app, psi, agenda.agenda, clock=clock).itens) == 1
    assert call(app, receiver, agenda.agenda, clock=clock).itens == ()


def test_three_hundred_items_cost_what_three_do(app: Flask, psi: Actor, staff: Staff, clock: MovableClock) -> None:
    counts = []
    for times in (3, 297):
        caso = case_with(app, psi, clock)
        with work(app, psi) as session:
            for _number in range(times):
                escrita = written(clock, proximo="ligar", proximo_data=TODAY)
                evolucoes.register(session, psi, RegistrarEvolucao(caso_id=caso, escrita=escrita), clock=clock)
        counts.append(cost_of(app, psi, clock))
    assert counts[0] == counts[1]
    assert counts[1][1] == 1
    assert len(call(app, psi, agenda.agenda, clock=clock).itens) == 300


def cost_of(app: Flask, actor: Actor, clock: MovableClock) -> tuple[int, int]:
    """Statements of the main database and fetches of the vault that one agenda takes."""
    statements, fetches = [], []
    with work(app, actor) as session:
        vault, engine = current_runtime().vault, session.get_bind()
        original = vault.fetch

        def count(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        def fetch(owners: list[bytes], classe: str) -> object:
            fetches.append(classe)
            return original(owners, classe)

        event.listen(engine, "before_cursor_execute", count)
        vault.fetch = fetch  # type: ignore[method-assign, assignment]
        try:
            agenda.agenda(session, actor, clock=clock)
        finally:
            event.remove(engine, "before_cursor_execute", count)
            vault.fetch = original  # type: ignore[method-assign]
    return len(statements), len(fetches)
