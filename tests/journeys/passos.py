"""What people of the network do in the browser, step by step, as the journeys tell it."""

from datetime import date
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.support.staff import PASSWORD


def path_of(page: Page) -> str:
    """Where the browser is, without the server."""
    return urlsplit(page.url).path


def press(page: Page | Locator, name: str) -> None:
    """Press the button of that name."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page | Locator, name: str) -> None:
    """Follow the link of that name."""
    page.get_by_role("link", name=name, exact=True).first.click()


def mark(page: Page, name: str, *codes: str) -> None:
    """Mark answers of one question, drawn as chips or not."""
    for code in codes:
        page.locator(f'input[name="{name}"][value="{code}"]').check(force=True)


def heading(page: Page, text: str) -> None:
    """Wait for the page with that title."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def said(page: Page) -> str:
    """Everything the page says."""
    return page.locator("main").inner_text()


def refer(page: Page, *, para: str, parts: tuple[str, ...], resumo: str = "", servico: str = "") -> None:
    """Answer the open form of a referral as a person who authorises those parts, and look at what will be shared."""
    if para:
        page.get_by_label("Para onde").select_option(label=para)
    if servico:
        page.get_by_label("Nome do serviço").fill(servico)
    mark(page, "autorizado", "S")
    mark(page, "partes", *parts)
    if resumo:
        page.get_by_label("Resumo para quem recebe").fill(resumo)
    press(page, "Conferir antes de enviar")
    heading(page, "Conferir antes de enviar")


def send(page: Page) -> str:
    """Send what was previewed and return the address of the referral."""
    press(page, "Enviar")
    page.wait_for_url("**/encaminhamentos/*")
    return path_of(page)


def evolve(
    page: Page, caso: str, *, nivel: str, relato: str, tipo: str = "CONTATO", proximo: str = "", ate: date | None = None
) -> None:
    """Register an evolution of a case through its form."""
    page.goto(f"{caso}/evolucoes/nova")
    mark(page, "tipo", tipo)
    mark(page, "nivel_sigilo", nivel)
    mark(page, "risco", "MEDIO")
    page.get_by_label("Relato").fill(relato)
    if ate is not None:
        page.locator("input[name=proximo]").fill(proximo)
        page.locator("input[name=proximo_data]").fill(f"{ate:%d/%m/%Y}")
    press(page, "Registrar evolução")
    page.wait_for_url(f"**{caso}*")
    heading(page, "Caso")


def move(page: Page, caso: str, para: str, *, motivo: str = "") -> None:
    """Ask for another status of a case."""
    page.goto(f"{caso}/situacao")
    mark(page, "para", para)
    if motivo:
        page.locator("[name=encerramento_motivo]").select_option(motivo)
    press(page, "Mudar situação")


def sign(page: Page) -> None:
    """Sign the open month and send it."""
    if not page.locator("input[name=declara]").is_checked():
        tick(page, "declara")
    page.locator("input[name=senha]").fill(PASSWORD)
    press(page, "Assinar e enviar")


def tick(page: Page, name: str) -> None:
    """Tick a single box, drawn over by its label, with the keyboard."""
    page.locator(f'input[type="checkbox"][name="{name}"]').press("Space")
