"""Live facts: what the records say and nothing else, in the unit's own days, with statistics keys alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import event

from sisetp.access.actor import Actor
from sisetp.app import create_app, load_keys, root_provider
from sisetp.config import Settings
from sisetp.crypto import keyring
from sisetp.crypto.errors import KeyMissing
from sisetp.crypto.keys import STATISTICS_PLANES
from sisetp.db.base import db
from sisetp.db.models import Atendimento, Pessoa, VinculoPessoa
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import CancelAtendimento
from sisetp.domain.errors import NotFound, Refused, Unreadable
from sisetp.domain.evolucao import CancelarEvolucao
from sisetp.reporting.extract import MENSAIS, Extrator, live_month, live_months
from sisetp.reporting.facts import ESQUEMAS, Tabela
from sisetp.services import alteracoes, caso_pessoas, demonstracao, evolucoes, sealing
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, work
from tests.support.encaminhamentos import unit_id
from tests.support.evolucoes import evolve
from tests.support.extracao import FEBRUARY, Staff, acre, pessoa_of, unit
from tests.support.fatos import Slow, column, live, rows_of, system
from tests.support.fichas import ANSWERS, person, unnamed
from tests.support.installation import close
from tests.support.procedimentos import open_one

LATE = datetime(2026, 2, 1, 4, 30, tzinfo=UTC)
"""23:30 of the 31st of January in Acre."""


@pytest.fixture
def team(staff: Staff, clock: MovableClock) -> Actor:
    return acre(staff, clock)


def test_the_demonstration_comes_out_as_if_read_one_by_one(app: Flask, clock: MovableClock) -> None:
    with app.app_context():
        demonstracao.seed(ambiente="demonstracao", pessoas=260, semente=3, clock=clock)
    units = [unit_id(app, codigo) for codigo in ("PAAHM-GRU", "NETP-SP")]
    with app.app_context():
        for unidade_id in units:
            with unit_of_work(system(unidade_id), read_only=True) as session:
                slow = Slow(session, unidade_id)
                extrator = Extrator(session, unidade_id, date(2026, 1, 1), date(2026, 12, 31))
                contacts = 0
                for mes in range(1, 12):
                    found = extrator.month(2026, mes)
                    assert rows_of(found[Tabela.CONTATO]) == slow.contacts(2026, mes)
                    assert rows_of(found[Tabela.ENCAMINHAMENTO]) == slow.referrals(2026, mes)
                    contacts += len(found[Tabela.CONTATO])
                assert rows_of(extrator.victims(2026)) == slow.victims(2026)
                assert contacts > 10


def test_a_contact_belongs_to_the_day_and_month_where_it_happened(app: Flask, team: Actor, clock: MovableClock) -> None:
    for instant in (LATE, LATE + timedelta(minutes=30)):
        clock.instant = instant
        attend(app, team, clock, inicio=instant)
    january, february = (live(app, unit(team), 2026, mes)[Tabela.CONTATO] for mes in (1, 2))
    assert (column(january, "dia"), column(february, "dia")) == ([31], [1])


def test_what_is_cancelled_counts_nowhere(app: Flask, team: Actor, clock: MovableClock) -> None:
    ficha = attend(app, team, clock, inicio=FEBRUARY)
    caso = open_one(app, team, clock, abertura=date(2026, 2, 2))
    call(app, team, caso_pessoas.include, caso, pessoa_of(app, team, ficha), clock=clock)
    evolution = evolve(app, team, caso, clock)
    assert column(live(app, unit(team), 2026, 2)[Tabela.CONTATO], "acompanhamento") == [0, 1]
    gone = CancelAtendimento(atendimento_id=ficha, versao=1, motivo="DUPLICADA")
    call(app, team, alteracoes.cancel, gone, clock=clock)
    undone = CancelarEvolucao(caso_id=caso, evolucao_id=evolution, versao=1, motivo="DUPLICADA")
    call(app, team, evolucoes.cancel, undone, clock=clock)
    assert len(live(app, unit(team), 2026, 2)[Tabela.CONTATO]) == 0


def test_linked_records_are_one_person(app: Flask, team: Actor, clock: MovableClock) -> None:
    one, other, third = (
        pessoa_of(app, team, attend(app, team, clock, who, inicio=FEBRUARY)) for who in (unnamed(), person(), unnamed())
    )
    assert len(set(column(live(app, unit(team), 2026, 2)[Tabela.CONTATO], "pessoa"))) == 3
    with work(app, team) as session:
        for decision in ("DISTINTA", "LIGADA"):
            session.add(
                VinculoPessoa(
                    unidade_id=unit(team),
                    pessoa_a_id=min(one, other),
                    pessoa_b_id=max(one, other),
                    decisao=decision,
                    motivo="MESMA_PESSOA",
                    autor_id=team.user_id,
                    created_at=clock.now(),
                )
            )
    contacts = live(app, unit(team), 2026, 2)[Tabela.CONTATO]
    with work(app, team, read_only=True) as session:
        known = [sealing.open_codes(session, session.get_one(Pessoa, key)) for key in (other, third)]
        sealer = sealing.sealer_of(session)
        expected = {sealer.year_pseudonym(2026, cast(bytes, codes["pessoa_chave"])) for codes in known}
    assert set(column(contacts, "pessoa")) == expected
    assert len(contacts) == 3


@pytest.fixture
def statistics(app: Flask, team: Actor, clock: MovableClock) -> Iterator[Flask]:
    """The application as a statistics command sees it, over the same installation with one ficha."""
    attend(app, team, clock, inicio=FEBRUARY)
    settings: Settings = app.extensions["sisetp.settings"]
    narrow = create_app(settings, clock=clock, sealer=load_keys(settings, planes=STATISTICS_PLANES), testing=True)
    yield narrow
    close(narrow)


def test_a_statistics_process_reads_codes_and_nothing_else(statistics: Flask, team: Actor) -> None:
    with statistics.app_context(), unit_of_work(system(unit(team)), read_only=True) as session:
        assert len(live_month(session, unit(team), 2026, 2)[Tabela.CONTATO]) == 1
        sealer = sealing.sealer_of(session)
        pessoa = session.query(Pessoa).one()
        with pytest.raises(Unreadable):
            sealing.open_identities(session, [pessoa])
        with pytest.raises(KeyMissing):
            sealer.pessoa_chave("AURORA", "SILVA", "1998-03-12")
        with pytest.raises(KeyMissing):
            sealer.index_token(unit(team), "cpf", b"x")


def test_a_record_that_cannot_be_opened_stops_everything(app: Flask, team: Actor, clock: MovableClock) -> None:
    attend(app, team, clock, inicio=FEBRUARY)
    broken = attend(app, team, clock, unnamed(), inicio=FEBRUARY)
    with work(app, team) as session:
        row = session.get_one(Atendimento, broken)
        row.estat = row.estat[:-1] + bytes([row.estat[-1] ^ 1])
    with pytest.raises(Unreadable) as caught:
        live(app, unit(team), 2026, 2)
    assert caught.value.record_id == str(broken)


def test_rows_of_another_unit_are_out_of_reach(app: Flask, team: Actor, desk: Actor, clock: MovableClock) -> None:
    attend(app, desk, clock, inicio=FEBRUARY)
    with app.app_context(), unit_of_work(system(unit(team)), read_only=True) as session:
        assert not any(map(len, live_month(session, unit(desk), 2026, 2).values()))
        with pytest.raises(NotFound):
            live_month(session, 999, 2026, 2)
    assert len(live(app, unit(desk), 2026, 2)[Tabela.CONTATO]) == 1


def test_statements_do_not_grow_with_the_records(app: Flask, team: Actor, clock: MovableClock) -> None:
    asked: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    counted = []
    for number in (1, 6):
        for _ in range(number):
            ficha = attend(app, team, clock, unnamed(), inicio=FEBRUARY)
            caso = open_one(app, team, clock, abertura=date(2026, 2, 3))
            call(app, team, caso_pessoas.include, caso, pessoa_of(app, team, ficha), clock=clock)
            evolve(app, team, caso, clock)
        asked.clear()
        live(app, unit(team), 2026, 2)
        counted.append(len([text for text in asked if text.startswith("SELECT")]))
    assert counted[0] == counted[1] <= 12


def test_nothing_leaves_but_the_columns_of_the_schemas(app: Flask, team: Actor, clock: MovableClock) -> None:
    attend(app, team, clock, person(respostas={**ANSWERS, "transporte": "AEREO"}), inicio=FEBRUARY)
    found = live(app, unit(team), 2026, 2)
    assert tuple(found) == MENSAIS
    for tabela, fatos in found.items():
        assert set(fatos.colunas) == {campo.nome for campo in ESQUEMAS[tabela]}
        assert all(values.dtype.kind == "u" for values in fatos.colunas.values())


def test_a_year_without_its_key_is_counted_within_one_call_only(app: Flask, team: Actor, clock: MovableClock) -> None:
    for clock.instant in (FEBRUARY - timedelta(days=5), FEBRUARY):
        attend(app, team, clock, inicio=clock.instant)
    settings: Settings = app.extensions["sisetp.settings"]
    keyring.destroy_year(settings.keyring_path, root_provider(settings), 2026)
    later = create_app(settings, clock=clock, testing=True)
    with later.app_context(), unit_of_work(system(unit(team)), read_only=True) as session:
        together = live_months(session, unit(team), 2026, (1, 2))
        again = live_months(session, unit(team), 2026, (2,))
        strict = Extrator(session, unit(team), date(2026, 2, 1), date(2026, 2, 28))
        with pytest.raises(Refused, match="Falta a chave de contagem do ano 2026"):
            strict.month(2026, 2)
    close(later)
    january, february = (column(together[mes][Tabela.CONTATO], "pessoa") for mes in (1, 2))
    assert january == february
    assert february != column(again[2][Tabela.CONTATO], "pessoa")
