"""A case changes hands: inside the unit, by its coordenação, and from one núcleo to another, which must accept it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sisetp.access.actor import Actor
from tests.journeys.conftest import Live
from tests.journeys.passos import follow, heading, move, path_of, press, refer, said, send, tick
from tests.support.caso_pessoas import included
from tests.support.clock import MovableClock
from tests.support.evolucoes import evolve

pytestmark = pytest.mark.journey

STEP = "Acompanhar a consulta"


@pytest.fixture
def team(staff: Callable[..., Actor]) -> dict[str, Actor]:
    """Two professionals of São Paulo, their coordenação, and a professional of Rio de Janeiro."""
    return {
        "leaves": staff("TECNICO", "NETP-SP", login="ana.sai"),
        "stays": staff("TECNICO", "NETP-SP", login="rita.fica"),
        "head": staff("COORDENACAO", "NETP-SP"),
        "rio": staff("TECNICO", "NETP-RJ"),
    }


def test_the_head_gives_a_case_to_another_and_the_agenda_follows(
    live: Live, enter: Callable[..., Page], team: dict[str, Actor], clock: MovableClock
) -> None:
    caso, _row, _pessoa = included(live.app, team["leaves"], clock)
    evolve(live.app, team["leaves"], caso, clock, proximo=STEP, proximo_data=clock.today("America/Sao_Paulo"))
    leaves, stays, head = (enter(team[who]) for who in ("leaves", "stays", "head"))
    assert agenda_of(leaves) == (True, True)
    assert agenda_of(stays) == (False, False)
    head.goto(f"/casos/{caso}")
    follow(head, "Responsável")
    head.locator("select[name=responsavel_id]").select_option(str(team["stays"].user_id))
    head.locator("[name=justificativa]").fill("Férias.")
    press(head, "Passar o caso")
    head.wait_for_url(f"**/casos/{caso}")
    assert agenda_of(stays) == (True, True)
    expect(stays.get_by_text("1 providência sua é para hoje.")).to_be_visible()


def test_a_case_is_handed_to_another_unit_that_accepts_it(
    live: Live, enter: Callable[..., Page], team: dict[str, Actor], clock: MovableClock
) -> None:
    caso, _row, _pessoa = included(live.app, team["leaves"], clock)
    head, rio = enter(team["head"]), enter(team["rio"])
    move(head, f"/casos/{caso}", "TRANSFERIDO")
    expect(head.locator("#resumo-de-erros")).to_contain_text("Ninguém aceitou")
    follow(head, "Encaminhar com transferência")
    tick(head, "transferencia")
    head.locator("#para").select_option(label=option(head, "NETP-RJ"))
    refer(head, para="", parts=("IDENTIDADE", "CASO"))
    assert "o caso inteiro passa" in said(head)
    referral = send(head)
    rio.goto(referral)
    press(rio, "Aceitar")
    follow(rio, "Abrir caso com estes dados")
    rio.locator("select[name=risco]").select_option("ALTO")
    press(rio, "Abrir caso")
    rio.wait_for_url(re.compile(r"/casos/[0-9a-f]{8}-"))
    heading(rio, "Caso NETP-RJ-2026-0001")
    expect(rio.locator("#pessoas tbody tr")).to_have_count(1)
    assert path_of(rio) != f"/casos/{caso}"
    head.goto("/")
    expect(head.get_by_text("transferência de caso foi aceita")).to_be_visible()
    move(head, f"/casos/{caso}", "TRANSFERIDO")
    head.wait_for_url(f"**/casos/{caso}")
    expect(head.locator(".topo-pagina").first).to_contain_text("Encerrado por transferência")
    refused = rio.goto(f"/casos/{caso}")
    assert refused is not None
    assert refused.status == 404


def agenda_of(page: Page) -> tuple[bool, bool]:
    """Whether the step is in somebody's own agenda, and whether the home page reminds her of it."""
    page.goto("/agenda?de_quem=minha")
    listed = STEP in said(page)
    page.goto("/")
    return listed, "providência sua" in said(page)


def option(page: Page, codigo: str) -> str:
    """The label of a unit in the list of destinations."""
    return page.locator("#para option", has_text=codigo).first.inner_text()
