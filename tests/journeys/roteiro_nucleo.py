"""What is photographed of the nucleus: cases, follow-up, referrals, titulares, activities, months and the network."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from tests.journeys.roteiro import NAME, SAVED, Shot, answer, fill, go, save

DESK, DESK_TEAM = "atendente.gru", "tecnico.gru"
PSYCHOLOGIST, SOCIAL_WORKER, HEAD = "tecnico.sp", "tecnico2.sp", "coordenacao.sp"
MANAGER, OFFICER = "gestao.cgetp", "encarregado.cgetp"
NUCLEUS = "NETP-SP"


def day(ahead: int = 0) -> str:
    """A day from today in São Paulo, as the forms take it."""
    return f"{datetime.now(ZoneInfo('America/Sao_Paulo')) + timedelta(days=ahead):%d/%m/%Y}"


def top(page: Page) -> None:
    """Show the page from its beginning, after what was typed further down."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")


def refer(page: Page, *, to: str, parts: tuple[str, ...], summary: str = "", service: str = "") -> None:
    """Fill the first step of a referral that the person authorised; the page is that step."""
    page.select_option("#para", label=next(o for o in page.locator("#para option").all_inner_texts() if to in o))
    if service:
        page.fill('[name="destino_servico"]', service)
    page.locator('[name="autorizado"][value="S"]').check(force=True)
    for part in parts:
        page.locator(f'[name="partes"][value="{part}"]').check(force=True)
    if summary:
        page.fill('[name="resumo"]', summary)
    top(page)


def send(page: Page) -> str:
    """From the first step to the page of the referral sent; returns its address."""
    page.click('button[value="conferir"]')
    page.click('button[value="enviar"]')
    page.wait_for_url("**/encaminhamentos/**")
    return page.url


def at_the_desk(page: Page) -> None:
    """The desk sends two people to the nucleus: one to be accepted, one that waits."""
    for slot, name in (("aceito", NAME), ("espera", "Bianca Demonstração Reis")):
        fill(page, name=name, born="12/03/1998" if slot == "aceito" else "02/08/1990")
        answer(page, "p0-indicios", ("DIVIDA",))
        SAVED[f"ficha_{slot}"] = save(page)
        page.goto(SAVED[f"ficha_{slot}"] + "/encaminhar")
        refer(
            page,
            to=NUCLEUS,
            parts=("IDENTIDADE", "PERFIL", "NECESSIDADES", "TRIAGEM", "RESUMO"),
            summary="Chegou hoje. Prefere conversar em lugar reservado e pediu apoio para documentos.",
        )
        SAVED[slot] = send(page)


def at_the_nucleus(page: Page) -> None:
    """The nucleus accepts one of them, opens a case and follows it up."""
    page.goto(SAVED["aceito"])
    page.click('form[action$="/aceitar"] button')
    page.click("text=Abrir caso com estes dados")
    page.select_option('[name="porta_entrada"]', "REDE")
    page.select_option('[name="risco"]', "MEDIO")
    page.select_option('[name="responsavel_id"]', index=2)
    page.fill('[name="resumo"]', "Trabalho na costura com dívida de viagem. Quer regularizar documentos e estudar.")
    page.click('form[action$="/casos/novo"] button[type="submit"]')
    page.wait_for_load_state()
    SAVED["caso"] = page.url
    page.click("text=Pessoa 1")
    page.wait_for_load_state()
    SAVED["caso_pessoa"] = page.url
    about_the_person(page)
    evolution(
        page, "ATEND_SOCIAL", "TECNICO", "Acolhida na unidade. Prefere ligação de manhã.", step="Ligar sobre o CPF"
    )
    evolution(page, "ATEND_PSICO", "SIG_PSI", "Escuta individual. Dorme mal desde a viagem.", step="Segunda escuta")
    support(page)
    page.goto(SAVED["caso"] + "/encaminhar")
    refer(page, to="CREAS", service="CREAS Lapa", parts=("PERFIL", "NECESSIDADES"))
    SAVED["creas"] = send(page)


