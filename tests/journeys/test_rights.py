"""The person's rights: asked for at the desk, answered with an extract, and an authorisation taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sisetp.access.actor import Actor
from sisetp.services import encaminhamentos
from tests.journeys.conftest import Live
from tests.journeys.passos import follow, heading, path_of, press, said
from tests.support.clock import MovableClock
from tests.support.desk import attend, call
from tests.support.encaminhamentos import SUMMARY, to_netp
from tests.support.fichas import IDENTITY, person

pytestmark = pytest.mark.journey

NAME, NOTE = str(IDENTITY.nome_civil), "Falou da irmã Rosa."


def test_a_request_an_extract_and_an_authorisation_taken_back(
    live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], clock: MovableClock
) -> None:
    officer, head, netp = staff("ATENDENTE"), staff("COORDENACAO"), staff("TECNICO", "NETP-SP")
    ficha = attend(live.app, officer, clock, person(textos={"obs": NOTE}))
    referral = (
        f"/encaminhamentos/{call(live.app, officer, encaminhamentos.send, to_netp(live.app, ficha), clock=clock)}"
    )
    receiver = enter(netp)
    receiver.goto(referral)
    press(receiver, "Aceitar")
    protocol = the_desk_registers(enter(officer), f"/atendimentos/{ficha}")
    page = enter(head)
    the_head_prints_and_answers(page, protocol)
    the_authorisation_is_taken_back(page, f"/atendimentos/{ficha}/titular")
    what_was_shared_is_over(page, receiver, referral)


def the_desk_registers(page: Page, ficha: str) -> str:
    """Register a request at the desk and return its protocol; the desk never reads what is asked."""
    page.goto(ficha)
    follow(page, "Direitos da pessoa")
    follow(page, "Registrar um pedido")
    page.locator("[name=requisicao_tipo]").select_option("ACESSO")
    page.locator("[name=requisicoes]").fill("Quer saber o que guardam.")
    press(page, "Registrar o pedido")
    page.wait_for_url(f"**{ficha}/titular")
    expect(page.get_by_text("Faltam 15 dias")).to_be_visible()
    assert "Quer saber" not in said(page)
    return page.locator("tbody td").first.inner_text()


def the_head_prints_and_answers(page: Page, protocol: str) -> None:
    page.goto("/titulares")
    follow(page, protocol)
    expect(page.get_by_text("Quer saber o que guardam.")).to_be_visible()
    asked = path_of(page)
    follow(page, "Extrato")
    heading(page, "Extrato para a pessoa")
    press(page, "Mostrar o extrato")
    heading(page, "Extrato dos seus dados")
    paper = page.locator("body").inner_text()
    assert NAME in paper
    assert "NETP-SP" in paper
    for never in (NOTE, "vítima", "tráfico", "Servidora"):
        assert never not in paper, never
    page.goto(asked)
    page.locator("[name=requisicao_resultado]").select_option("ATENDIDA")
    press(page, "Registrar a resposta")
    page.goto("/titulares")
    expect(page.get_by_text("Respondido em 20/11/2026")).to_be_visible()


def the_authorisation_is_taken_back(page: Page, rights: str) -> None:
    page.goto(rights)
    page.get_by_text("A pessoa quer retirar a autorização").click()
    press(page, "Retirar a autorização")
    expect(page.get_by_text("A pessoa retirou a autorização")).to_be_visible()


def what_was_shared_is_over(page: Page, receiver: Page, referral: str) -> None:
    page.goto(referral)
    expect(page.locator(".topo-pagina")).to_contain_text("Recusado")
    receiver.goto(referral)
    expect(receiver.get_by_role("button", name="Abrir dados recebidos")).to_have_count(0)
    expect(receiver.get_by_role("button", name="Registrar e encerrar")).to_have_count(0)
    assert NAME not in said(receiver)
    assert SUMMARY not in said(receiver)
