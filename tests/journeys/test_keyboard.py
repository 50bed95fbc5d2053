"""A desk officer registers people by keyboard alone; key presses are counted on the open ficha."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import RECORD, Keys, Live

IDENTITY_BOXES = (
    "input[name$=nome_social], input[name$=nome_civil], input[name$=doc_numero], input[name$=contato], "
    "select[name$=doc_tipo], input[name$=nascimento], input[name$=pessoa_id]"
)


def test_identified_adult_in_at_most_45_key_presses(desk: Page, live: Live) -> None:
    keys = Keys(desk)
    keys.write("Aurora Demonstração Silva")
    keys.press("Tab", "Tab")
    keys.write("12/03/1998")
    keys.press("Tab", "p", "Tab")
    keys.write("FZ123456")
    keys.press("Enter", "2", "2", "f", "Enter", "d", "1")
    keys.write("Estados Un")
    expect(desk.locator("[role=option]:visible").first).to_have_text("Estados Unidos")
    keys.press("Enter")
    keys.write("governador val")
    expect(desk.locator("[role=option]:visible").first).to_have_text("Governador Valadares (MG)")
    keys.press("Enter", "1", "2", "5", "Enter", "1", "Enter", "9", "1")
    expect(desk.locator("[data-contagem]")).to_have_text("12 de 12 respostas")
    keys.press("Control+Enter")
    desk.wait_for_url(RECORD)
    assert keys.count <= 45, (keys.count, keys.pressed)
    assert len(live.records()) == 1


def test_unidentified_person_in_at_most_20_key_presses(desk: Page, live: Live) -> None:
    keys = Keys(desk)
    keys.press("F2", "F2")
    assert desk.locator(IDENTITY_BOXES).count() == 0
    keys.press("7", "3", "m", "4", "b", "1", "Enter", "Enter", "1", "Enter", "9", "0", "1")
    expect(desk.locator("[data-contagem]")).to_have_text("12 de 12 respostas")
    keys.press("Control+Enter")
    desk.wait_for_url(RECORD)
    assert keys.count <= 20, (keys.count, keys.pressed)
    assert len(live.records()) == 1


def test_mode_changes_through_the_server_on_a_page_without_patterns(desk: Page, live: Live) -> None:
    Keys(desk).press("F2", "F2")
    desk.evaluate(
        "() => { const b = document.createElement('button'); b.name = 'acao'; b.value = 'modo'; ficha.append(b);"
        " ficha.requestSubmit(b); }"
    )
    desk.wait_for_selector("#modelo-pessoa", state="detached")
    assert desk.locator(IDENTITY_BOXES).count() == 0
    desk.locator("input[name=modo_ident][value=IDENT]").check(force=True)
    desk.wait_for_selector("input[name=p0-nome_social]")
    assert live.records() == []


def test_answer_that_is_not_a_chip_is_found_by_typing(desk: Page) -> None:
    keys = Keys(desk)
    keys.press("Alt+j", "0")
    keys.write("tutel")
    expect(desk.locator("[role=option]:visible")).to_have_text(["Conselho Tutelar"])
    keys.press("Enter")
    expect(desk.locator("input[name=encaminhamentos][value=CONS_TUTELAR]")).to_be_checked()
    keys.press("Alt+b", "0")
    keys.write("refugiada")
    keys.press("Enter")
    expect(desk.locator("input[name=perfil][value=REFUGIADO]")).to_be_checked()
    expect(desk.locator("input[name=porta_entrada][value=BUSCA_ATIVA]")).to_be_focused()


def test_exclusive_answers_stand_alone_and_arrows_never_move_on(desk: Page) -> None:
    keys = Keys(desk)
    keys.press("Alt+k", "1", "2", "9")
    expect(desk.locator("input[name=p0-indicios]:checked")).to_have_count(1)
    keys.press("Alt+d", "ArrowRight")
    expect(desk.locator("input[name=p0-sexo]:checked")).to_have_count(1)
    expect(desk.locator("fieldset[data-letra=D] input:focus")).to_have_count(1)


def test_the_mandatory_part_fits_a_small_screen_without_scrolling(desk: Page) -> None:
    bottom = desk.evaluate(
        "Math.max(...[...document.querySelectorAll('fieldset[data-letra]')].map(q => q.getBoundingClientRect().bottom))"
    )
    bar = desk.evaluate("document.querySelector('.barra-ficha').getBoundingClientRect().top")
    assert desk.evaluate("scrollY") == 0
    assert bottom <= bar
    letters = desk.evaluate("[...document.querySelectorAll('fieldset[data-letra]')].map(q => q.dataset.letra).join('')")
    assert letters == "ABCDEFGHIJKL"
