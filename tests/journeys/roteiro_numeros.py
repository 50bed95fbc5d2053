"""What is photographed of the numbers: the analyst's questions, the reports, the releases and the public page."""

from playwright.sync_api import Page

from tests.journeys.roteiro import Shot, go

ANALYST, HEAD, MANAGER = "analista.sp", "coordenacao.gru", "gestao.cgetp"


def this_year(page: Page, question: str, *, of: str = "consulta") -> None:
    """Ask about the running year: the newest one in the list."""
    page.goto("/estatisticas")
    years = page.locator("#periodo optgroup").last.locator("option")
    page.goto(f"/estatisticas/{of}?periodo={years.first.get_attribute('value')}&{question}")


def report(page: Page) -> None:
    """The report of a month of the unit."""
    page.goto("/relatorios")
    page.locator("form", has=page.locator('[value="RM"]')).get_by_role("button").click()
    page.wait_for_load_state()


def ready(page: Page) -> None:
    """What will be public of last year, waiting for its approvals."""
    page.goto("/divulgacoes")
    page.locator("nav.anos a").nth(1).click()
    page.locator("tr", has_text="Pronta").get_by_role("link").click()


NUMBERS_SHOTS = (
    Shot(name="numeros", login=None, act=go("/numeros")),
    Shot(name="inicio-analista", login=ANALYST, act=go("/")),
    Shot(name="estatisticas", login=ANALYST, act=go("/estatisticas")),
    Shot(name="consulta", login=HEAD, act=lambda page: this_year(page, "linhas=faixa_etaria&colunas=sexo")),
    Shot(
        name="consulta-origem",
        login=HEAD,
        act=lambda page: this_year(page, "linhas=faixa_etaria&colunas=sexo&linha=2&coluna=4", of="origem"),
    ),
    Shot(name="publicado", login=ANALYST, act=go("/estatisticas/publicado")),
    Shot(name="relatorios", login=HEAD, act=go("/relatorios")),
    Shot(name="relatorio", login=HEAD, act=report),
    Shot(name="divulgacoes", login=MANAGER, act=go("/divulgacoes")),
    Shot(name="divulgacao", login=MANAGER, act=ready),
    Shot(name="planilha-nacional", login=MANAGER, act=go("/planilha-nacional")),
)
