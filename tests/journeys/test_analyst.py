"""The analyst asks, reads, copies, takes a file and follows a number to its months; on both screens, no script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sisetp.access.actor import Actor
from tests.journeys.conftest import Live
from tests.journeys.passos import follow, press
from tests.journeys.test_axe_work import broken, walked
from tests.support.clock import MovableClock
from tests.support.desk import attend
from tests.support.documentos import publicado
from tests.support.fichas import unnamed
from tests.support.publicadas import publish

pytestmark = pytest.mark.journey
ASK = "/estatisticas/consulta?periodo=2026"


@pytest.fixture
def analyst(live: Live, staff: Callable[..., Actor], clock: MovableClock) -> Actor:
    """The analyst of a unit that attended three people, with something published."""
    desk = staff("ATENDENTE")
    for sex in ("F", "F", "M"):
        attend(live.app, desk, clock, unnamed(respostas={"sexo": sex}))
    publish(live.app, publicado())
    return staff("ANALISTA")


def test_from_a_ready_made_question_to_a_file_and_to_where_a_number_comes_from(
    enter: Callable[..., Page], analyst: Actor
) -> None:
    page = enter(analyst)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    follow(page, "Consultar")
    page.get_by_role("link", name="Quem atendemos este mês?").press("Enter")
    expect(page.get_by_role("row", name="Total 2 1 0 0 3")).to_be_visible()
    press(page, "Copiar tabela")
    expect(page.get_by_text("Copiada. Cole na planilha.")).to_be_visible()
    copied = str(page.evaluate("navigator.clipboard.readText()")).split("\n")
    assert copied[0].split("\t") == ["Idade", "Feminino", "Masculino", "Intersexo", "Ignorado/Não informado", "Total"]
    assert copied[-1].split("\t") == ["Total", "2", "1", "0", "0", "3"]
    with page.expect_download() as download:
        press(page, "Planilha XLSX")
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    page.get_by_text("De onde vem um número desta tabela?").press("Enter")
    page.get_by_label("Idade", exact=True).select_option("18 a 29 anos")
    press(page, "Ver de onde vem")
    expect(page.get_by_role("row", name="novembro 2")).to_be_visible()
    follow(page, "Voltar à consulta")
    expect(page.get_by_role("heading", name="Pessoas distintas por idade e sexo")).to_be_visible()


def test_a_wrong_question_is_mended_and_a_filter_added_by_keyboard(enter: Callable[..., Page], analyst: Actor) -> None:
    page = enter(analyst)
    page.goto(f"{ASK}&linhas=risco")
    expect(page.locator("#resumo-de-erros")).to_be_focused()
    page.locator("#resumo-de-erros a").press("Enter")
    expect(page.locator("#linhas")).to_be_focused()
    page.locator("#linhas").select_option("sexo")
    page.locator("#abrir").select_option("perfil")
    page.get_by_role("button", name="Perguntar").press("Enter")
    page.get_by_role("checkbox", name="Brasileiro(a) deportado(a)").press("Space")
    page.get_by_role("button", name="Perguntar").press("Enter")
    heading = page.get_by_role("heading", name="Pessoas distintas por sexo, só de Perfil: Brasileiro(a) deportado(a)")
    expect(heading).to_be_visible()


def test_a_published_table_is_copied_with_its_marks(enter: Callable[..., Page], analyst: Actor) -> None:
    page = enter(analyst)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/estatisticas/publicado?periodo=2026-S1")
    page.get_by_role("button", name="Copiar tabela Pessoas por sexo e faixa etária").press("Enter")
    expect(page.get_by_text("Copiada. Cole na planilha.")).to_be_visible()
    copied = [line.split("\t") for line in str(page.evaluate("navigator.clipboard.readText()")).split("\n")]
    assert copied[0][-1] == "Total"
    assert copied[1][:3] == ["Feminino", "x", "97"]
    assert copied[-1][-1] == "1399"


def test_every_page_fits_both_sizes_and_axe_finds_nothing_serious(enter: Callable[..., Page], analyst: Actor) -> None:
    page = enter(analyst)
    crossed = "&linhas=sexo&colunas=faixa_etaria&tempo=mes"
    questions = (crossed, "&linhas=destino_uf", "&linhas=necessidades&abrir=idioma")
    paths = ["/", "/estatisticas", *(ASK + question for question in questions)]
    paths += [f"{ASK}&linhas=sexo&linha=0&coluna=0".replace("consulta", "origem"), "/estatisticas/publicado?lugar=MG"]
    assert walked(page, [*paths, "/estatisticas/publicado?periodo=2026-S1"]) == {}
    page.goto(f"{ASK}&linhas=risco&colunas=x")
    assert broken(page) == []


def test_an_answer_is_read_and_asked_again_without_script(
    live: Live, browser: Browser, enter: Callable[..., Page], analyst: Actor
) -> None:
    state = enter(analyst).context.storage_state()
    context = browser.new_context(base_url=live.url, storage_state=state, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{ASK}&linhas=sexo")
    expect(page.get_by_role("button", name="Copiar tabela")).to_be_hidden()
    page.select_option("#colunas", "faixa_etaria")
    page.get_by_role("button", name="Perguntar").click()
    expect(page.get_by_role("row", name="Feminino")).to_be_visible()
    context.close()
