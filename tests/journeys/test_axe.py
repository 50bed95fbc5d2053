"""axe-core finds nothing serious on the pages of the desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from sisetp.access.actor import Actor
from tests.journeys.conftest import Keys, Live, open_ficha

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


def test_sign_in(live: Live, page: Page) -> None:
    page.goto(f"{live.url}/entrar")
    assert serious(page) == []
