"""Anybody reads the published numbers, on a phone and on a desk, without script, and takes the files."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Live
from tests.journeys.test_axe import SIZES, serious
from tests.support.documentos import publicado
from tests.support.publicadas import publish

pytestmark = pytest.mark.journey


@pytest.fixture(params=SIZES, ids=["desk", "phone"])
def visitor(live: Live, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Somebody who never entered."""
    width, height = request.param
    context = browser.new_context(base_url=live.url, viewport={"width": width, "height": height})
    yield context.new_page()
    context.close()


def test_from_the_finding_to_the_tables_and_the_file(live: Live, visitor: Page) -> None:
    visitor.goto("/numeros")
    expect(visitor.get_by_role("heading", level=2)).to_have_text("Nenhum número foi publicado ainda")
    fits(visitor)
    publish(live.app, publicado())
    publish(live.app, replace(publicado(destaques=()), periodo_codigo="2025"))
    visitor.reload()  # a browser keeps the page for five minutes
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Mulheres foram 6 de cada 10")
    expect(visitor.get_by_role("img", name="Pessoas por unidade da Federação do atendimento")).to_be_visible()
    fits(visitor)
    visitor.get_by_role("link", name="Todas as tabelas").press("Enter")
    visitor.wait_for_url("**/numeros/*")
    region = visitor.get_by_role("region", name="Tabela B2")
    region.focus()
    expect(region).to_be_focused()
    expect(region.get_by_role("row", name="Feminino não publicado 97")).to_be_visible()
    fits(visitor)
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Boletim em PDF, acessível").press("Enter")
    assert Path(download.value.path()).read_bytes()[:5] == b"%PDF-"
    visitor.get_by_text("De onde vem um número desta tabela?").first.press("Enter")
    fits(visitor)
    visitor.get_by_role("button", name="Ver de onde vem").first.press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("De onde vem este número?")
    fits(visitor)
    visitor.goto("/numeros/como-lemos")
    fits(visitor)
    assert visitor.context.cookies() == []


def test_everything_is_read_without_script(live: Live, browser: Browser) -> None:
    publish(live.app, publicado())
    context = browser.new_context(base_url=live.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/numeros")
    expect(page.get_by_role("img", name="Pessoas por sexo e faixa etária")).to_be_visible()
    expect(page.get_by_role("table", name="Pessoas por sexo e faixa etária")).to_be_visible()
    context.close()


def fits(page: Page) -> None:
    """Nothing goes past the screen, and axe finds nothing serious."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert serious(page) == []
