"""Whatever happens on the way, what was typed stays on the page and is recorded once."""

from collections.abc import Callable

from playwright.sync_api import Dialog, Page, expect

from sisetp.access.actor import Actor
from tests.journeys.conftest import RECORD, Keys, Live, open_ficha, save_and_wait
from tests.support.clock import MovableClock
from tests.support.staff import PASSWORD


def fill(page: Page) -> None:
    keys = Keys(page)
    keys.write("Rosa Demonstração Prado")
    keys.press("Alt+b", "7", "1", "f", "4", "b", "1", "Alt+i", "1", "Enter", "1", "Enter", "9", "1")
    expect(page.locator("[data-contagem]")).to_have_text("12 de 12 respostas")


def test_expired_session_keeps_the_ficha_and_sends_it_after_signing_in(
    desk: Page, live: Live, clock: MovableClock
) -> None:
    fill(desk)
    clock.advance(minutes=45)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#entrar-de-novo")).to_be_visible()
    desk.fill("#entrar-senha", "errada")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-entrar-erro]")).to_contain_text("não conferem")
    desk.fill("#entrar-senha", PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_url(RECORD)
    assert len(live.records()) == 1


def test_another_user_is_warned_and_the_draft_is_discarded(
    desk: Page, live: Live, clock: MovableClock, staff: Callable[..., Actor]
) -> None:
    staff("ATENDENTE", login="clara")
    fill(desk)
    clock.advance(minutes=45)
    desk.keyboard.press("Control+Enter")
    desk.fill("#entrar-login", "clara")
    desk.fill("#entrar-senha", PASSWORD)
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-entrar-erro]")).to_contain_text("apagada sem salvar")
    desk.keyboard.press("Enter")
    expect(desk.locator("#ficha[data-ator=clara]")).to_be_visible()
    expect(desk.locator("input[name=p0-nome_social]")).to_have_value("")
    assert live.records() == []


def test_lost_connection_says_so_and_saves_later(desk: Page, live: Live) -> None:
    fill(desk)
    desk.context.set_offline(True)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("[data-estado]")).to_contain_text("nada foi perdido")
    expect(desk.locator("input[name=p0-nome_social]")).to_have_value("Rosa Demonstração Prado")
    expect(desk.locator("input[name=perfil][value=MIGRANTE]")).to_be_checked()
    assert live.records() == []
    desk.context.set_offline(False)
    desk.wait_for_url(RECORD)
    assert len(live.records()) == 1


def test_double_click_makes_one_record(desk: Page, live: Live) -> None:
    fill(desk)
    desk.locator("button[name=acao][value=salvar].primary").dblclick()
    desk.wait_for_url(RECORD)
    assert len(live.records()) == 1


def test_the_same_form_sent_again_makes_one_record(desk: Page, live: Live) -> None:
    fill(desk)
    sent = desk.evaluate("new URLSearchParams(new FormData(ficha)).toString()")
    save_and_wait(desk)
    again = desk.request.post(
        f"{live.url}/atendimentos/novo",
        data=sent,
        headers={"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert again.status == 201
    assert len(live.records()) == 1


def test_leaving_with_something_typed_asks_first(desk: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    desk.on("dialog", stay)
    desk.keyboard.type("Rosa")
    desk.evaluate("setTimeout(() => location.assign('/'), 0)")
    desk.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(desk.locator("input[name=p0-nome_social]")).to_have_value("Rosa")


def test_messages_come_beside_the_questions_and_choices_stay(desk: Page) -> None:
    keys = Keys(desk)
    keys.write("Rosa Demonstração Prado")
    keys.press("Tab", "Tab")
    keys.write("31/02/1990")
    keys.press("Alt+b", "2", "Control+Enter")
    expect(desk.locator("#p0-nascimento-erro")).to_be_visible()
    expect(desk.locator("input[name=p0-nascimento]")).to_be_focused()
    expect(desk.locator("input[name=p0-nascimento]")).to_have_attribute("aria-invalid", "true")
    expect(desk.locator("#pergunta-necessidades-erro")).to_be_visible()
    expect(desk.locator("input[name=perfil][value=DEPORTADO]")).to_be_checked()
    expect(desk.locator("input[name=p0-nome_social]")).to_have_value("Rosa Demonstração Prado")


def test_a_person_attended_before_is_recognised_and_reused_only_by_choice(desk: Page, live: Live) -> None:
    keys = Keys(desk)
    keys.write("Rosa Demonstração Prado")
    keys.press("Tab", "Tab")
    keys.write("12031990")
    keys.press("Alt+b", "7", "1", "f", "Enter", "b", "1", "Alt+i", "1", "Enter", "1", "Enter", "9", "1")
    save_and_wait(desk)
    open_ficha(desk, live)
    keys.write("Roza Demonstracao Prado")
    keys.press("Tab", "Tab")
    keys.write("12031990")
    keys.press("Tab")
    expect(desk.locator("[data-anterior]")).to_contain_text("nesta unidade: 1 ficha em 11/2026")
    expect(desk.locator("input[name=p0-pessoa_id]")).to_have_value("")
    keys.press("Control+j")
    expect(desk.locator("input[name=p0-nome_social]")).to_have_value("Rosa Demonstração Prado")
    expect(desk.locator("input[name=p0-raca_cor][value=BRANCA]")).to_be_checked()
    keys.press("Alt+b", "7", "1", "Alt+i", "1", "Enter", "1", "Enter", "9", "1")
    save_and_wait(desk)
    first, second = live.records()
    assert first.pessoa_id == second.pessoa_id
