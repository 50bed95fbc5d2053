"""Possible duplicates inside a unit: what is listed, compared and decided, and that nothing of a record changes."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.base import db
from sisetp.db.models import Atendimento
from sisetp.db.models.pessoa import IndiceCego
from sisetp.domain.errors import AccessDenied, NotFound, RuleViolation
from sisetp.domain.vinculo import DESFEITA, DISTINTA, LIGADA, DecidirVinculo, Par, grupo_de, par_de
from sisetp.services import atendimentos
from sisetp.services.duplicidades import comparar, decidir, lista
from sisetp.services.duplicidades.ligacoes import linked_ids
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events, work
from tests.support.fichas import IDENTITY, WHEN, person, unnamed
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
TABLES = ("pessoa", "atendimento", "versao", "indice_cego", "pessoa_procurada", "marca_segmento")


@pytest.fixture
def team(staff: Staff) -> Actor:
    return staff("TECNICO", "PAAHM-GRU")


def person_of(app: Flask, ficha: UUID) -> UUID:
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        return session.scalars(select(Atendimento.pessoa_id).where(Atendimento.id == ficha)).one()


def attended(app: Flask, actor: Actor, clock: MovableClock, **changes: object) -> UUID:
    """A new record of a person, whoever it resembles."""
    identity = replace(IDENTITY, **changes)  # type: ignore[arg-type]
    return person_of(app, attend(app, actor, clock, person(identidade=identity)))


def raw(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Every byte of the tables that hold records of people, read below the application."""
    with app.app_context(), db.engine.connect() as connection:
        tables = db.metadata.tables
        return {
            name: [tuple(row) for row in connection.execute(tables[name].select().order_by(tables[name].c.id))]
            for name in TABLES
        }


def decide(app: Flask, actor: Actor, clock: MovableClock, pair: Par, decisao: str) -> None:
    command = DecidirVinculo(par=pair, decisao=decisao, motivo="EQUIPE")
    call(app, actor, decidir.decide, command, clock=clock)


def linked(app: Flask, actor: Actor, pessoa: UUID) -> set[UUID]:
    with work(app, actor, read_only=True) as session:
        return set(linked_ids(session, pessoa))


def test_records_with_the_same_signs_are_listed_by_code_without_a_name(
    app: Flask, desk: Actor, team: Actor, clock: MovableClock
) -> None:
    same = attended(app, desk, clock), attended(app, desk, clock, contato="")
    by_name = attended(app, desk, clock, doc_tipo="", doc_numero="")
    attended(app, desk, clock, nome_civil="Benta Demonstração Rocha", doc_numero="AB999999")
    attend(app, desk, clock, unnamed())
    page = call(app, team, lista.list_page, number=1)
    shown = {line.par: line.sinais for line in page.a_decidir}
    assert shown == {
        par_de(*same): ("documento", "nome e nascimento"),
        par_de(same[0], by_name): ("nome e nascimento",),
        par_de(same[1], by_name): ("nome e nascimento",),
    }
    assert "Aurora" not in repr(page)
    assert all(line.um.ultima is not None and line.um.fichas == 1 for line in page.a_decidir)
    assert events(app, team) == [("ver_duplicidades", {"quantidade": 3, "pares": 3, "pagina": 1})]


def test_a_token_met_by_chance_is_not_a_pair(app: Flask, desk: Actor, team: Actor, clock: MovableClock) -> None:
    attended(app, desk, clock)
    other = attended(app, desk, clock, nome_civil="Benta Demonstração Rocha", doc_numero="AB999999")
    with work(app, OPERATOR) as session:  # type: ignore[arg-type]
        rows = list(session.scalars(select(IndiceCego)))
        forged = {row.tipo: row.token for row in rows if row.pessoa_id != other}
        for row in rows:
            row.token = forged[row.tipo]
    page = call(app, team, lista.list_page, number=1)
    assert page.a_decidir == ()
    assert events(app, team) == [("ver_duplicidades", {"quantidade": 2, "pares": 0, "pagina": 1})]


