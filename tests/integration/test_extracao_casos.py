"""Live facts of cases: whom an evolution concerns, what a month knew of a case, who is a victim of a year."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.db.models import Caso, CasoPessoa
from sisetp.db.session import unit_of_work
from sisetp.domain.caso_pessoa import RetirarPessoa
from sisetp.domain.codelists import codelist
from sisetp.reporting.extract import live_victims
from sisetp.reporting.facts import Tabela
from sisetp.services import caso_pessoas
from sisetp.services.casos.situacao import change_status
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, work
from tests.support.evolucoes import evolve
from tests.support.extracao import FEBRUARY, Staff, acre, pessoa_of, unit
from tests.support.fatos import column, live, system
from tests.support.fichas import person, unnamed
from tests.support.procedimentos import open_one, step


@pytest.fixture
def team(staff: Staff, clock: MovableClock) -> Actor:
    return acre(staff, clock)


def test_an_evolution_concerns_whom_it_names_or_everybody_in_the_case(
    app: Flask, team: Actor, clock: MovableClock
) -> None:
    caso = open_one(app, team, clock, abertura=date(2026, 2, 2))
    evolve(app, team, caso, clock)
    assert len(live(app, unit(team), 2026, 2)[Tabela.CONTATO]) == 0  # about nobody yet
    rows = [call(app, team, caso_pessoas.include_new, caso, who, clock=clock) for who in (person(), unnamed())]
    contacts = live(app, unit(team), 2026, 2)[Tabela.CONTATO]
    assert sorted(column(contacts, "modo_ident")) == [1, 3]  # written down later: whoever is in it now
    clock.advance(days=3)
    evolve(app, team, caso, clock, caso_pessoa_id=rows[0])
    third = call(app, team, caso_pessoas.include_new, caso, unnamed(), clock=clock)
    clock.advance(days=1)
    evolve(app, team, caso, clock)
    contacts = live(app, unit(team), 2026, 2)[Tabela.CONTATO]
    by_day = sorted(zip(column(contacts, "dia"), column(contacts, "modo_ident"), strict=True))
    assert by_day == [(3, 1), (3, 3), (6, 1), (7, 1), (7, 3), (7, 3)]
    assert len(set(column(contacts, "pessoa"))) == 3
    door = codelist("porta_entrada").number("DISQUE100")
    assert set(column(contacts, "porta_entrada")) == {door}
    remove(app, team, clock, third, "POR_ENGANO")
    assert len(live(app, unit(team), 2026, 2)[Tabela.CONTATO]) == 5


def remove(app: Flask, team: Actor, clock: MovableClock, row: UUID, motivo: str) -> None:
    with work(app, team, read_only=True) as session:
        found = session.get_one(CasoPessoa, row)
        caso, versao = found.caso_id, found.versao
    command = RetirarPessoa(caso_id=caso, caso_pessoa_id=row, versao=versao, motivo=motivo)
    call(app, team, caso_pessoas.remove, command, clock=clock)


def test_a_case_is_in_each_month_as_it_was_when_the_month_ended(app: Flask, team: Actor, clock: MovableClock) -> None:
    caso = open_one(app, team, clock, abertura=date(2026, 1, 20))
    clock.instant = datetime(2026, 3, 10, 15, tzinfo=UTC)
    evolve(app, team, caso, clock, risco="IMINENTE")
    with work(app, team, read_only=True) as session:
        versao = session.get_one(Caso, caso).versao
    ending = step(caso, versao, "ENCERRADO", data=date(2026, 3, 9))
    call(app, team, change_status, ending, clock=clock)
    clock.instant = datetime(2026, 4, 2, 15, tzinfo=UTC)
    again = step(caso, versao + 1, "ATIVO", justificativa="Voltou a procurar a unidade.")
    call(app, team, change_status, again, clock=clock)
    flags = ("aberto_antes", "aberto_no_mes", "reaberto_no_mes", "encerrado_no_mes", "aberto_no_fim", "dias")
    seen = {}
    for mes in (1, 2, 3, 4, 5):
        found = live(app, unit(team), 2026, mes)[Tabela.CASO]
        seen[mes] = tuple(column(found, name)[0] for name in flags)
    assert seen == {
        1: (0, 1, 0, 0, 1, 0),
        2: (1, 0, 0, 0, 1, 0),
        3: (1, 0, 0, 1, 0, 49),
        4: (0, 0, 1, 0, 1, 0),
        5: (1, 0, 0, 0, 1, 0),
    }
    risks, reason = codelist("risco"), codelist("motivo_encerramento").number("OBJETIVOS")
    february, march = (live(app, unit(team), 2026, mes)[Tabela.CASO] for mes in (2, 3))
    assert column(february, "risco") == [risks.number("MEDIO")]
    assert column(march, "risco") == [risks.number("IMINENTE")]
    assert column(march, "encerramento_motivo") == [reason]
    assert column(february, "encerramento_motivo") == [0]


def test_a_victim_has_a_contact_in_the_year_or_a_case_opened_in_it(
    app: Flask, team: Actor, clock: MovableClock
) -> None:
    ficha = attend(app, team, clock, inicio=FEBRUARY)
    old = open_one(app, team, clock, abertura=date(2026, 2, 3))
    for caso in (old, open_one(app, team, clock, abertura=date(2026, 2, 3))):
        call(app, team, caso_pessoas.include, caso, pessoa_of(app, team, ficha), clock=clock)
    silent = call(app, team, caso_pessoas.include_new, old, unnamed(), clock=clock)
    clock.instant = datetime(2027, 3, 1, 15, tzinfo=UTC)
    with app.app_context(), unit_of_work(system(unit(team)), read_only=True) as session:
        this, following = (live_victims(session, unit(team), ano) for ano in (2026, 2027))
    assert (
        sorted(zip(column(this, "mes"), column(this, "dia"), column(this, "caso_novo"), strict=True)) == [(2, 3, 1)] * 3
    )
    assert len(following) == 0  # a case still open, but nobody came
    evolve(app, team, old, clock)
    with app.app_context(), unit_of_work(system(unit(team)), read_only=True) as session:
        assert [column(live_victims(session, unit(team), 2027), name) for name in ("mes", "caso_novo")] == [
            [3, 3, 3],
            [0, 0, 0],
        ]
    remove(app, team, clock, silent, "PEDIDO_PESSOA")
    with app.app_context(), unit_of_work(system(unit(team)), read_only=True) as session:
        assert len(live_victims(session, unit(team), 2026)) == 2
