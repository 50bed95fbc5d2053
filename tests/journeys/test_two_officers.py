"""Two officers edit the same ficha at once: the second chooses field by field, and nothing is lost."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from sisetp.access.actor import Actor
from tests.journeys.conftest import RECORD, Live
from tests.support.clock import MovableClock
from tests.support.desk import attend
from tests.support.fichas import person


def open_to_amend(page: Page, live: Live, key: object) -> None:
    page.goto(f"{live.url}/atendimentos/{key}")
    page.get_by_role("link", name="Alterar").click()
    page.get_by_role("button", name="Abrir para alterar").click()
    page.get_by_label("Motivo da alteração").select_option("COMPLEMENTO")


def test_the_second_editor_chooses_and_nothing_is_lost(
    live: Live, enter: Callable[..., Page], staff: Callable[..., Actor], clock: MovableClock
) -> None:
    maria, rita = staff("ATENDENTE", login="maria"), staff("TECNICO", login="rita")
    key = attend(live.app, maria, clock, person())
    first, second = enter(rita), enter(maria)
    open_to_amend(first, live, key)
    open_to_amend(second, live, key)

    first.get_by_label("Sexo").select_option("M")
    first.get_by_label("Telefone ou e-mail").fill("011 4000-0000")
    first.get_by_role("button", name="Salvar alteração").click()
    first.wait_for_url(RECORD)

    second.get_by_label("Observação").fill("Viaja amanhã cedo.")
    second.get_by_role("button", name="Salvar alteração").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Duas pessoas alteraram")
    expect(second.locator("fieldset.pergunta")).to_have_count(3)
    for name, mine in (("Sexo", False), ("Telefone ou e-mail", False), ("Observação", True)):
        question = second.get_by_role("group", name=name)
        expect(question.get_by_label("Vale o meu" if mine else "Vale o guardado")).to_be_checked()
    second.get_by_role("group", name="Telefone ou e-mail").get_by_label("Vale o meu").check()
    second.get_by_role("button", name="Salvar o que escolhi").click()
    second.wait_for_url(RECORD)

    open_to_amend(first, live, key)
    expect(first.get_by_label("Sexo")).to_have_value("M")
    expect(first.get_by_label("Telefone ou e-mail")).to_have_value("+55 11 91234-5678")
    expect(first.get_by_label("Observação")).to_have_value("Viaja amanhã cedo.")
