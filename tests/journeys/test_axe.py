"""axe-core finds nothing serious on the pages of the desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from sisetp.access.actor import Actor
from tests.journeys.conftest import Keys, Live, open_ficha
from tests.support.clock import MovableClock
from tests.support.desk import attend

AXE = Path(__file__).parents[2] / "sisetp/web/assets/node_modules/axe-core/axe.min.js"
SIZES = ((1366, 768), (390, 844))


def serious(page: Page) -> list[str]:
    """Rules broken with serious or critical impact, with the first place of each."""
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:200]} {rule['nodes'][0].get('failureSummary', '')[:300]}"
        for rule in found["violations"]
        if rule["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_ficha(live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], width: int, height: int) -> None:
    page = enter(staff("ATENDENTE"), width=width, height=height)
    open_ficha(page, live)
    assert serious(page) == []
    keys = Keys(page)
    keys.press("F7", "F4", "Control+Enter")
    page.wait_for_selector("#resumo-de-erros")
    assert serious(page) == []
    keys.press("F2", "F2", "F8")
    assert serious(page) == []


@pytest.mark.parametrize("path", ["/", "/atendimentos", "/atendimentos/ficha-em-branco"])
def test_other_pages(live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], path: str) -> None:
    page = enter(staff("ATENDENTE"))
    page.goto(f"{live.url}{path}")
    assert serious(page) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_referral(
    app: Flask,
    live: Live,
    enter: Callable[..., Page],
    staff: Callable[..., Actor],
    clock: MovableClock,
    width: int,
    height: int,
) -> None:
    officer, receiver = staff("ATENDENTE"), staff("TECNICO", "NETP-SP")
    page = enter(officer, width=width, height=height)
    page.goto(f"{live.url}/atendimentos/{attend(app, officer, clock)}/encaminhar")
    page.get_by_role("button", name="Conferir antes de enviar").press("Enter")
    page.wait_for_selector("#resumo-de-erros")
    assert serious(page) == []
    page.locator("input[name=autorizado][value=S]").press("Space")
    page.get_by_label("Nome, nascimento e documento").press("Space")
    page.get_by_role("button", name="Conferir antes de enviar").press("Enter")
    page.get_by_role("heading", name="O que será compartilhado").wait_for()
    assert serious(page) == []
    page.get_by_role("button", name="Enviar", exact=True).press("Enter")
    page.wait_for_url("**/encaminhamentos/*")
    address = page.url
    other = enter(receiver, width=width, height=height)
    for path in (f"{live.url}/encaminhamentos", address):
        other.goto(path)
        assert serious(other) == []


def test_sign_in(live: Live, page: Page) -> None:
    page.goto(f"{live.url}/entrar")
    assert serious(page) == []