def test_nothing_is_matched_across_units(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    mine = attended(app, desk, clock)
    elsewhere = staff("TECNICO", "PAAHM-GIG")
    theirs = attended(app, elsewhere, clock)
    assert call(app, elsewhere, lista.list_page, number=1).a_decidir == ()
    for use in (comparar.preview, comparar.compare):
        more = () if use is comparar.preview else ("",)
        with pytest.raises(NotFound):
            call(app, elsewhere, use, mine, theirs, *more, clock=clock, reason_after_days=30)
    with pytest.raises(NotFound):
        decide(app, elsewhere, clock, par_de(mine, theirs), LIGADA)


def test_link_then_unlink_leaves_every_byte_as_it_was(
    app: Flask, desk: Actor, team: Actor, clock: MovableClock
) -> None:
    people = [attended(app, desk, clock) for _ in range(4)]
    before = raw(app)
    dice, decided = random.Random(3), dict[Par, str]()
    pairs = [par_de(*both) for both in combinations(people, 2)]
    for _ in range(30):
        pair, decisao = dice.choice(pairs), dice.choice([LIGADA, LIGADA, DESFEITA, DISTINTA])
        try:
            decide(app, team, clock, pair, decisao)
        except RuleViolation:
            continue
        decided[pair] = decisao
        ties = [tie for tie, last in decided.items() if last == LIGADA]
        assert all(linked(app, team, one) == grupo_de(one, ties) for one in people)
    assert {LIGADA, DESFEITA, DISTINTA} <= set(decided.values())
    for pair in [pair for pair, last in decided.items() if last != DESFEITA]:
        decide(app, team, clock, pair, DESFEITA)
    assert all(linked(app, team, one) == {one} for one in people)
    assert raw(app) == before


def test_the_timeline_follows_links_and_the_list_remembers_decisions(
    app: Flask, desk: Actor, team: Actor, clock: MovableClock
) -> None:
    first = attend(app, desk, clock, person())
    second = attend(app, desk, clock, person(), inicio=WHEN - timedelta(minutes=20))
    third = attend(app, desk, clock, person(), inicio=WHEN - timedelta(minutes=40))
    a, b, c = (person_of(app, key) for key in (first, second, third))
    decide(app, team, clock, par_de(a, b), LIGADA)
    decide(app, team, clock, par_de(b, c), LIGADA)
    detail = call(app, team, atendimentos.detail, first, clock=clock, reason_after_days=30)
    assert [(item.id, item.linked) for item in detail.timeline] == [(first, False), (second, True), (third, True)]
    page = call(app, team, lista.list_page, number=1)
    assert page.a_decidir == ()  # a and c are together through b
    assert {line.par: line.decisao for line in page.decididos} == {par_de(a, b): LIGADA, par_de(b, c): LIGADA}
    decide(app, team, clock, par_de(b, c), DESFEITA)
    detail = call(app, team, atendimentos.detail, first, clock=clock, reason_after_days=30)
    assert [item.id for item in detail.timeline] == [first, second]


def test_comparing_shows_both_and_is_written_down_about_both(
    app: Flask, desk: Actor, team: Actor, clock: MovableClock
) -> None:
    pair = par_de(attended(app, desk, clock), attended(app, desk, clock, contato="outra@exemplo.org"))
    limits = {"clock": clock, "reason_after_days": 30}
    closed = call(app, team, comparar.preview, *pair, **limits)
    assert closed.abertos is None
    assert not closed.motivo_exigido
    shown = call(app, team, comparar.compare, pair.b, pair.a, "", **limits)
    assert shown.par == pair
    assert shown.sinais == ("documento", "nome e nascimento")
    assert shown.abertos is not None
    assert {one.identidade.contato for one in shown.abertos if one.identidade} == {
        IDENTITY.contato,
        "outra@exemplo.org",
    }
    assert all("pessoa_chave" not in one.respostas for one in shown.abertos)
    both = [str(pair.a), str(pair.b)]
    assert events(app, team, "comparar_cadastros") == [("comparar_cadastros", {"pessoas": both, "motivo": None})] * 2
    clock.advance(days=31)
    assert call(app, team, comparar.preview, *pair, **limits).motivo_exigido
    with pytest.raises(RuleViolation):
        call(app, team, comparar.compare, *pair, "", **limits)
    assert call(app, team, comparar.compare, *pair, "PEDIDO_TITULAR", **limits).abertos


def test_who_may_and_which_pairs_exist(app: Flask, desk: Actor, team: Actor, clock: MovableClock) -> None:
    one = attended(app, desk, clock)
    with pytest.raises(AccessDenied):
        call(app, desk, lista.list_page, number=1)
    for other in (one, UUID(int=5)):
        with pytest.raises(NotFound):
            call(app, team, comparar.preview, one, other, clock=clock, reason_after_days=30)
