"""axe-core finds nothing serious on the pages of the núcleo's work, with content, on a desk and on a phone."""

from collections.abc import Callable, Iterable

import pytest
from flask import Flask
from playwright.sync_api import Page

from sisetp.access.actor import Actor
from tests.journeys.conteudo import Conteudo, fill
from tests.journeys.passos import press
from tests.journeys.test_axe import SIZES, serious
from tests.support.clock import MovableClock

pytestmark = pytest.mark.journey


@pytest.fixture
def head(staff: Callable[..., Actor]) -> Actor:
    """Coordenação of São Paulo, a social worker."""
    return staff("COORDENACAO", "NETP-SP", profissao="AS")


@pytest.fixture
def made(app: Flask, staff: Callable[..., Actor], head: Actor, clock: MovableClock) -> Conteudo:
    """Something on every page of her unit."""
    return fill(app, clock, head, staff("TECNICO", "NETP-SP", profissao="PSI"), staff("ATENDENTE"))


@pytest.fixture
def page(enter: Callable[..., Page], head: Actor, made: Conteudo) -> Page:
    """Her browser."""
    return enter(head)


def broken(page: Page) -> list[str]:
    """What is wrong with the open page at each size: rules of axe, and anything wider than the screen."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}: {problem}" for problem in serious(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{width}: wider than the screen")
    return found


def walked(page: Page, paths: Iterable[str]) -> dict[str, list[str]]:
    """What is wrong with each page, by its path; each must answer."""
    found = {}
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        if problems := broken(page):
            found[path] = problems
    return found


def test_cases(page: Page, made: Conteudo) -> None:
    of_case = ("", "/alterar", "/situacao", "/responsavel", "/imprimir", "/pessoas/nova", "/evolucoes", "/encaminhar")
    paths = ["/casos", "/casos/novo", "/casos/repassar", *(f"{made.caso}{end}" for end in of_case)]
    paths += [made.pessoa, f"{made.pessoa}/cadastro", f"{made.pessoa}/retirar"]
    assert walked(page, [*paths, made.ficha]) == {}
    for door in (made.pessoa, made.ficha):
        page.goto(f"{door}/cadastro")
        assert broken(page) == []
        press(page, "Abrir cadastro")
        assert broken(page) == []


def test_what_is_written_in_a_case(page: Page, made: Conteudo) -> None:
    ends = ("evolucoes/nova", "plano/novo", "risco", "envolvidos/novo")
    paths = [made.evolucao, f"{made.evolucao}/alterar", f"{made.evolucao}/cancelar", made.plano, made.envolvido]
    assert walked(page, ["/", "/agenda?de_quem=unidade", *paths, *(f"{made.caso}/{end}" for end in ends)]) == {}
    page.goto(f"{made.caso}/evolucoes/nova")
    press(page, "Registrar evolução")
    page.wait_for_selector("#resumo-de-erros")
    assert broken(page) == []


def test_referrals(page: Page, made: Conteudo) -> None:
    paths = [f"/encaminhamentos{end}" for end in ("", "/recebidos", "/enviados")]
    assert walked(page, [*paths, made.enviado, f"{made.enviado}/acrescentar", made.recebido]) == {}
    press(page, "Abrir dados recebidos")
    assert broken(page) == []
    for paper in ("Guia para a pessoa", "Ofício ao serviço"):
        page.goto(made.enviado)
        press(page, paper)
        assert broken(page) == []


def test_rights_and_similar_records(page: Page, made: Conteudo) -> None:
    ends = ("", "/pedido", "/autorizacao", "/extrato")
    paths = ["/titulares", made.pedido, "/duplicidades", made.par]
    assert walked(page, [*paths, *(f"{made.ficha}/titular{end}" for end in ends)]) == {}
    press(page, "Mostrar o extrato")
    assert broken(page) == []
    page.goto(made.par)
    press(page, "Abrir e comparar")
    assert broken(page) == []


def test_months_activities_and_network(
    page: Page, enter: Callable[..., Page], staff: Callable[..., Actor], head: Actor
) -> None:
    network = ("", "/comites/novo", "/fluxos/novo")
    paths = ["/periodos", "/periodos/2026/11", "/atividades", "/atividades/nova", "/unidade/cartao"]
    assert walked(page, [*paths, "/unidade/encerramento", *(f"/rede-local{end}" for end in network)]) == {}
    cgetp = enter(staff("CGETP_GESTAO", None))
    assert walked(cgetp, ["/", "/quadro", f"/quadro/{head.unidade_id}/2026/11", "/prazos"]) == {}
    officer = enter(staff("ENCARREGADO", None))
    assert walked(officer, ["/titulares/prazos"]) == {}
