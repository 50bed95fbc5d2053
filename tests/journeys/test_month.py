"""A month on its way: what is missing is mended, the coordenação signs, CGETP gives it back, checks and closes it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from sisetp.access.actor import Actor
from sisetp.domain.caso_pessoa import RetirarPessoa
from sisetp.services import caso_pessoas
from tests.journeys.conftest import Live
from tests.journeys.passos import follow, press, said, sign, tick
from tests.support.clock import MovableClock
from tests.support.desk import attend, call
from tests.support.procedimentos import open_one

pytestmark = pytest.mark.journey

DECEMBER = datetime(2026, 12, 4, 15, tzinfo=UTC)
MONTH = "/periodos/2026/11"


def test_a_month_is_mended_signed_given_back_and_closed(
    live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], clock: MovableClock
) -> None:
    head = staff("COORDENACAO", "NETP-SP")
    without_anybody(live, head, clock)
    clock.instant = DECEMBER
    unit, cgetp = enter(head), enter(staff("CGETP_GESTAO", None))
    the_gate_leads_to_what_is_missing(unit)
    the_head_signs(unit)
    board = the_board_says_words(cgetp, head)
    cgetp_gives_it_back(cgetp)
    the_unit_reads_why_and_sends_again(unit)
    cgetp_checks_and_closes(cgetp, board)
    unit.goto(MONTH)
    expect(unit.locator(".topo-pagina")).to_contain_text("Consolidado")
    cgetp.goto("/quadro")
    expect(cgetp.locator("tr", has_text="NETP-SP").first).to_contain_text("Consolidado")


def without_anybody(live: Live, head: Actor, clock: MovableClock) -> None:
    """A case of the month whose only person was put there by mistake and taken out."""
    ficha = attend(live.app, head, clock)
    caso = open_one(live.app, head, clock, origem_tipo="ATENDIMENTO", origem_id=ficha)
    (line,) = call(live.app, head, caso_pessoas.lines, caso)
    out = RetirarPessoa(caso_id=caso, caso_pessoa_id=line.id, versao=1, motivo="POR_ENGANO")
    call(live.app, head, caso_pessoas.remove, out, clock=clock)


def the_gate_leads_to_what_is_missing(page: Page) -> None:
    page.goto(MONTH)
    expect(page.get_by_text("Casos abertos no mês sem nenhuma pessoa")).to_be_visible()
    expect(page.get_by_role("button", name="Assinar e enviar")).to_have_count(0)
    page.get_by_role("link", name="Caso NETP-SP-2026-0001").click()
    follow(page, "Incluir pessoa")
    page.locator("[name=nome]").fill("Aurora Silva")
    press(page, "Buscar por nome")
    page.get_by_role("button", name="Incluir Aurora").click()
    page.goto(MONTH)
    expect(page.get_by_text("Casos abertos no mês sem nenhuma pessoa")).to_have_count(0)


def the_head_signs(page: Page) -> None:
    tick(page, "declara")
    page.locator("input[name=senha]").fill("não é esta")
    press(page, "Assinar e enviar")
    expect(page.get_by_text("A senha não confere.").first).to_be_visible()
    sign(page)
    expect(page.locator(".topo-pagina")).to_contain_text("Enviado")


def the_board_says_words(page: Page, head: Actor) -> str:
    """States of every unit, no number of any record; returns the address of the month of the unit."""
    page.goto("/quadro")
    line = page.locator("tr", has_text="NETP-SP").first
    expect(line).to_contain_text("Enviado")
    cells = page.locator("tbody td").all_inner_texts()
    assert not [cell for cell in cells if any(sign.isdigit() for sign in cell)]
    line.get_by_role("link", name="Enviado").click()
    address = f"/quadro/{head.unidade_id}/2026/11"
    assert page.url.endswith(address)
    return address


def cgetp_gives_it_back(page: Page) -> None:
    press(page, "Devolver")
    expect(page.get_by_text("Escolha o motivo da devolução.").first).to_be_visible()
    page.locator("select[name=motivo]").select_option("FALTAM_CASOS")
    press(page, "Devolver")
    expect(page.locator(".topo-pagina")).to_contain_text("Devolvido")
    expect(page.get_by_role("button", name="Marcar como conferido")).to_have_count(0)


def the_unit_reads_why_and_sends_again(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_text("devolv").first).to_be_visible()
    page.goto(MONTH)
    assert "A CGETP devolveu este mês: Faltam casos ou evoluções" in said(page)
    sign(page)
    expect(page.locator(".topo-pagina")).to_contain_text("Enviado")


def cgetp_checks_and_closes(page: Page, board: str) -> None:
    page.goto(board)
    press(page, "Marcar como conferido")
    expect(page.locator(".topo-pagina")).to_contain_text("Conferido")
    press(page, "Consolidar o mês")
    expect(page.get_by_text("Marque para continuar.").first).to_be_visible()
    tick(page, "certeza")
    press(page, "Consolidar o mês")
    expect(page.locator(".topo-pagina")).to_contain_text("Consolidado")
    expect(page.get_by_role("button", name="Devolver")).to_have_count(0)
