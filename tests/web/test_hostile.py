"""Fifty hostile submissions of the ficha: a message or a 4xx each, nothing stored, nothing leaked, never a 500."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from sisetp.access.actor import Actor
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.pessoa import Pessoa
from sisetp.db.session import unit_of_work
from tests.support.staff import OPERATOR, csrf_of
from tests.web.ficha_posts import ANSWERS, NEW, post, unnamed

Enter = Callable[[Actor], FlaskClient]
MARK = "marca7788"  # part of every hostile text that might be echoed where it should not

CHANGES: dict[str, dict[str, object]] = {
    "birth in the future": {"p0-nascimento": "01/01/2031"},
    "birth tomorrow": {"p0-nascimento": "21/11/2026"},
    "birth in 1700": {"p0-nascimento": "01/01/1700"},
    "impossible date": {"p0-nascimento": "30/02/1990"},
    "ISO date": {"p0-nascimento": "1990-02-01"},
    "negative age": {"p0-nascimento": "-5"},
    "age 999": {"p0-nascimento": "999"},
    "age in Arabic digits": {"p0-nascimento": "٢٨"},
    "age as exponent": {"p0-nascimento": "1e2"},
    "contact in the future": {"data": "25/11/2026", "hora": "10:00"},
    "contact years ago": {"data": "20/11/2019", "hora": "10:00", "motivo_retroativo": "sistema fora do ar"},
    "impossible hour": {"data": "19/11/2026", "hora": "25:99"},
    "unknown sex": {"p0-sexo": "X"},
    "unknown profile": {"perfil": MARK},
    "code of another list": {"perfil": "NENHUM"},
    "two sexes": {"p0-sexo": ["F", "M"]},
    "unknown need among good ones": {"necessidades": ["ACOLHIDA", MARK]},
    "a thousand needs": {"necessidades": ["ACOLHIDA"] * 1000},
    "exclusive answer with another": {"p0-indicios": ["NENHUM", "DIVIDA"]},
    "country that does not exist": {"p0-nacionalidade": "ZZ"},
    "country typed that does not exist": {"procedencia": f"Terra do {MARK}"},
    "town of another state": {"destino": "Governador Valadares (AC)"},
    "band against the age": {"p0-faixa_etaria": "F60"},
    "wrong CPF digits": {"p0-doc_tipo": "CPF", "p0-doc_numero": "529.982.247-26"},
    "repeated CPF digits": {"p0-doc_tipo": "CPF", "p0-doc_numero": "111.111.111-11"},
    "number without a type": {"p0-doc_tipo": "", "p0-doc_numero": "FZ123456"},
    "number of «no document»": {"p0-doc_tipo": "SEM_DOC", "p0-doc_numero": "FZ123456"},
    "bidi override in the name": {"p0-nome_social": f"Rosa\u202e {MARK}"},
    "bidi isolate in the note": {"p0-obs": f"{MARK} \u2066x\u2069"},
    "zero width in the name": {"p0-nome_social": f"Ro\u200bsa {MARK}"},
    "zero width no-break in the contact": {"p0-contato": f"{MARK}\ufeff@exemplo.br"},
    "control characters": {"p0-nome_social": f"Rosa\x07\x1b[31m {MARK}"},
    "C1 control": {"p0-obs": f"{MARK}\x9b31m"},
    "replacement character": {"p0-nome_social": f"Rosa \ufffd {MARK}"},
    "name of digits and SQL": {"p0-nome_social": "'; 1=1 --".replace("=", "≠") * 20},
    "name of 121 letters": {"p0-nome_social": "a" * 121},
    "name on two lines": {"p0-nome_social": f"Rosa\n{MARK}"},
    "note of 501 characters": {"p0-obs": "a" * 501},
    "text of 200 kB": {"p0-obs": "a" * 200_000},
    "SQL as a code": {"perfil": "DEPORTADO'; DROP TABLE atendimento; --"},
    "HTML as a code": {"ciencia": f"<script>{MARK}</script>"},
    "formula as a number": {"p0-detencao": "S", "p0-detencao_dias": "=1+1"},
    "negative duration": {"duracao_s": "-1"},
    "duration of a century": {"duracao_s": "3155760000"},
    "no submission key": {"chave_envio": ""},
    "submission key of 65 characters": {"chave_envio": "k" * 65},
    "forged unit": {"unidade_id": "1"},
    "forged author": {"atendente_id": "1"},
    "forged desk": {"posto_id": "999"},
    "forged person, not a UUID": {"p0-pessoa_id": "../../etc/passwd"},
    "forged person that does not exist": {"p0-pessoa_id": str(uuid4())},
    "unknown field of a person": {"p0-papel": "CGETP_ADMIN"},
    "person not announced": {"p7-nome_social": "Rosa"},
    "no person": {"pessoa": []},
    "31 people": {"pessoa": [str(number) for number in range(31)]},
    "the same person twice": {"pessoa": ["0", "0"]},
    "person index that is not a number": {"pessoa": "0; DROP"},
    "unknown mode": {"modo_ident": "ADMIN"},
    "priority against the age": {"p0-vulner": "IDOSO"},
    "sought person without that profile": {"procurada-nome": "Iara", "procurada-relacao": "IRMAO"},
}


@pytest.fixture
def desk(staff: Callable[..., Actor], sign_in: Enter) -> FlaskClient:
    """A desk officer of Guarulhos, signed in."""
    return sign_in(staff("ATENDENTE"))


def stored(app: Flask) -> tuple[int | None, int | None]:
    with app.app_context(), unit_of_work(OPERATOR) as session:
        return session.scalar(select(func.count(Atendimento.id))), session.scalar(select(func.count(Pessoa.id)))


def test_there_are_at_least_fifty() -> None:
    assert len(CHANGES) >= 50


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_hostile_submission(desk: FlaskClient, app: Flask, change: dict[str, object]) -> None:
    answer = post(desk, {**ANSWERS, **change}, json=True)
    assert 400 <= answer.status_code < 500, answer.status_code
    assert answer.get_json().get("mensagens") or answer.get_json().get("mensagem")
    assert MARK not in answer.get_data(as_text=True)
    assert stored(app) == (0, 0)


@pytest.mark.parametrize("name", ["p0-nome_social", "p0-nascimento", "p0-doc_numero", "p0-contato", "procurada-nome"])
def test_identity_in_a_ficha_not_identified(desk: FlaskClient, app: Flask, name: str) -> None:
    answer = post(desk, {**unnamed(), name: MARK}, json=True)
    assert answer.status_code == 422
    assert stored(app) == (0, 0)


def test_ten_megabytes(desk: FlaskClient, app: Flask) -> None:
    answer = post(desk, {**ANSWERS, "p0-obs": "a" * 10_000_000}, json=True)
    assert answer.status_code == 413
    assert stored(app) == (0, 0)


@pytest.mark.parametrize("raw", [b"perfil=%ff%fe", b"perfil=\xc3\x28", b"p0-nome_social=%00Rosa", b"%ed%a0%80=1"])
def test_invalid_text_on_the_wire(desk: FlaskClient, app: Flask, raw: bytes) -> None:
    token = csrf_of(desk.get(NEW).get_data(as_text=True)).encode()
    answer = desk.post(NEW, data=b"csrf_token=" + token + b"&" + raw, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert stored(app) == (0, 0)


def test_uploads_are_refused(desk: FlaskClient, app: Flask) -> None:
    token = csrf_of(desk.get(NEW).get_data(as_text=True))
    with open(__file__, "rb") as attachment:
        answer = desk.post(NEW, data={"csrf_token": token, "p0-obs": attachment}, content_type="multipart/form-data")
    assert answer.status_code == 415
    assert stored(app) == (0, 0)


def test_without_a_form_token_nothing_is_saved(desk: FlaskClient, app: Flask) -> None:
    assert desk.post(NEW, data=ANSWERS).status_code == 400
    assert stored(app) == (0, 0)


@pytest.mark.parametrize(
    "name",
    ["=HYPERLINK(1) Demonstração", "<b>Rosa</b> Demonstração", "Rosa '); DROP TABLE pessoa; --", "محمد Demonstração"],
)
def test_odd_but_honest_text_is_kept_and_only_ever_shown_as_text(desk: FlaskClient, app: Flask, name: str) -> None:
    sent = {**ANSWERS, "p0-nome_social": name}
    shown = post(desk, {**sent, "ciencia": ""}).get_data(as_text=True)
    assert "<b>Rosa" not in shown
    assert post(desk, sent, json=True).status_code == 201
    assert stored(app) == (1, 1)


def test_hostile_questions_about_people(desk: FlaskClient) -> None:
    token = csrf_of(desk.get(NEW).get_data(as_text=True))
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    asked: tuple[object, ...] = (
        None,
        [],
        "x",
        {"doc_tipo": ["CPF"]},
        {"doc_tipo": "CPF", "doc_numero": "1" * 5000},
        {"nome_social": "Rosa\u202e", "nascimento": "01/01/1990"},
        {"doc_tipo": "PASSAPORTE", "doc_numero": {"$gt": ""}},
    )
    assert [desk.post("/pessoas/ja-atendida", json=item, headers=headers).status_code for item in asked] == [400] * 7
    assert desk.post(f"/pessoas/{uuid4()}/usar", headers=headers).status_code == 404
    assert desk.post("/pessoas/1/usar", headers=headers).status_code == 404
