"""What is photographed of the numbers: the analyst's questions, the reports, the releases and the public page."""

from playwright.sync_api import Page

from tests.journeys.roteiro import Shot, go

ANALYST, HEAD, MANAGER = "analista.sp", "coordenacao.sp", "gestao.cgetp"


def last_year(page: Page, question: str, *, of: str = "consulta") -> None:
    """Ask about the newest year that is over: the running one may have few records."""
    page.goto("/estatisticas")
    years = page.locator("#periodo option").evaluate_all("all => all.map(one => one.value)")
    year = [code for code in years if len(code) == 4][1]
    page.goto(f"/estatisticas/{of}?periodo={year}&{question}")


def report(page: Page) -> None:
    """The report of a month of the unit."""
    page.goto("/relatorios")
    page.locator("form", has=page.locator('[value="RM"]')).get_by_role("button").click()
    page.wait_for_load_state()


NUMBERS_SHOTS = (
    Shot(name="numeros", login=None, act=go("/numeros")),
    Shot(name="inicio-analista", login=ANALYST, act=go("/")),
    Shot(name="estatisticas", login=ANALYST, act=go("/estatisticas")),
    Shot(name="consulta", login=ANALYST, act=lambda page: last_year(page, "linhas=faixa_etaria&colunas=sexo")),
    Shot(
        name="consulta-origem",
        login=ANALYST,
        act=lambda page: last_year(page, "linhas=faixa_etaria&colunas=sexo&linha=2&coluna=0", of="origem"),
    ),
    Shot(name="publicado", login=ANALYST, act=go("/estatisticas/publicado")),
    Shot(name="relatorios", login=HEAD, act=go("/relatorios")),
    Shot(name="relatorio", login=HEAD, act=report),
    Shot(name="divulgacoes", login=MANAGER, act=go("/divulgacoes")),
    Shot(name="planilha-nacional", login=MANAGER, act=go("/planilha-nacional")),
)
