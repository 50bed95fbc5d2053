"""What is missing in a month: each lack stops the sending until it is mended, each warning only warns."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.atividade import Alcance, Atividade
from sisetp.db.models.caso import Caso, CasoPessoa, Evolucao
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import RuleViolation
from sisetp.services import caso_pessoas, periodos, sealing
from sisetp.services.periodos import Pendencia
from tests.support.caso_pessoas import WORK, included, pessoa_of, saving, seen
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events
from tests.support.encaminhamentos import sent
from tests.support.evolucoes import case_with, evolve
from tests.support.fichas import person
from tests.support.periodos import send
from tests.support.procedimentos import NETP, open_one
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
AFTER = datetime(2026, 12, 4, 15, tzinfo=UTC)


@pytest.fixture
def head(staff: Staff) -> Actor:
    """Coordenação of a NETP since November; what is tried is November 2026."""
    return staff(Role.COORDENACAO, NETP, profissao="COORD")


@pytest.fixture
def tecnica(staff: Staff, head: Actor) -> Actor:
    return staff(Role.TECNICO, NETP, profissao="AS")


def found(app: Flask, actor: Actor, clock: MovableClock, *, moment: datetime = AFTER) -> dict[str, Pendencia]:
    """What is missing in November, seen later; the clock goes back."""
    now, clock.instant = clock.instant, moment
    gate = call(app, actor, periodos.gate, 2026, 11, clock=clock)
    clock.instant = now
    assert all(item.bloqueia for item in gate.impedem)
    assert not any(item.bloqueia for item in gate.avisos)
    return {item.chave: item for item in (*gate.impedem, *gate.avisos)}


def spoil(app: Flask, model: type[Any], key: UUID) -> None:
    """Make the codes of a row unreadable."""
    with app.app_context(), unit_of_work(OPERATOR) as session:
        row = session.get_one(model, key)
        row.estat = bytes(len(row.estat))


def labels(item: Pendencia) -> list[str]:
    return [record.rotulo for record in item.registros]


def number(app: Flask, caso: UUID) -> str:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        return session.get_one(Caso, caso).numero


def test_a_month_with_whole_records_has_nothing_missing(
    app: Flask, head: Actor, tecnica: Actor, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, tecnica, clock)
    open_one(app, tecnica, clock)  # on notice: people may come later
    missing = found(app, head, clock)
    assert missing.keys() == {"pessoas_sem_respostas"}
    assert not missing["pessoas_sem_respostas"].bloqueia
    call(app, tecnica, caso_pessoas.save, saving(seen(app, tecnica, clock, caso, row), WORK), clock=clock)
    assert found(app, head, clock) == {}


def test_mandatory_answers_stop_the_sending_until_they_are_given(
    app: Flask, head: Actor, tecnica: Actor, clock: MovableClock
) -> None:
    caso = case_with(app, tecnica, clock, pessoas=1)
    (record,) = found(app, head, clock)["pessoas_incompletas"].registros
    assert record.rotulo.startswith(f"Caso {number(app, caso)}: falta ")
    assert (record.quem, record.caminho) == (tecnica.nome, f"/casos/{caso}")
    clock.instant = AFTER
    with pytest.raises(RuleViolation, match="completude"):
        send(app, head, clock, 11)
    with app.app_context(), unit_of_work(OPERATOR) as session:
        (row,) = session.scalars(select(CasoPessoa))
        sealing.seal_codes(session, row, {**sealing.open_codes(session, row), **WORK})
    send(app, head, clock, 11)


def test_what_cannot_be_read_is_named_and_nothing_else_is_hidden(
    app: Flask, head: Actor, tecnica: Actor, clock: MovableClock
) -> None:
    ficha = attend(app, tecnica, clock)
    whole, written = case_with(app, tecnica, clock), case_with(app, tecnica, clock)
    people, row, _pessoa = included(app, tecnica, clock)
    note = evolve(app, tecnica, written, clock)
    for model, key in ((Atendimento, ficha), (Caso, whole), (Evolucao, note), (CasoPessoa, row)):
        spoil(app, model, key)
    missing = found(app, head, clock)
    assert [item.caminho for item in missing["fichas_ilegiveis"].registros] == [f"/atendimentos/{ficha}"]
    assert sorted(labels(missing["casos_ilegiveis"])) == sorted(
        [
            f"Caso {number(app, whole)}",
            f"Caso {number(app, written)}: evolução de 20/11/2026",
            f"Caso {number(app, people)}: uma pessoa",
        ]
    )
    clock.instant = AFTER
    with pytest.raises(RuleViolation, match="completude"):
        send(app, head, clock, 11)


def test_a_case_opened_for_somebody_has_somebody(app: Flask, head: Actor, tecnica: Actor, clock: MovableClock) -> None:
    ficha = attend(app, tecnica, clock)
    caso = open_one(app, tecnica, clock, origem_tipo="ATENDIMENTO", origem_id=ficha)
    assert "casos_sem_pessoa" not in found(app, head, clock)
    with app.app_context(), unit_of_work(OPERATOR) as session:
        for row in session.scalars(select(CasoPessoa)):
            row.situacao = "RETIRADA"
    assert labels(found(app, head, clock)["casos_sem_pessoa"]) == [f"Caso {number(app, caso)}"]
    with app.app_context(), unit_of_work(OPERATOR) as session:
        session.get_one(Caso, caso).abertura = date(2026, 10, 30)
    assert "casos_sem_pessoa" not in found(app, head, clock)


def test_referrals_are_late_and_then_beyond_their_limit(
    app: Flask, staff: Staff, tecnica: Actor, clock: MovableClock
) -> None:
    """Sent on 20 November from Guarulhos: an answer is due by 27 November, and from 11 December it is beyond."""
    sender = staff(Role.COORDENACAO, "PAAHM-GRU")
    key = sent(app, sender, clock)
    assert found(app, sender, clock, moment=datetime(2026, 11, 27, 15, tzinfo=UTC)) == {}
    late = found(app, sender, clock, moment=AFTER)
    assert labels(late["encaminhamentos_atrasados"]) == ["Encaminhamento de 20/11/2026"]
    assert found(app, sender, clock, moment=datetime(2026, 12, 11, 15, tzinfo=UTC)).keys() == late.keys()
    beyond = found(app, sender, clock, moment=datetime(2026, 12, 12, 15, tzinfo=UTC))
    assert beyond.keys() == {"encaminhamentos_vencidos"}
    receiver = staff(Role.COORDENACAO, "NETP-SP")
    assert found(app, receiver, clock, moment=datetime(2026, 12, 12, 15, tzinfo=UTC)) == {}
    with app.app_context(), unit_of_work(OPERATOR) as session:
        session.get_one(Encaminhamento, key).encerrado_em = AFTER
    assert found(app, sender, clock, moment=datetime(2026, 12, 12, 15, tzinfo=UTC)) == {}


@pytest.mark.parametrize(("tema", "reached", "missing"), [("Roda", 12, False), ("", 12, True), ("Roda", None, True)])
def test_an_activity_says_what_and_for_how_many(
    app: Flask, head: Actor, clock: MovableClock, tema: str, reached: int | None, missing: bool
) -> None:
    key = uuid4()
    with app.app_context(), unit_of_work(head) as session:
        session.add(
            Atividade(
                id=key,
                unidade_id=head.unidade_id,
                tipo="PALESTRA",
                data_inicio=date(2026, 11, 10),
                tema=tema,
                campanha="",
                parceiros="",
                municipio=3106200,
                situacao="ATIVO",
                versao=1,
                autor_id=head.user_id,
                created_at=clock.now(),
                updated_at=clock.now(),
            )
        )
        session.flush()
        if reached is not None:
            session.add(Alcance(unidade_id=head.unidade_id, atividade_id=key, publico="SOCIEDADE", pessoas=reached))
    lines = found(app, head, clock)
    assert ("atividades" in lines) is missing
    if missing:
        assert labels(lines["atividades"]) == ["Palestra / roda de conversa de 10/11/2026"]
        assert lines["atividades"].registros[0].caminho == f"/atividades/{key}"


def test_warnings_do_not_stop_the_sending(app: Flask, head: Actor, tecnica: Actor, clock: MovableClock) -> None:
    vague = {"sexo": "NI", "raca_cor": "NI", "nacionalidade": "NAO_INFORMADO"}
    attend(app, tecnica, clock, person(respostas=vague))
    attend(app, tecnica, clock, person(respostas={**vague, "sexo": "F"}))
    stuck = case_with(app, tecnica, clock, situacao="SUSPENSO")
    caso, row, _pessoa = included(app, tecnica, clock)
    answers = {**WORK, "status_vitima": "EM_ANALISE", "orgao_identificador": None}
    call(app, tecnica, caso_pessoas.save, saving(seen(app, tecnica, clock, caso, row), answers), clock=clock)
    assert found(app, head, clock).keys() == {"fichas_ni"}
    later = datetime(2027, 3, 1, 15, tzinfo=UTC)
    lines = found(app, head, clock, moment=later)
    assert lines.keys() == {"fichas_ni", "suspensos", "em_analise"}
    assert labels(lines["suspensos"]) == [f"Caso {number(app, stuck)}"]
    assert labels(lines["em_analise"]) == [f"Caso {number(app, caso)}"]
    clock.instant = later
    gate = call(app, head, periodos.gate, 2026, 12, clock=clock)
    assert "mes_anterior" in {item.chave for item in gate.avisos}
    send(app, head, clock, 11)
    gate = call(app, head, periodos.gate, 2026, 12, clock=clock)
    assert "mes_anterior" not in {item.chave for item in gate.avisos}


def test_records_are_named_to_who_may_open_them(
    app: Flask, head: Actor, tecnica: Actor, staff: Staff, clock: MovableClock
) -> None:
    ficha = attend(app, tecnica, clock)
    spoil(app, Atendimento, ficha)
    analyst = staff(Role.ANALISTA, NETP)
    item = found(app, analyst, clock)["fichas_ilegiveis"]
    assert (item.total, item.registros) == (1, ())
    assert len(found(app, tecnica, clock)["fichas_ilegiveis"].registros) == 1
    (_action, details), *_more = events(app, analyst, "listar")
    assert details == {"tipo": "completude", "quantidade": 1, "inicio": "2026-11-01", "fim": "2026-11-30"}


def test_another_unit_is_not_looked_at(app: Flask, head: Actor, staff: Staff, clock: MovableClock) -> None:
    other = staff(Role.TECNICO, "NETP-SP")
    spoil(app, Atendimento, attend(app, other, clock))
    pessoa_of(app, other, clock)
    assert found(app, head, clock) == {}
