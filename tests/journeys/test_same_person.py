"""Two records of one person in a unit: found, compared on purpose, linked, and taken apart again."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from sisetp.access.actor import Actor
from tests.journeys.conftest import Live
from tests.journeys.passos import heading, press, said
from tests.support.clock import MovableClock
from tests.support.desk import attend, events
from tests.support.fichas import IDENTITY, person

pytestmark = pytest.mark.journey

NAME = str(IDENTITY.nome_civil)


def test_records_are_compared_linked_and_taken_apart(
    live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], clock: MovableClock
) -> None:
    tecnica = staff("TECNICO")
    attend(live.app, tecnica, clock)
    attend(live.app, tecnica, clock, person(identidade=replace(IDENTITY, nome_civil="Aurora Demonstração Sylva")))
    page = enter(tecnica)
    page.goto("/duplicidades")
    assert "Aurora" not in said(page)
    page.get_by_role("link", name="Comparar par 1").click()
    heading(page, "Dois cadastros")
    assert "Aurora" not in said(page)
    press(page, "Abrir e comparar")
    for name in (NAME, "Aurora Demonstração Sylva"):
        expect(page.get_by_role("cell", name=name, exact=True)).to_be_visible()
    expect(page.get_by_text("Difere")).not_to_have_count(0)
    decide(page, "DOCUMENTO", "São a mesma pessoa")
    expect(page.get_by_text("Nenhum par a decidir")).to_be_visible()
    page.get_by_role("link", name="Rever decisão 1").click()
    expect(page.locator(".topo-pagina")).to_contain_text("São a mesma pessoa")
    decide(page, "ENGANO", "Desfazer a decisão")
    expect(page.get_by_role("link", name="Comparar par 1")).to_be_visible()
    page.get_by_role("link", name="Comparar par 1").click()
    press(page, "Abrir e comparar")
    for name in (NAME, "Aurora Demonstração Sylva"):
        expect(page.get_by_role("cell", name=name, exact=True)).to_be_visible()
    assert len(events(live.app, tecnica, "comparar_cadastros")) == 4


def decide(page: Page, motivo: str, decisao: str) -> None:
    """Decide about the open pair and go back to the list."""
    page.locator("#motivo_vinculo").select_option(motivo)
    press(page, decisao)
    page.wait_for_url("**/duplicidades")
