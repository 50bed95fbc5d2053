"""Referrals that leave from a case: who goes, what of the case goes along, handing it over, and its page."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sisetp.access.actor import Actor
from sisetp.services import caso_pessoas
from tests.support.caso_pessoas import included, pessoa_of, saving, seen
from tests.support.clock import MovableClock
from tests.support.desk import call
from tests.support.encaminhamentos import unit_id
from tests.support.fichas import IDENTITY
from tests.support.forms import form_of, get, post, text

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
NAME = str(IDENTITY.nome_civil)
NETP = "NETP-MG"


@pytest.fixture
def head(staff: Staff) -> Actor:
    return staff("COORDENACAO", NETP)


@pytest.fixture
def client(head: Actor, sign_in: SignIn) -> FlaskClient:
    return sign_in(head)


def step(client: FlaskClient, caso: UUID, passo: str, **answers: object) -> TestResponse:
    """Send a step of the form as the page gave it, with some answers changed."""
    page = get(client, f"/casos/{caso}/encaminhar")
    form = form_of(page[page.rindex("<form", 0, page.index('name="chave_envio"')) :], "")
    return post(client, f"/casos/{caso}/encaminhar", {**form, "passo": passo, **answers})


def test_the_person_of_the_case_is_chosen_by_number(
    app: Flask, head: Actor, client: FlaskClient, clock: MovableClock
) -> None:
    caso, first, _pessoa = included(app, head, clock)
    answers = {"para": "CREAS", "autorizado": "S", "partes": ["IDENTIDADE"]}
    assert NAME in text(step(client, caso, "conferir", **answers))
    clock.advance(minutes=1)
    second = call(app, head, caso_pessoas.include, caso, pessoa_of(app, head, clock), clock=clock)
    page = get(client, f"/casos/{caso}/encaminhar")
    assert NAME not in page
    assert "Pessoa 1" in page
    assert "Pessoa 2" in page
    assert "Escolha uma pessoa deste caso." in text(step(client, caso, "conferir", **answers), 422)
    assert "respostas da lista" in text(step(client, caso, "conferir", **answers, pessoa=str(caso)), 422)
    preview = text(step(client, caso, "conferir", **answers, pessoa=str(second)))
    assert "Pessoa 2" in preview
    assert str(first) not in preview


def test_sent_from_a_case_it_is_on_its_page_and_lists(
    app: Flask, head: Actor, client: FlaskClient, clock: MovableClock
) -> None:
    caso, _row, _pessoa = included(app, head, clock)
    answer = step(client, caso, "enviar", para="SAUDE", autorizado="S", partes=["IDENTIDADE"])
    assert answer.status_code == 303
    page = get(client, f"/casos/{caso}")
    assert str(answer.location) in page
    assert f"/casos/{caso}/encaminhar" in page
    assert "Voltar ao caso" in get(client, str(answer.location))


def test_a_case_is_handed_over_by_the_head_with_its_data_in_neutral_words(
    app: Flask, staff: Staff, sign_in: SignIn, head: Actor, client: FlaskClient, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, head, clock)
    detail = seen(app, head, clock, caso, row)
    call(app, head, caso_pessoas.save, saving(detail, {"status_vitima": "POSSIVEL"}), clock=clock)
    answers = {
        "para": f"U{unit_id(app, 'NETP-BA')}",
        "autorizado": "S",
        "partes": ["IDENTIDADE", "CASO"],
        "transferencia": "y",
    }
    technician = sign_in(staff("TECNICO", NETP))
    assert "transferencia" not in get(technician, f"/casos/{caso}/encaminhar")
    preview = text(step(client, caso, "conferir", **answers))
    assert "o caso inteiro passa" in preview
    assert "Com indícios" in preview
    answer = step(client, caso, "enviar", **answers)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    receiver = sign_in(staff("TECNICO", "NETP-BA"))
    assert post(receiver, f"{answer.location}/aceitar").status_code == 303
    assert "unidade de origem encerra" in get(receiver, str(answer.location))
    assert "Para concluir a transferência" in get(client, str(answer.location))
    paper = text(post(client, f"{answer.location}/oficio"))
    assert "Com indícios" in paper
    assert "tráfico" not in paper.lower()
    assert "vítima" not in paper.lower()


def test_cases_are_not_referred_from_the_desk_nor_by_other_units(
    app: Flask, staff: Staff, sign_in: SignIn, head: Actor, clock: MovableClock
) -> None:
    caso, _row, _pessoa = included(app, head, clock)
    assert sign_in(staff("ATENDENTE", NETP)).get(f"/casos/{caso}/encaminhar").status_code == 403
    assert sign_in(staff("TECNICO", "NETP-BA")).get(f"/casos/{caso}/encaminhar").status_code == 404
