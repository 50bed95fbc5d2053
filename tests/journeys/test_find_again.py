"""The officer finds a person again by a misspelt name, opens her ficha and, on purpose, her identity."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from sisetp.access.actor import Actor
from tests.journeys.conftest import RECORD, Live
from tests.support.clock import MovableClock
from tests.support.desk import attend, events
from tests.support.fichas import person, unnamed

NAME = "Aurora Demonstração Silva"


def test_a_misspelt_name_leads_to_the_identity(
    live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], clock: MovableClock
) -> None:
    maria = staff("ATENDENTE", login="maria")
    attend(live.app, maria, clock, person(textos={"obs": "Pediu para avisar a irmã."}))
    page = enter(maria)
    page.get_by_role("link", name="Buscar").first.click()
    page.get_by_label("Nome", exact=True).fill("silba orora")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name=NAME)).to_be_visible()
    assert "silba" not in page.url
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(RECORD)
    expect(page.get_by_text(NAME)).to_have_count(0)
    page.get_by_role("button", name="Abrir identificação").click()
    expect(page.get_by_text(NAME)).to_be_visible()
    page.get_by_role("button", name="Abrir observações").click()
    expect(page.get_by_text("Pediu para avisar a irmã.")).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)
    seen = [action for action, _ in events(live.app, maria, "buscar", "abrir_ident", "abrir_relato")]
    assert seen == ["buscar", "abrir_ident", "abrir_relato"]


def test_the_list_is_walked_with_j_and_k(
    live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], clock: MovableClock
) -> None:
    maria = staff("ATENDENTE", login="maria")
    for _ in range(3):
        attend(live.app, maria, clock, unnamed())
    page = enter(maria)
    page.goto(f"{live.url}/atendimentos")
    lines = page.locator("a[data-linha]")
    expect(lines).to_have_count(3)
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(lines.nth(place)).to_be_focused()
    page.get_by_label("Código").fill("jk")
    expect(page.get_by_label("Código")).to_have_value("jk")
