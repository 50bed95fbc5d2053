"""The home page says what to do now, per role, with codes and counts only."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.db import audit_chain
from sisetp.db.session import unit_of_work
from sisetp.domain.audit import Action
from tests.support.clock import MovableClock
from tests.support.desk import attend_all, events
from tests.support.fichas import IDENTITY
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]


def test_the_desk_sees_its_own_codes_of_today_and_the_last_of_the_unit(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    actor, colleague, elsewhere = staff("ATENDENTE"), staff("ATENDENTE"), staff("ATENDENTE", "PAAHM-GIG")
    (_id, mine), *_ = attend_all(app, actor, clock)
    (_id, theirs), *_ = attend_all(app, colleague, clock)
    (_id, other), *_ = attend_all(app, elsewhere, clock)
    page = sign_in(actor).get("/").get_data(as_text=True)
    assert page.count(mine) == 2
    assert page.count(theirs) == 1
    assert other not in page
    assert IDENTITY.nome_civil.split()[0] not in page
    assert events(app, actor, "listar")[-1][1] == {"tipo": "inicio", "quantidade": 2}


def test_yesterday_is_not_today(app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock) -> None:
    actor = staff("ATENDENTE")
    (_id, code), *_ = attend_all(app, actor, clock)
    clock.advance(days=1)
    page = sign_in(actor).get("/").get_data(as_text=True)
    assert page.count(code) == 1
    assert "As fichas que você registrar hoje aparecem aqui" in page


def test_an_empty_unit_is_told_how_to_start(staff: Staff, sign_in: SignIn) -> None:
    page = sign_in(staff("ATENDENTE")).get("/").get_data(as_text=True)
    assert 'href="/atendimentos/novo"' in page
    assert "A primeira aparece aqui" in page


def test_who_follows_cases_in_a_nucleo_is_led_to_them_first(staff: Staff, sign_in: SignIn) -> None:
    for role in ("TECNICO", "COORDENACAO"):
        main = sign_in(staff(role, "NETP-SP")).get("/").get_data(as_text=True).split("<main")[1]
        assert main.index('href="/agenda"') < main.index('href="/casos"') < main.index('href="/atendimentos/novo"')
        assert "As fichas que você registrar hoje" not in main
    for role, unit in (("ATENDENTE", "NETP-SP"), ("TECNICO", "PAAHM-GRU")):
        main = sign_in(staff(role, unit)).get("/").get_data(as_text=True).split("<main")[1]
        assert "Acompanhar casos" not in main, role


def test_the_administration_sees_units_that_nobody_answers_for(staff: Staff, sign_in: SignIn) -> None:
    staff("COORDENACAO", "PAAHM-GRU")
    page = sign_in(staff("CGETP_ADMIN")).get("/").get_data(as_text=True)
    assert "PAAHM-GIG" in page
    assert "PAAHM-GRU" not in page


def test_the_encarregado_sees_when_the_chains_were_last_checked(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    client = sign_in(staff("ENCARREGADO"))
    assert "ainda não foram verificadas" in client.get("/").get_data(as_text=True)
    with app.app_context(), unit_of_work(OPERATOR) as session:
        audit_chain.append(session, OPERATOR, Action.VERIFICAR_AUDITORIA, unidade_id=None, detalhes={})
    clock.advance(minutes=5)
    assert "20/11/2026" in client.get("/").get_data(as_text=True)


def test_who_sees_no_person_counts_none(app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock) -> None:
    (_id, code), *_ = attend_all(app, staff("ATENDENTE"), clock)
    for role in ("ANALISTA", "CGETP_GESTAO", "CGETP_ADMIN", "ENCARREGADO"):
        page = sign_in(staff(role)).get("/").get_data(as_text=True)
        assert code not in page, role
        assert "Nova ficha" not in page, role


def test_who_works_with_numbers_is_led_to_them(staff: Staff, sign_in: SignIn) -> None:
    links = {"ANALISTA": ("/estatisticas", "/relatorios", "/periodos"), "CGETP_GESTAO": ("/unidades", "/divulgacoes")}
    for role, addresses in links.items():
        main = sign_in(staff(role)).get("/").get_data(as_text=True).split("<main")[1]
        assert "Ainda não existe nesta versão" not in main
        for address in addresses:
            assert f'href="{address}"' in main, (role, address)
