"""Demonstration of activities and of the local network: the rules accept it, the seed decides it, totals are known."""

from collections import Counter
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import func, select

from sisetp.db.models.atividade import Alcance, Atividade
from sisetp.db.models.rede import CartaoUnidade, Comite, Fluxo
from sisetp.db.session import unit_of_work
from sisetp.domain.atividade import check_atividade
from sisetp.domain.rede import check_cartao, check_comite, check_fluxo
from sisetp.domain.units import UNIDADES
from sisetp.services import audit, cartoes, demonstracao
from sisetp.services.demonstracao.atividades import DIAS, QUANTIDADE, atividades
from sisetp.services.demonstracao.rede_local import cards, comites, fluxos
from tests.support.clock import MovableClock

HOJE = date(2026, 11, 20)


def test_every_activity_passes_the_rules_and_every_unit_has_some() -> None:
    made = list(atividades(semente=7, hoje=HOJE))
    for item in made:
        check_atividade(item.dados, hoje=HOJE)
    assert len(made) == QUANTIDADE == 400
    assert {item.unidade for item in made} == {unit.codigo for unit in UNIDADES}
    days = [item.dados.data_inicio for item in made if item.dados.data_inicio]
    assert min(days) >= HOJE - timedelta(days=DIAS)
    assert {day.year for day in days} == {2023, 2024, 2025, 2026}
    assert any(item.cancelada for item in made)
    assert Counter(item.dados.tipo for item in made).most_common(1)[0][0] == "PALESTRA"


def test_the_network_and_the_cards_pass_the_rules() -> None:
    made = list(comites(semente=7, hoje=HOJE))
    for committee in made:
        check_comite(committee, hoje=HOJE)
    for flow in fluxos(semente=7, hoje=HOJE):
        check_fluxo(flow, hoje=HOJE)
    public = dict(cards(hoje=HOJE))
    for card in public.values():
        check_cartao(card, hoje=HOJE)
        assert card.telefone.startswith("(00) 0000-")
        assert "Fictícia" in card.endereco
    assert len(made) == 16
    assert set(public) == {unit.codigo for unit in UNIDADES}


def test_the_seed_decides() -> None:
    assert list(atividades(semente=7, hoje=HOJE)) == list(atividades(semente=7, hoje=HOJE))
    assert list(atividades(semente=7, hoje=HOJE)) != list(atividades(semente=8, hoje=HOJE))
    assert list(fluxos(semente=7, hoje=HOJE)) == list(fluxos(semente=7, hoje=HOJE))


def test_what_is_written_is_what_was_made(app: Flask, clock: MovableClock) -> None:
    with app.app_context():
        seeded = demonstracao.seed(ambiente="demonstracao", pessoas=5, semente=7, clock=clock)
        made = list(atividades(semente=7, hoje=HOJE))
        flows = len(list(fluxos(semente=7, hoje=HOJE)))
        assert (seeded.atividades, seeded.comites, seeded.fluxos, seeded.cartoes) == (400, 16, flows, 26)
        with unit_of_work(demonstracao.ACTOR, read_only=True) as session:
            assert session.scalar(select(func.count(Atividade.id))) == 400
            reached = sum(session.scalars(select(Alcance.pessoas)))
            assert reached == sum(item.dados.pessoas for item in made)
            assert len(list(session.scalars(select(Comite)))) == 16
            assert len(list(session.scalars(select(Fluxo)))) == flows
            assert len(list(session.scalars(select(CartaoUnidade)))) == 26
            assert all(unit.cartao for unit in cartoes.directory(session, clock=clock))
        with unit_of_work(demonstracao.ACTOR, read_only=True) as session:
            assert audit.verify(session).breaches == ()
