"""Anybody finds where to be attended, on a phone, without entering."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sisetp.access.actor import Actor
from tests.journeys.conftest import Live
from tests.journeys.passos import press
from tests.journeys.test_axe import serious

pytestmark = pytest.mark.journey

CARD = {
    "endereco": "Rodovia do Aeroporto, s/nº",
    "cep": "07190-100",
    "telefone": "11 3210-4567",
    "valido_desde": "20/11/2026",
}


@pytest.fixture
def phone(live: Live, browser: Browser) -> Iterator[Page]:
    """A phone that never entered."""
    context = browser.new_context(base_url=live.url, viewport={"width": 390, "height": 844}, has_touch=True)
    yield context.new_page()
    context.close()


def test_the_card_of_a_unit_is_read_on_a_phone_without_signing_in(
    enter: Callable[..., Page], staff: Callable[..., Actor], phone: Page
) -> None:
    head = enter(staff("COORDENACAO"))
    head.goto("/unidade/cartao")
    for name, text in CARD.items():
        head.locator(f"input[name={name}]").fill(text)
    head.locator("input[name=dia_e_noite]").press("Space")
    press(head, "Salvar")
    expect(head.get_by_text("Cartão salvo.")).to_be_visible()
    phone.goto("/rede")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Onde encontrar atendimento")
    numbers = phone.locator("ul.emergencia a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    assert numbers == ["tel:190", "tel:191", "tel:100", "tel:180"]
    assert phone.context.cookies() == []
    phone.get_by_label("Cidade").fill("guarulhos")
    phone.get_by_label("Cidade").press("Enter")
    expect(phone.locator("article")).to_have_count(1)
    expect(phone.locator("article")).to_contain_text("Aberto 24 horas")
    assert phone.locator("article a").get_attribute("href") == "tel:+551132104567"
    fits_and_is_touched(phone)
    phone.get_by_label("Cidade").fill("lugar nenhum")
    phone.get_by_label("Cidade").press("Enter")
    expect(phone.get_by_text("Nenhuma unidade encontrada aqui.")).to_be_visible()
    assert serious(phone) == []


def fits_and_is_touched(page: Page) -> None:
    """Nothing goes past the screen, what is touched is at least 44 px tall, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"tel:\"], .emergencia a, form button, select, input')]"
        ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )
    assert small == []
    assert serious(page) == []
