"""One person's way through the network, from the desk's screening to a closed case, told by all who work on it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from sisetp.access.actor import Actor
from tests.journeys.passos import evolve, follow, heading, move, path_of, press, refer, said, send
from tests.journeys.roteiro import BORN, NAME, NEW_FICHA, answer, fill_rest, save
from tests.support.clock import MovableClock

pytestmark = pytest.mark.journey

SUMMARY, ANSWER, CREAS_ANSWER = (
    "Aceita conversar hoje.",
    "Recebida e em atendimento.",
    "Vaga concedida depois de duas semanas.",
)
SOCIAL, PSYCHO, COMMON = "Família sem renda.", "Dorme mal desde a viagem.", "Passagem comprada para a irmã."
SEALED = "Registro técnico-sigiloso — Serviço Social", "Registro técnico-sigiloso — Psicologia"


@dataclass
class Story:
    """Who is in the story, and the addresses found on the way."""

    people: dict[str, Actor]
    enter: Callable[..., Page]
    referral: str = ""
    caso: str = ""
    creas: str = ""
    numero: str = ""

    def __post_init__(self) -> None:
        self.pages: dict[str, Page] = {}

    def of(self, who: str) -> Page:
        """The browser of somebody, signed in when first asked for."""
        if who not in self.pages:
            self.pages[who] = self.enter(self.people[who])
        return self.pages[who]

    def another_day(self) -> None:
        """Sessions end with the day: everybody enters again."""
        for page in self.pages.values():
            page.context.close()
        self.pages.clear()


@pytest.fixture
def story(staff: Callable[..., Actor], enter: Callable[..., Page]) -> Story:
    """An officer of Guarulhos and the team of the núcleo of São Paulo."""
    netp = "NETP-SP"
    people = {
        "officer": staff("ATENDENTE", login="maria"),
        "social": staff("TECNICO", netp, profissao="AS"),
        "psychologist": staff("TECNICO", netp, profissao="PSI"),
        "lawyer": staff("TECNICO", netp, profissao="DIR"),
        "head": staff("COORDENACAO", netp),
    }
    return Story(people=people, enter=enter)


def test_from_the_desk_to_a_closed_case(story: Story, clock: MovableClock) -> None:
    the_desk_screens_and_refers(story)
    the_desk_sees_only_the_status(story)
    the_nucleo_accepts_and_opens_a_case(story)
    a_second_person_joins_the_case(story)
    three_professionals_write_at_three_levels(story)
    each_reads_what_she_may(story)
    the_case_refers_to_an_outside_service(story)
    clock.advance(days=18)
    story.another_day()
    lateness_is_said_in_words(story)
    closing_names_what_is_open(story)
    the_late_answer_is_recorded(story)
    what_she_is_is_decided(story)
    the_case_is_closed(story)
    the_desk_never_saw_the_case(story)


def the_desk_screens_and_refers(story: Story) -> None:
    page = story.of("officer")
    page.goto(NEW_FICHA)
    answer(page, "p0-nome_social", NAME)
    answer(page, "p0-nascimento", BORN)
    fill_rest(page, but=frozenset({"indicios"}))
    answer(page, "p0-indicios", ("DOC_RETIDO", "DIVIDA"))
    save(page)
    follow(page, "Encaminhar ao núcleo")
    heading(page, "Encaminhar")
    expect(page.locator("#para option:checked")).to_contain_text("NETP-SP")
    refer(page, para="", parts=("IDENTIDADE", "PERFIL", "RESUMO"), resumo=SUMMARY)
    preview = said(page)
    assert NAME in preview
    assert SUMMARY in preview
    assert "Sinais" not in preview
    story.referral = send(page)


def the_desk_sees_only_the_status(story: Story) -> None:
    page = story.of("officer")
    expect(page.get_by_text("Aqui aparecem só a situação e as datas.")).to_be_visible()
    assert SUMMARY not in said(page)
    assert NAME not in said(page)
    page.goto("/encaminhamentos")
    expect(page.locator("a[data-linha]")).to_have_count(1)
    expect(page.get_by_role("link", name="Casos")).to_have_count(0)


def the_nucleo_accepts_and_opens_a_case(story: Story) -> None:
    page = story.of("social")
    page.get_by_role("link", name=re.compile("recebidos? esperam? aceite")).click()
    page.locator("a[data-linha]").click()
    assert path_of(page) == story.referral
    assert NAME not in said(page)
    press(page, "Aceitar")
    press(page, "Abrir dados recebidos")
    expect(page.get_by_text(NAME)).to_be_visible()
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    follow(page, "Abrir caso com estes dados")
    page.locator("select[name=risco]").select_option("MEDIO")
    press(page, "Abrir caso")
    page.wait_for_url(re.compile(r"/casos/[0-9a-f]{8}-"))
    story.caso = path_of(page)
    story.numero = page.get_by_role("heading", level=1).inner_text().removeprefix("Caso ")
    expect(page.locator("#pessoas tbody tr")).to_have_count(1)
    page.goto(story.referral)
    page.locator("#desfecho-responder").select_option("ATENDIDA")
    page.locator("#resposta-responder").fill(ANSWER)
    press(page, "Registrar e encerrar")
    expect(page.get_by_text(ANSWER)).to_be_visible()


def a_second_person_joins_the_case(story: Story) -> None:
    page = story.of("social")
    page.goto(story.caso)
    follow(page, "Incluir pessoa")
    page.locator("[name=nome_social]").fill("Rosa Demonstração Campos")
    for name, code in (("sexo", "F"), ("faixa_etaria", "F30_39"), ("raca_cor", "PARDA")):
        page.locator(f"select[name={name}]").select_option(code)
    page.locator("[name=nacionalidade]").fill("Brasil")
    press(page, "Incluir pessoa nova")
    page.goto(story.caso)
    expect(page.locator("#pessoas tbody tr")).to_have_count(2)


def three_professionals_write_at_three_levels(story: Story) -> None:
    evolve(story.of("social"), story.caso, nivel="SIG_AS", relato=SOCIAL, tipo="ATEND_SOCIAL")
    evolve(story.of("psychologist"), story.caso, nivel="SIG_PSI", relato=PSYCHO, tipo="ATEND_PSICO")
    evolve(
        story.of("lawyer"),
        story.caso,
        nivel="TECNICO",
        relato=COMMON,
        proximo="Confirmar a chegada da irmã",
        ate=date(2026, 11, 27),
    )


def each_reads_what_she_may(story: Story) -> None:
    readable = {
        "social": (SOCIAL, COMMON),
        "psychologist": (PSYCHO, COMMON),
        "lawyer": (COMMON,),
        "head": (COMMON,),
    }
    for who, texts in readable.items():
        page = story.of(who)
        for address in (story.caso, f"{story.caso}/evolucoes"):
            page.goto(address)
            words = said(page)
            shown = tuple(text for text in (SOCIAL, PSYCHO, COMMON) if text in words)
            assert shown == texts, (who, address)
            assert ("Atendimento psicológico" in words) == (PSYCHO in texts), (who, address)
            closed = sum(words.count(seal) for seal in SEALED)
            assert closed >= 3 - len(texts), (who, address)


def the_case_refers_to_an_outside_service(story: Story) -> None:
    page = story.of("lawyer")
    page.goto(story.caso)
    page.locator("#encaminhamentos").get_by_role("link", name="Encaminhar").click()
    page.locator("select[name=pessoa]").select_option(index=1)
    refer(page, para="CREAS", servico="CREAS Pimentas", parts=("IDENTIDADE", "NECESSIDADES"))
    assert COMMON not in said(page)
    story.creas = send(page)


def lateness_is_said_in_words(story: Story) -> None:
    page = story.of("lawyer")
    expect(page.get_by_text("passou do prazo sem resposta")).to_be_visible()
    expect(page.get_by_text(re.compile("rovidência.*vencid|vencid.*rovidência|atrasad", re.I)).first).to_be_visible()
    page.goto("/agenda")
    expect(page.get_by_role("link", name="Encaminhamento", exact=True)).to_have_count(1)
    expect(page.get_by_text("Confirmar a chegada da irmã")).to_be_visible()
    page.goto(story.creas)
    expect(page.get_by_text("Resposta atrasada")).to_be_visible()


def closing_names_what_is_open(story: Story) -> None:
    page = story.of("lawyer")
    move(page, story.caso, "ENCERRADO", motivo="OBJETIVOS")
    heading(page, "Situação")
    refused = page.locator("#resumo-de-erros").inner_text()
    assert "CREAS" in refused
    assert "20/11/2026" in refused
    page.goto(story.caso)
    expect(page.locator(".topo-pagina").first).to_contain_text("Ativo")


def the_late_answer_is_recorded(story: Story) -> None:
    page = story.of("lawyer")
    page.goto(story.creas)
    press(page, "Registrar e encerrar")
    expect(page.locator("#desfecho-responder-erro")).to_be_visible()
    page.locator("#desfecho-responder").select_option("ATENDIDA")
    page.locator("#resposta-responder").fill(CREAS_ANSWER)
    press(page, "Registrar e encerrar")
    expect(page.get_by_text(CREAS_ANSWER)).to_be_visible()
    move(page, story.caso, "ENCERRADO", motivo="OBJETIVOS")
    expect(page.locator("#resumo-de-erros")).to_contain_text("Em análise")


def what_she_is_is_decided(story: Story) -> None:
    page = story.of("lawyer")
    for number in (1, 2):
        page.goto(story.caso)
        follow(page, f"Pessoa {number}")
        page.locator("[name=status_vitima]").select_option("POSSIVEL")
        page.locator("[name=motivo]").select_option("SITUACAO")
        page.locator("[name=justificativa]").fill("Ouvida pela equipe.")
        press(page, "Salvar")
        expect(page.locator(".topo-pagina").first).not_to_contain_text("Em análise")


def the_case_is_closed(story: Story) -> None:
    page = story.of("lawyer")
    move(page, story.caso, "ENCERRADO", motivo="OBJETIVOS")
    page.wait_for_url(f"**{story.caso}")
    page.goto(story.caso)
    expect(page.locator(".topo-pagina").first).to_contain_text("Encerrado")
    expect(page.locator(".topo-pagina").first).to_contain_text("08/12/2026")
    expect(page.get_by_role("link", name="Nova evolução")).to_have_count(0)
    page.goto("/agenda")
    expect(page.get_by_text("Confirmar a chegada da irmã")).to_have_count(0)


def the_desk_never_saw_the_case(story: Story) -> None:
    page = story.of("officer")
    for address in ("/", "/encaminhamentos", story.referral):
        page.goto(address)
        words = said(page)
        for secret in (story.numero, ANSWER, CREAS_ANSWER, SUMMARY, "Pimentas"):
            assert secret not in words, (address, secret)
        assert story.caso not in page.content(), address
    expect(page.get_by_text("Atendida")).to_have_count(0)
    for address in (story.caso, story.creas, f"{story.caso}/evolucoes", "/casos"):
        answered = page.goto(address)
        assert answered is not None
        assert answered.status in {403, 404}, address
