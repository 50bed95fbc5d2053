"""A family on one ficha: what is common is asked once, each person has an own part."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Keys, Live, save_and_wait

FAMILY = (
    ("Marta Demonstração Lima", "41", "f"),
    ("José Demonstração Lima", "44", "m"),
    ("Ana Demonstração Lima", "9", "f"),
    ("Davi Demonstração Lima", "3", "m"),
)


def write_person(keys: Keys, name: str, age: str, sex: str, number: int) -> None:
    keys.write(name)
    keys.press("Tab", "Tab")
    keys.write(age)
    keys.press("Alt+d", sex, "Enter", "d")
    if number == 0:
        keys.press("1")
    keys.press("Alt+k", "9")


def test_family_of_four(desk: Page, live: Live) -> None:
    keys = Keys(desk)
    for number, (name, age, sex) in enumerate(FAMILY):
        if number:
            keys.press("F7")
        write_person(keys, name, age, sex, number)
    keys.press("Alt+b")
    desk.locator("input[name=perfil][value=MIGRANTE]").focus()
    keys.press("7", "1", "Alt+i")
    desk.locator("input[name=necessidades][value=ACOLHIDA]").focus()
    keys.press("1", "Enter", "9", "Alt+l")
    desk.locator("input[name=ciencia]").first.focus()
    keys.press("1")
    expect(desk.locator("[data-total]")).to_have_text("4")
    expect(desk.locator("[data-faltam]")).to_have_text("")
    save_and_wait(desk)
    records = live.records()
    assert len(records) == 4
    assert len({record.grupo_id for record in records}) == 1
    assert len({record.pessoa_id for record in records}) == 4


def test_a_person_can_be_taken_out_of_the_group(desk: Page) -> None:
    keys = Keys(desk)
    keys.press("F7", "F7")
    expect(desk.locator(".grupo-pessoa")).to_have_count(2)
    desk.locator("[data-tirar]").first.click()
    expect(desk.locator(".grupo-pessoa")).to_have_count(1)
    expect(desk.locator("[data-ordem]")).to_have_text("2")
    expect(desk.locator("[data-total]")).to_have_text("2")


def test_a_child_alone_brings_the_suggestion_and_no_narrative_box(desk: Page) -> None:
    keys = Keys(desk)
    keys.write("Lia Demonstração")
    keys.press("Tab", "Tab")
    keys.write("15")
    expect(desk.locator("[data-sugestao]")).to_be_visible()
    keys.press("F4")
    expect(desk.locator("[data-relato]")).to_be_hidden()
    expect(desk.locator("textarea[name=p0-obs]")).to_be_disabled()
