"""«Já atendida nesta unidade?» and «usar este cadastro», over HTTP."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from tests.support.staff import csrf_of
from tests.web.ficha_posts import ANSWERS, page_of, post, records

Enter = Callable[[Actor], FlaskClient]


@pytest.fixture
def desk(staff: Callable[..., Actor], sign_in: Enter) -> FlaskClient:
    """A desk officer of Guarulhos, signed in."""
    return sign_in(staff("ATENDENTE"))


def ask(desk: FlaskClient, **asked: object) -> dict[str, list[dict[str, str]]]:
    token = csrf_of(page_of(desk))
    answer = desk.post("/pessoas/ja-atendida", json=asked, headers={"X-CSRFToken": token, "Accept": "application/json"})
    assert answer.status_code == 200
    return dict(answer.get_json())


def test_already_attended_tells_count_and_month_only_inside_the_unit(
    desk: FlaskClient, staff: Callable[..., Actor], sign_in: Enter
) -> None:
    post(desk, ANSWERS)
    known = {"doc_tipo": "PASSAPORTE", "doc_numero": "fz 123.456"}
    (found,) = ask(desk, **known)["registros"]
    assert found["texto"] == "1 ficha em 11/2026"
    elsewhere = sign_in(staff("ATENDENTE", unidade="PAAHM-BEL"))
    assert ask(elsewhere, **known) == {"registros": []}
    headers = {"X-CSRFToken": csrf_of(page_of(elsewhere)), "Accept": "application/json"}
    assert elsewhere.post(found["usar"], headers=headers).status_code == 404


def test_using_a_record_fills_the_ficha_and_links_it(desk: FlaskClient, app: Flask) -> None:
    post(desk, ANSWERS)
    (found,) = ask(desk, nome_social="Aurora Demonstracao Silva", nascimento="12/03/1998")["registros"]
    headers = {"X-CSRFToken": csrf_of(page_of(desk)), "Accept": "application/json"}
    brought = desk.post(found["usar"], headers=headers).get_json()["campos"]
    assert brought["nome_social"] == "Aurora Demonstração Silva"
    assert brought["nascimento"] == "12/03/1998"
    page = desk.post(found["usar"], data={"csrf_token": csrf_of(page_of(desk))}).get_data(as_text=True)
    assert 'value="Aurora Demonstração Silva"' in page
    again = {**ANSWERS, "chave_envio": "outra-chave-de-envio", "p0-pessoa_id": brought["pessoa_id"]}
    assert post(desk, again, json=True).status_code == 201
    first, second = records(app)
    assert first.pessoa_id == second.pessoa_id


@pytest.mark.parametrize("asked", [{}, {"nome_social": "Aurora"}, {"doc_tipo": "CPF", "doc_numero": "1"}, [], "x"])
def test_a_question_that_is_not_complete_is_not_asked(desk: FlaskClient, asked: object) -> None:
    token = csrf_of(page_of(desk))
    answer = desk.post("/pessoas/ja-atendida", json=asked, headers={"X-CSRFToken": token, "Accept": "application/json"})
    assert answer.status_code == 400


def test_a_ficha_opened_in_another_posting_is_not_saved_here_and_nothing_is_lost(
    desk: FlaskClient, app: Flask, staff: Callable[..., Actor], sign_in: Enter
) -> None:
    page = page_of(desk)
    opened = page.split('name="lotacao" value="')[1].split('"')[0]
    elsewhere = sign_in(staff("ATENDENTE", unidade="PAAHM-BEL"))
    answer = post(elsewhere, {**ANSWERS, "lotacao": opened})
    kept = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "aberta em outra unidade" in kept
    assert 'value="Aurora Demonstração Silva"' in kept
    assert f'name="lotacao" value="{opened}"' in kept
    assert records(app) == []
    assert post(desk, {**ANSWERS, "lotacao": opened}, json=True).status_code == 201