def about_the_person(page: Page) -> None:
    """Form E of somebody whose situation was decided."""
    for name, code in {"status_vitima": "POSSIVEL", "finalidade": "TRAB_ESCRAVO", "setor": "TEXTIL"}.items():
        page.select_option(f'[name="{name}"]', code)
    for name, code in (("formas", "JORN"), ("formas", "DIVIDA"), ("controles", "DIVIDA"), ("aliciamento", "REDES")):
        page.locator(f'[name="{name}"][value="{code}"]').check(force=True)
    page.select_option('[name="motivo"]', "SITUACAO")
    page.fill('[name="justificativa"]', "Relato e mensagens de cobrança da passagem.")
    page.click('button[value="salvar"]')
    page.wait_for_load_state()


def evolution(page: Page, kind: str, level: str, text: str, *, step: str) -> None:
    """One evolution of the case, with its next step."""
    new_evolution(page, kind, level, text, step=step)
    page.click("text=Registrar evolução")
    page.wait_for_load_state()


def new_evolution(page: Page, kind: str, level: str, text: str, *, step: str) -> None:
    """The form of an evolution, filled and not sent."""
    page.goto(SAVED["caso"] + "/evolucoes/nova")
    for name, code in (("tipo", kind), ("nivel_sigilo", level), ("risco", "MEDIO"), ("necessidades", "ORIENT_DOC")):
        page.locator(f'[name="{name}"][value="{code}"]').check(force=True)
    page.fill('[name="relato"]', text)
    page.fill('[name="proximo"]', step)
    page.fill('[name="proximo_data"]', day(5))
    top(page)


def support(page: Page) -> None:
    """One line of the support plan."""
    page.goto(SAVED["caso"] + "/plano/novo")
    page.select_option('[name="tipo"]', "RENDA")
    page.fill('[name="objetivo"]', "Curso de modelagem no segundo semestre.")
    page.fill('[name="inicio"]', day())
    page.fill('[name="prazo"]', day(20))
    page.click("text=Gravar")
    page.wait_for_load_state()


def rights(page: Page) -> None:
    """One request of a titular, registered from a ficha."""
    page.goto(SAVED["ficha_aceito"])
    page.click("text=Direitos da pessoa")
    SAVED["direitos"] = page.url
    page.click("text=Registrar um pedido")
    page.select_option('[name="requisicao_tipo"]', "ACESSO")
    page.click('button:has-text("Registrar o pedido")')
    page.wait_for_load_state()


# Who prepares what the pages of this list show, in this order.
PREPARATIONS: tuple[tuple[str, Callable[[Page], object]], ...] = (
    (DESK, at_the_desk),
    (DESK, rights),
    (PSYCHOLOGIST, at_the_nucleus),
)


def saved(slot: str, path: str = "", *, then: Callable[[Page], object] | None = None) -> Callable[[Page], object]:
    """A page about something made at the beginning, and what is done on it."""

    def act(page: Page) -> None:
        page.goto(SAVED[slot] + path)
        if then:
            then(page)

    return act


def filled_referral(page: Page) -> None:
    """The first step of a referral of the case, filled."""
    page.goto(SAVED["caso"] + "/encaminhar")
    refer(
        page,
        to="Defensoria",
        service="Defensoria Pública do Estado",
        parts=("IDENTIDADE", "NECESSIDADES", "RESUMO"),
        summary="Precisa de orientação sobre documentos retidos pelo empregador.",
    )


def checked_referral(page: Page) -> None:
    """The second step of the same referral."""
    filled_referral(page)
    page.click('button[value="conferir"]')
    page.wait_for_load_state()


