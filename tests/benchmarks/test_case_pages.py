"""Pages of the follow-up end to end, in a NETP with many cases and in the unit with the most people."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.benchmarks.board import Board
from tests.benchmarks.casos import BIG_CASE, BIG_PERSON, Volume, volume_of
from tests.benchmarks.population import HEAD_OF_GUARULHOS, NATIONAL, PSYCHOLOGIST
from tests.benchmarks.visits import WARM_UP, big_app, measure, signed_in
from tests.support.forms import get, token
from tests.support.installation import Template

CASE_AIM, AGENDA_AIM = 80.0, 80.0
SLOW = 10
"""A page that takes long is asked for this many times fewer."""


@pytest.fixture(scope="module")
def app(sqlite_template: Template, people: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a copy of the big installation."""
    with big_app(sqlite_template, people, tmp_path_factory.mktemp("casos") / "instancia") as made:
        yield made


@pytest.fixture(scope="module")
def netp(app: Flask) -> FlaskClient:
    """Browser of a psychologist of the NETP."""
    return signed_in(app, PSYCHOLOGIST)


@pytest.fixture
def volume(people: int) -> Volume:
    """What the NETP has."""
    return volume_of(people)


Look = Callable[..., None]


@pytest.fixture
def look(board: Board, count: int) -> Look:
    """`look(client, metric, address, aim=None)` measures a page; `slow` asks for it fewer times."""

    def at(client: FlaskClient, metric: str, address: str, *, aim: float | None = None, slow: bool = False) -> None:
        times = max(3, count // SLOW) if slow else count
        measure(board, metric, [partial(client.get, address)] * (times + WARM_UP), aim=aim)

    return at


def test_a_case_with_many_evolutions(netp: FlaskClient, look: Look, volume: Volume) -> None:
    page = get(netp, f"/casos/{BIG_CASE}")
    assert page.count("Relato de demonstração") > volume.big // 2
    assert "Registro técnico-sigiloso — Serviço Social" in page
    look(netp, f"caso com {volume.big} evoluções de vários sigilos", f"/casos/{BIG_CASE}", aim=CASE_AIM)


def test_the_agenda(netp: FlaskClient, look: Look, volume: Volume) -> None:
    page = get(netp, "/agenda?de_quem=unidade")
    assert len(re.findall("Ligar para a rede", page)) > volume.agenda // 4
    look(netp, f"agenda da unidade com {volume.agenda} itens", "/agenda?de_quem=unidade", aim=AGENDA_AIM)


@pytest.mark.parametrize(
    ("metric", "address"),
    [
        ("início da equipe, {0.cases} casos", "/"),
        ("lista de casos ({0.cases})", "/casos?situacao=todos"),
        ("encaminhamentos recebidos ({0.referrals} na rede)", "/encaminhamentos/recebidos"),
        ("períodos e o que falta no mês", "/periodos"),
        ("direitos da pessoa titular", f"/casos/pessoas/{BIG_PERSON}/titular"),
    ],
)
def test_pages_of_the_netp(netp: FlaskClient, look: Look, volume: Volume, metric: str, address: str) -> None:
    look(netp, metric.format(volume), address)


def test_the_extract_of_a_person(netp: FlaskClient, board: Board, volume: Volume, count: int) -> None:
    values = {"motivo": "PEDIDO_TITULAR", "csrf_token": token(netp)}
    ask = partial(netp.post, f"/casos/pessoas/{BIG_PERSON}/titular/extrato", data=values)
    metric = f"extrato de titular (caso com {volume.big} evoluções, {volume.events} eventos na unidade)"
    measure(board, metric, [ask] * (count + WARM_UP))


def test_similar_records_of_the_biggest_unit(app: Flask, look: Look, people: int) -> None:
    client = signed_in(app, HEAD_OF_GUARULHOS)
    look(client, f"cadastros parecidos, {people * 3 // 10} pessoas na unidade", "/duplicidades", slow=True)


def test_the_board_of_the_network(app: Flask, look: Look) -> None:
    look(signed_in(app, NATIONAL), "quadro da CGETP (26 unidades, 12 meses)", "/quadro")
