"""Sharing without authorisation to protect life, in two steps, its review, and what taking back does."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sisetp.access.actor import Actor
from tests.journeys.conftest import Live
from tests.journeys.passos import follow, heading, mark, path_of, press, said, tick
from tests.support.clock import MovableClock
from tests.support.desk import attend
from tests.support.encaminhamentos import SUMMARY, sent
from tests.support.fichas import IDENTITY

pytestmark = pytest.mark.journey

NAME = str(IDENTITY.nome_civil)


def test_life_at_risk_takes_two_steps_and_a_review(
    live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], clock: MovableClock
) -> None:
    tecnica = staff("TECNICO")
    page = enter(tecnica)
    page.goto(f"/atendimentos/{attend(live.app, tecnica, clock)}/encaminhar")
    mark(page, "autorizado", "DISPENSADO")
    page.get_by_label("Base legal do").select_option("VIDA")
    mark(page, "partes", "IDENTIDADE", "CONTATO")
    press(page, "Conferir antes de enviar")
    expect(page.locator("#resumo-de-erros")).to_contain_text("risco")
    tick(page, "risco_iminente")
    press(page, "Conferir antes de enviar")
    heading(page, "Conferir antes de enviar")
    expect(page.get_by_role("button", name="Enviar", exact=True)).to_have_count(0)
    press(page, "Continuar")
    heading(page, "por risco à vida")
    press(page, "Enviar agora")
    heading(page, "por risco à vida")
    tick(page, "emergencia_confirmada")
    press(page, "Enviar agora")
    page.wait_for_url("**/encaminhamentos/*")
    referral = path_of(page)
    expect(page.get_by_role("button", name="Confirmar: o risco existia")).to_have_count(0)

    receiver = enter(staff("TECNICO", "NETP-SP"))
    receiver.goto(referral)
    press(receiver, "Aceitar")
    press(receiver, "Abrir dados recebidos")
    expect(receiver.get_by_text(NAME)).to_be_visible()

    head = enter(staff("COORDENACAO"))
    follow(head, "1 compartilhamento de emergência espera a sua revisão.")
    head.locator("a[data-linha]").click()
    press(head, "Era indevido: revogar agora")
    expect(head.get_by_text("Revogado em").first).to_be_visible()
    assert_closed(receiver, referral)
    head.goto("/")
    expect(head.get_by_text("esperam a sua revisão")).to_have_count(0)


def test_what_is_taken_back_can_no_longer_be_opened(
    live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], clock: MovableClock
) -> None:
    origin, netp = staff("TECNICO"), staff("TECNICO", "NETP-SP")
    referral = f"/encaminhamentos/{sent(live.app, origin, clock)}"
    page, receiver = enter(origin), enter(netp)
    receiver.goto(referral)
    press(receiver, "Aceitar")
    press(receiver, "Abrir dados recebidos")
    expect(receiver.get_by_text(SUMMARY)).to_be_visible()
    page.goto(referral)
    page.get_by_text("Revogar o que foi compartilhado").click()
    press(page, "Revogar agora")
    expect(page.get_by_text("Revogado em").first).to_be_visible()
    press(page, "Ver o que foi compartilhado")
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    assert_closed(receiver, referral)


def assert_closed(page: Page, referral: str) -> None:
    """Whoever received it finds the copy taken back, and nothing of it, opened before or asked for again."""
    again = page.request.post(f"{referral}/dados", form={"csrf_token": token(page)})
    assert NAME not in again.text()
    page.goto(referral)
    expect(page.get_by_text("Revogado em").first).to_be_visible()
    assert NAME not in said(page)
    assert SUMMARY not in said(page)


def token(page: Page) -> str:
    """The form token of the open page."""
    return str(page.locator("input[name=csrf_token]").first.get_attribute("value"))
