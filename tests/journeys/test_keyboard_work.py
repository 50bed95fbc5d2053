"""An evolution and a referral to the núcleo made by keyboard alone; key presses are counted."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sisetp.access.actor import Actor
from tests.journeys.conftest import Keys, Live
from tests.journeys.passos import heading, said
from tests.support.clock import MovableClock
from tests.support.desk import attend
from tests.support.evolucoes import case_with
from tests.support.fichas import IDENTITY, person

pytestmark = pytest.mark.journey

FURTHEST = 60


def reach(page: Page, keys: Keys, selector: str) -> None:
    """Tab until the focus is on a box."""
    for _ in range(FURTHEST):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        keys.press("Tab")
    raise AssertionError(selector)


def skip(keys: Keys) -> None:
    """Jump over the navigation."""
    keys.page.wait_for_load_state()
    keys.press("Tab")
    expect(keys.page.locator(".pular")).to_be_focused()
    keys.press("Enter")
    expect(keys.page).to_have_url(re.compile("#conteudo$"))


def test_an_evolution_takes_at_most_36_key_presses(
    live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], clock: MovableClock
) -> None:
    social = staff("TECNICO", "NETP-SP", profissao="AS")
    page = enter(social)
    page.goto(f"/casos/{case_with(live.app, social, clock)}/evolucoes/nova")
    keys = Keys(page)
    skip(keys)
    reach(page, keys, "input[name=tipo]")
    keys.press("ArrowRight")
    reach(page, keys, "[name=relato]")
    keys.write("Família sem renda.")
    reach(page, keys, "input[name=nivel_sigilo]")
    keys.press("ArrowRight")
    reach(page, keys, "input[name=risco]")
    keys.press("ArrowRight")
    reach(page, keys, "input[name=necessidades]")
    keys.press("Space")
    reach(page, keys, "[name=proximo]")
    keys.write("Visitar a família")
    reach(page, keys, "button[data-mais-dias]")
    keys.press("Enter")
    expect(page.locator("input[name=proximo_data]")).not_to_have_value("")
    keys.press("Enter")
    heading(page, "Caso")
    for words in ("Família sem renda.", "Visitar a família", "Registro técnico-sigiloso — Serviço Social"):
        assert words in said(page), words
    assert keys.count <= 36, (keys.count, keys.pressed)


def test_a_referral_to_the_nucleo_takes_at_most_28_key_presses(
    live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], clock: MovableClock
) -> None:
    officer = staff("ATENDENTE")
    signs = person(respostas={"indicios": ("DIVIDA", "AMEACA")})
    page = enter(officer)
    page.goto(f"/atendimentos/{attend(live.app, officer, clock, signs)}")
    keys = Keys(page)
    skip(keys)
    reach(page, keys, "main a[href$='/encaminhar']")
    keys.press("Enter")
    heading(page, "Encaminhar")
    skip(keys)
    reach(page, keys, "input[name=autorizado]")
    keys.press("Space")
    reach(page, keys, "input[name=partes]")
    keys.press("Space", "Tab", "Space")
    reach(page, keys, "button[value=conferir]")
    keys.press("Enter")
    heading(page, "Conferir antes de enviar")
    assert str(IDENTITY.nome_civil) in said(page)
    reach(page, keys, "button[value=enviar]")
    keys.press("Enter")
    page.wait_for_url("**/encaminhamentos/*")
    assert keys.count <= 28, (keys.count, keys.pressed)
