"""What is written wrong is said beside its box while the officer is still there; its question is not done."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey


def test_a_birth_date_that_does_not_exist_leaves_no_tick_and_no_age_band(desk: Page) -> None:
    done = desk.locator("fieldset.pergunta--feita[data-letra=A]")
    band = desk.locator("input[name=p0-faixa_etaria]:checked")
    desk.fill("input[name=p0-nome_social]", "Aurora Demonstração Prado")
    birth = desk.locator("input[name=p0-nascimento]")
    birth.press_sequentially("31/02/1990")
    birth.press("Tab")
    expect(desk.locator("#p0-nascimento-erro")).to_be_visible()
    expect(done).to_have_count(0)
    expect(band).to_have_count(0)
    birth.fill("28/02/1990")
    birth.press("Tab")
    expect(done).to_have_count(1)
    expect(band).to_have_value("F30_39")


def test_the_first_message_of_the_summary_is_the_first_of_the_page(desk: Page) -> None:
    desk.fill("input[name=p0-nome_social]", "Aurora Demonstração Prado")
    desk.fill("input[name=p0-nascimento]", "36")
    desk.keyboard.press("Control+Enter")
    links = desk.locator("#resumo-de-erros a")
    expect(links.first).to_have_attribute("href", "#pergunta-perfil")
    assert desk.evaluate("document.activeElement.name") == "perfil"
    assert links.last.get_attribute("href") == "#pergunta-ciencia"