def emergency(page: Page) -> None:
    """The extra page of a sharing without authorisation to protect life."""
    page.goto(SAVED["caso"] + "/encaminhar")
    refer(page, to="Polícia Civil", service="Delegacia da Mulher", parts=("IDENTIDADE", "CONTATO"))
    page.locator('[name="autorizado"][value="DISPENSADO"]').check(force=True)
    page.select_option('[name="autorizado_base"]', "VIDA")
    page.locator('[name="risco_iminente"]').check(force=True)
    page.click('button[value="conferir"]')
    page.click('button[value="emergencia"]')
    page.wait_for_load_state()


def opened_copies(page: Page) -> None:
    """What was received, opened."""
    page.click('form[action$="/dados"] button')
    page.wait_for_load_state()


def written_evolution(page: Page) -> None:
    """A new evolution, filled and not sent."""
    new_evolution(page, "VISITA", "TECNICO", "Visita ao alojamento com o CREAS.", step="Confirmar vaga no curso")


def section(selector: str) -> Callable[[Page], object]:
    """Bring one part of a long page to the top of the screen."""
    return lambda page: page.evaluate(f"document.querySelector({selector!r}).scrollIntoView()")


NUCLEUS_SHOTS = (
    Shot(name="rede-publica", login=None, act=go("/rede")),
    Shot(name="encaminhar-nucleo", login=DESK, act=saved("ficha_espera")),
    Shot(name="encaminhamento-posto", login=DESK, act=saved("aceito")),
    Shot(name="pedido", login=DESK, act=saved("direitos")),
    Shot(name="atividade-nova", login=DESK, act=go("/atividades/nova")),
    Shot(name="inicio-tecnico", login=PSYCHOLOGIST, act=go("/")),
    Shot(name="agenda", login=PSYCHOLOGIST, act=go("/agenda?de_quem=unidade")),
    Shot(name="casos", login=PSYCHOLOGIST, act=go("/casos")),
    Shot(name="caso-novo", login=PSYCHOLOGIST, act=go("/casos/novo")),
    Shot(name="caso", login=PSYCHOLOGIST, act=saved("caso")),
    Shot(name="caso-incluir-pessoa", login=PSYCHOLOGIST, act=saved("caso", "/pessoas/nova")),
    Shot(name="caso-pessoa", login=PSYCHOLOGIST, act=saved("caso_pessoa")),
    Shot(name="evolucao-nova", login=PSYCHOLOGIST, act=written_evolution),
    Shot(name="caso-situacao", login=PSYCHOLOGIST, act=saved("caso", "/situacao")),
    Shot(name="encaminhar", login=PSYCHOLOGIST, act=filled_referral),
    Shot(name="encaminhar-conferir", login=PSYCHOLOGIST, act=checked_referral),
    Shot(name="emergencia", login=PSYCHOLOGIST, act=emergency),
    Shot(name="encaminhamento", login=PSYCHOLOGIST, act=saved("creas")),
    Shot(name="encaminhamento-recebido", login=PSYCHOLOGIST, act=saved("espera")),
    Shot(name="encaminhamento-dados", login=PSYCHOLOGIST, act=saved("aceito", then=opened_copies)),
    Shot(name="duplicidades", login=DESK_TEAM, act=go("/duplicidades")),
    Shot(name="direitos", login=DESK_TEAM, act=saved("direitos")),
    Shot(name="caso-sigilo", login=SOCIAL_WORKER, act=saved("caso", then=section("#evolucoes"))),
    Shot(name="periodos", login=HEAD, act=go("/periodos")),
    Shot(name="rede-local", login=HEAD, act=go("/rede-local")),
    Shot(name="cartao", login=HEAD, act=go("/unidade/cartao")),
    Shot(name="encerramento", login=HEAD, act=go("/unidade/encerramento")),
    Shot(name="quadro", login=MANAGER, act=go("/quadro")),
    Shot(name="prazos", login=MANAGER, act=go("/prazos")),
    Shot(name="rede-nacional", login=MANAGER, act=go("/rede-local?uf=todas")),
    Shot(name="titulares-prazos", login=OFFICER, act=go("/titulares/prazos")),
)
