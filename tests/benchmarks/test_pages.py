"""Pages end to end with many people stored: save, list, open, search by document and by name."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.benchmarks.board import Board, number
from tests.benchmarks.crowd import Somebody, cpf, crowd
from tests.benchmarks.population import GUARULHOS_SHARE, LOGIN
from tests.benchmarks.visits import WARM_UP, big_app, measure, signed_in, timed
from tests.support.installation import Template
from tests.support.staff import csrf_of

POST_AIM, LIST_AIM, NAME_AIM = 60.0, 60.0, 50.0


@dataclass(frozen=True, slots=True)
class Desk:
    """A signed-in officer of Guarulhos and people of that unit to look for."""

    client: FlaskClient
    token: str
    known: Sequence[Somebody]
    people: int

    def post(self, address: str, data: dict[str, str], *more: tuple[str, str]) -> TestResponse:
        """Send a form with its token."""
        return self.client.post(address, data={**data, "csrf_token": self.token, **dict(more)})


@pytest.fixture(scope="module")
def desk(sqlite_template: Template, people: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The application over a copy of the big installation."""
    every = round(1 / GUARULHOS_SHARE, 3)
    known = [who for index, who in enumerate(crowd(people, seed=2)) if int((index + 1) / every) > int(index / every)]
    with big_app(sqlite_template, people, tmp_path_factory.mktemp("paginas") / "instancia") as app:
        client = signed_in(app, LOGIN)
        page = client.get("/atendimentos/novo").get_data(as_text=True)
        yield Desk(client, csrf_of(page), known, people)


def test_save_a_ficha(desk: Desk, board: Board, count: int) -> None:
    sending = [partial(desk.post, "/atendimentos/novo", _ficha(serial)) for serial in range(count + WARM_UP)]
    _measure(board, desk, "salvar ficha (POST)", sending, 303, POST_AIM)


def test_open_an_empty_ficha(desk: Desk, board: Board, count: int) -> None:
    _measure(board, desk, "ficha vazia", [partial(desk.client.get, "/atendimentos/novo")] * (count + WARM_UP), 200)


def test_list(desk: Desk, board: Board, count: int) -> None:
    pages = [f"/atendimentos?pagina={1 + page % 5}" for page in range(count + WARM_UP)]
    _measure(board, desk, "lista (7 dias)", [partial(desk.client.get, page) for page in pages], 200, LIST_AIM)


def test_list_of_three_years(desk: Desk, board: Board, count: int) -> None:
    period = "de=2023-11-22&ate=2026-11-20"
    pages = [f"/atendimentos?{period}&pagina={1 + page * 7}" for page in range(count + WARM_UP)]
    _measure(board, desk, "lista (3 anos)", [partial(desk.client.get, page) for page in pages], 200, LIST_AIM)


def test_detail_and_identity(desk: Desk, board: Board, count: int) -> None:
    addresses = _saved(desk, count + WARM_UP)
    _measure(board, desk, "abrir ficha", [partial(desk.client.get, address) for address in addresses], 200)
    opening = [partial(desk.post, f"{address}/identidade", {}) for address in addresses]
    _measure(board, desk, "abrir identificação (POST)", opening, 200)


def test_search_by_document(desk: Desk, board: Board, count: int) -> None:
    def asked(who: Somebody) -> dict[str, str]:
        known = who.identidade
        return {"por": "documento", "doc_tipo": known.doc_tipo, "doc_numero": known.doc_numero}

    searches = [partial(desk.post, "/pessoas/busca", asked(who)) for who in _some(desk, count)]
    _measure(board, desk, "buscar por documento", searches, 200)


def test_already_attended(desk: Desk, board: Board, count: int) -> None:
    def asked(who: Somebody) -> dict[str, str]:
        known = who.identidade
        born = f"{known.nascimento:%d/%m/%Y}"
        documento = {"doc_tipo": known.doc_tipo, "doc_numero": known.doc_numero}
        return {"nome_social": known.nome_civil, "nascimento": born, **documento}

    ask = partial(desk.client.post, "/pessoas/ja-atendida", headers={"X-CSRFToken": desk.token})
    questions = [partial(ask, json=asked(who)) for who in _some(desk, count)]
    _measure(board, desk, "já atendida? (documento e nome)", questions, 200)


def test_search_by_name(desk: Desk, board: Board, count: int) -> None:
    def asked(who: Somebody) -> dict[str, str]:
        words = who.identidade.nome_civil.split()
        return {"por": "nome", "nome": f"{_misspelt(words[0])} {words[-1]}"}

    searches = [partial(desk.post, "/pessoas/busca", asked(who)) for who in _some(desk, count)]
    first = timed(searches[0], 200)
    board.notes.append(
        f"A primeira busca por nome depois de ligar o servidor monta o segmento da unidade ({len(desk.known)} "
        f"pessoas): {number(first[1])} s de processador, uma vez, fora da tabela."
    )
    _measure(board, desk, "buscar por nome", searches, 200, NAME_AIM)


def _measure(
    board: Board,
    desk: Desk,
    metric: str,
    requests: Sequence[Callable[[], TestResponse]],
    status: int,
    aim: float | None = None,
) -> None:
    measure(board, f"{metric}, {desk.people} pessoas guardadas", requests, status=status, aim=aim)


def _some(desk: Desk, count: int) -> list[Somebody]:
    step = max(1, len(desk.known) // (count + WARM_UP))
    return list(desk.known[::step])[: count + WARM_UP]


def _saved(desk: Desk, count: int) -> list[str]:
    answers = [desk.post("/atendimentos/novo", _ficha(10_000 + serial)) for serial in range(count)]
    return [answer.headers["Location"] for answer in answers]


def _misspelt(word: str) -> str:
    return word[:-1] if len(word) > 4 else word


def _ficha(serial: int) -> dict[str, str]:
    """A complete ficha of one identified adult, as the page sends it."""
    return {
        "chave_envio": f"prova{serial:08d}",
        "duracao_s": "75",
        "modo_ident": "IDENT",
        "canal": "PRESENCIAL",
        "perfil": "DEPORTADO",
        "procedencia": "Estados Unidos",
        "destino": "MG",
        "porta_entrada": "PF",
        "necessidades": "ACOLHIDA",
        "encaminhamentos": "FAMILIA",
        "ciencia": "INFORMADA",
        "pessoa": "0",
        "p0-nome_social": f"Aurora Demonstração Prova{serial}",
        "p0-nascimento": "12/03/1998",
        "p0-doc_tipo": "CPF",
        "p0-doc_numero": cpf(998_000_000 - serial),
        "p0-contato": "+55 11 90000-0000",
        "p0-contato_seguro": "S",
        "p0-sexo": "F",
        "p0-raca_cor": "PARDA",
        "p0-fonte_raca": "AUTO",
        "p0-nacionalidade": "BR",
        "p0-indicios": "NENHUM",
        "p0-obs": "Chegou sem bagagem.",
    }
