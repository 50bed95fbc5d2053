"""What is photographed for the manual: who is signed in and how the page is reached."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from sisetp.services.demonstracao import SENHA

DESK, HEAD, OFFICER = "atendente.gru", "coordenacao.gru", "encarregado.cgetp"
NAME, BORN = "Aurora Demonstração Campos", "12/03/1998"
NAME_MISSPELT = "orora kampos"
NEW_FICHA = "/atendimentos/novo"
SAVED: dict[str, str] = {}

COMMON: dict[str, str | tuple[str, ...]] = {
    "porta_entrada": "PF",
    "procedencia": "Estados Unidos",
    "destino": "Governador Valadares (MG)",
    "ciencia": "INFORMADA",
    "perfil": "DEPORTADO",
    "necessidades": ("ACOLHIDA", "ALIMENTO"),
    "encaminhamentos": ("FAMILIA",),
}
ADULT: dict[str, str | tuple[str, ...]] = {
    "sexo": "F",
    "raca_cor": "PARDA",
    "nacionalidade": "BR",
    "indicios": ("NENHUM",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One photograph. `whole` takes the page from top to bottom instead of what fits the screen."""

    name: str
    login: str | None
    act: Callable[[Page], object]
    whole: bool = False


def sign_in(page: Page, login: str) -> None:
    """Enter through the real form."""
    page.goto("/entrar")
    page.fill('input[name="login"]', login)
    page.fill('input[name="password"]', SENHA)
    page.click('button[type="submit"]')
    page.wait_for_url("**/")


def answer(page: Page, name: str, value: str | tuple[str, ...]) -> None:
    """Answer one question of the ficha: its chips, or its box when it has none."""
    box = page.locator(f'input[type="text"][name="{name}"]')
    if isinstance(value, str) and box.count():
        box.fill(value)
        box.press("Tab")
        return
    for code in (value,) if isinstance(value, str) else value:
        page.locator(f'input[name="{name}"][value="{code}"]').check(force=True)


def fill(page: Page, name: str = NAME, born: str = BORN) -> None:
    """Fill the twelve questions of an identified adult."""
    page.goto(NEW_FICHA)
    answer(page, "p0-nome_social", name)
    answer(page, "p0-nascimento", born)
    fill_rest(page)


def fill_rest(page: Page, *, but: frozenset[str] = frozenset()) -> None:
    """Answer what is not about who the person is."""
    for question, value in ADULT.items():
        if question not in but:
            answer(page, f"p0-{question}", value)
    for question, value in COMMON.items():
        if question not in but:
            answer(page, question, value)


def save(page: Page) -> str:
    """Save the ficha on screen and return the address of its page."""
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: not url.endswith("/novo"))
    return page.url


def prepare(page: Page) -> None:
    """Somebody registered at the desk, so that the pages have something to show."""
    sign_in(page, DESK)
    fill(page)
    SAVED["ficha"] = save(page)


def go(path: str) -> Callable[[Page], object]:
    """Reach a page by its address."""
    return lambda page: page.goto(path)


def with_errors(page: Page) -> None:
    """A ficha that cannot be saved yet, with its messages."""
    page.goto(NEW_FICHA)
    answer(page, "p0-nome_social", NAME)
    answer(page, "p0-nascimento", "12/03/2999")
    fill_rest(page, but=frozenset({"raca_cor"}))
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".resumo-de-erros")


def not_identified(page: Page) -> None:
    """The mode without any box of identity."""
    page.goto(NEW_FICHA)
    answer(page, "modo_ident", "NAO_IDENT")
    answer(page, "p0-faixa_etaria", "F30_39")
    fill_rest(page)


def family(page: Page) -> None:
    """Two people of one group, the second on screen."""
    fill(page)
    page.keyboard.press("F7")
    page.locator(".grupo-pessoa").first.scroll_into_view_if_needed()


def more_fields(page: Page) -> None:
    """What folds under «Mais campos»."""
    fill(page)
    page.keyboard.press("F4")


def already_attended(page: Page) -> None:
    """The notice of an earlier record."""
    page.goto(NEW_FICHA)
    answer(page, "p0-nome_social", NAME)
    answer(page, "p0-nascimento", BORN)
    page.wait_for_selector("[data-usar]")


def search_by_name(page: Page) -> None:
    """Results of a search with a misspelt name."""
    page.goto("/pessoas/busca")
    page.fill('input[name="nome"]', NAME_MISSPELT)
    page.click("text=Buscar por nome")
    page.wait_for_selector("table")


def ficha(page: Page) -> None:
    """The page of the ficha saved at the beginning."""
    page.goto(SAVED["ficha"])


def amend(page: Page) -> None:
    """The form of an amendment, after the step that opens the ficha for it."""
    page.goto(SAVED["ficha"] + "/alterar")
    page.click("text=Abrir para alterar")


def conflict(page: Page) -> None:
    """Two people amended the same ficha: the second one chooses field by field."""
    amend(page)
    other = page.context.new_page()
    amend(other)
    for editor, school, language in ((other, "EM_C", "en"), (page, "ES_C", "es")):
        editor.select_option('select[name="escolaridade"]', school)
        editor.select_option('select[name="idioma"]', language)
        editor.select_option('select[name="motivo"]', "COMPLEMENTO")
        editor.click("text=Salvar alteração")
        editor.wait_for_load_state()
    other.close()


def posted(path: str) -> Callable[[Page], object]:
    """What a button of the page of the saved ficha opens."""

    def act(page: Page) -> None:
        page.goto(SAVED["ficha"])
        page.locator(f'form[action$="{path}"] button[type="submit"]').first.click()

    return act


SHOTS = (
    Shot(name="entrar", login=None, act=go("/entrar")),
    Shot(name="privacidade", login=None, act=go("/privacidade")),
    Shot(name="inicio-atendente", login=DESK, act=go("/")),
    Shot(name="ficha", login=DESK, act=fill),
    Shot(name="ficha-erros", login=DESK, act=with_errors),
    Shot(name="ficha-nao-identificada", login=DESK, act=not_identified),
    Shot(name="ficha-familia", login=DESK, act=family),
    Shot(name="ficha-mais-campos", login=DESK, act=more_fields),
    Shot(name="ficha-ja-atendida", login=DESK, act=already_attended),
    Shot(name="ficha-em-branco", login=DESK, act=go("/atendimentos/ficha-em-branco")),
    Shot(name="atendimentos", login=DESK, act=go("/atendimentos?de=2025-01-01&ate=2026-12-31")),
    Shot(name="detalhe", login=DESK, act=ficha),
    Shot(name="alterar", login=DESK, act=amend),
    Shot(name="conflito", login=DESK, act=conflict),
    Shot(name="guia", login=DESK, act=posted("/guia")),
    Shot(name="busca", login=DESK, act=search_by_name),
    Shot(name="acessos", login=HEAD, act=go("/acessos")),
    Shot(name="auditoria", login=HEAD, act=go("/auditoria")),
    Shot(name="auditoria-encarregado", login=OFFICER, act=go("/auditoria")),
    Shot(name="inventario", login=OFFICER, act=go("/inventario")),
)
