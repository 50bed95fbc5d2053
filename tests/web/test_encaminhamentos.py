"""Making a referral on its pages: two steps without script, nothing lost, nothing chosen for the person, sent once."""

from collections.abc import Callable, Mapping
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from sisetp.access.actor import Actor
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.encaminhamento import Copia, Encaminhamento
from sisetp.db.session import unit_of_work
from sisetp.services import sealing
from tests.support.clock import MovableClock
from tests.support.desk import attend, events
from tests.support.encaminhamentos import unit_id
from tests.support.fichas import IDENTITY, person
from tests.support.forms import form_of, get, post, text
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
Form = dict[str, list[str]]
NAME = str(IDENTITY.nome_civil)
SIGNS = {"indicios": ("DIVIDA", "AMEACA")}
LOADED = ("vítima", "vitima", "tráfico", "trafico", "Vítima", "Tráfico")


def value_of(app: Flask, codigo: str) -> str:
    return f"U{unit_id(app, codigo)}"


def count(app: Flask, model: type[Encaminhamento] | type[Copia] = Encaminhamento) -> int:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        return session.scalar(select(func.count(model.id))) or 0


def step(client: FlaskClient, key: UUID, form: Mapping[str, object], passo: str) -> TestResponse:
    return post(client, f"/atendimentos/{key}/encaminhar", {**form, "passo": passo})


def started(client: FlaskClient, key: UUID, **answers: list[str]) -> Form:
    """The form of step 1, answered as a person who authorises name and needs."""
    page = get(client, f"/atendimentos/{key}/encaminhar")
    given = {"autorizado": ["S"], "partes": ["IDENTIDADE", "NECESSIDADES"], **answers}
    return {**steps(page), **given}


def steps(page: str) -> Form:
    """The form of a step: the one that is not the sign-out."""
    start = page.index('class="encaminhar"') if 'class="encaminhar"' in page else page.index('name="chave_envio"')
    return form_of(page[page.rindex("<form", 0, start) :], "")


def sent(client: FlaskClient, key: UUID, **answers: list[str]) -> str:
    """Send through both steps and return the address of the referral."""
    preview = text(step(client, key, started(client, key, **answers), "conferir"))
    answer = step(client, key, steps(preview), "enviar")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def test_with_signs_the_page_suggests_the_nucleo_in_neutral_words(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    marked = get(client, f"/atendimentos/{attend(app, desk, clock, person(respostas=SIGNS))}")
    plain = get(client, f"/atendimentos/{attend(app, desk, clock)}")
    assert marked.index("Encaminhar ao núcleo") < marked.index("Outro serviço")
    assert "Encaminhar ao núcleo" not in plain
    assert "Encaminhar" in plain
    assert not [word for word in LOADED if word in marked]


def test_the_nucleo_of_the_state_is_chosen_and_the_authorisation_never_is(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    key = attend(app, desk, clock)
    form = steps(get(client, f"/atendimentos/{key}/encaminhar"))
    assert form["para"] == [value_of(app, "NETP-SP")]
    assert form["motivo"] == ["SERVICO_ADICIONAL"]
    assert "autorizado" not in form
    assert "partes" not in form
    assert steps(get(client, f"/atendimentos/{key}/encaminhar?outro=1"))["para"] == [""]


def test_two_nucleos_in_the_state_choose_neither(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    officer = staff("TECNICO", "NETP-SP")
    page = get(sign_in(officer), f"/atendimentos/{attend(app, officer, clock)}/encaminhar")
    assert steps(page)["para"] == [""]
    assert f'value="{value_of(app, "NETP-SP")}"' not in page


def test_the_preview_shows_exactly_what_goes_and_nothing_is_sent_yet(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    key = attend(app, desk, clock)
    page = text(step(client, key, started(client, key), "conferir"))
    assert NAME in page
    assert "FZ123456" in page
    assert "Alimento" in page or "Alimentação" in page
    assert "91234" not in page
    assert "NETP-SP" in page
    assert "27/11/2026" in page
    assert count(app) == 0
    assert events(app, desk, "enviar_encaminhamento") == []


def test_sending_twice_makes_one_referral(app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock)
    form = steps(text(step(client, key, started(client, key), "conferir")))
    answers = [step(client, key, form, "enviar") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert (count(app), count(app, Copia)) == (1, 1)
    assert str(key) not in answers[0].location
    assert "NETP-SP" in get(client, f"/atendimentos/{key}")


def test_what_changed_after_the_preview_is_not_sent_unseen(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    key = attend(app, desk, clock)
    form = steps(text(step(client, key, started(client, key), "conferir")))
    with app.app_context(), unit_of_work(desk) as session:
        row = session.get_one(Atendimento, key)
        stored = sealing.open_codes(session, row)
        sealing.seal_codes(session, row, {**stored, "necessidades": ("ACOLHIDA",)})  # a colleague, meanwhile
    page = text(step(client, key, form, "enviar"), 422)
    assert "mudou desde que você conferiu" in page
    assert count(app) == 0
    again = steps(text(step(client, key, steps(page), "conferir")))
    assert step(client, key, again, "enviar").status_code == 303


def test_going_back_and_errors_lose_nothing(app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock)
    typed = {"resumo": ["Precisa de <b>abrigo</b>\r\nhoje."], "obs": ["Ligou a irmã."], "destino_servico": ["Casa"]}
    form = started(client, key, **typed, partes=["IDENTIDADE", "RESUMO"], para=["SAUDE"], motivo=["OUTRO"])
    preview = text(step(client, key, form, "conferir"))
    back = steps(text(step(client, key, steps(preview), "voltar")))
    refused = text(step(client, key, {**form, "autorizado": []}, "conferir"), 422)
    assert 'tabindex="-1" autofocus' in refused
    assert "compartilhar dados?:" not in refused
    bad = steps(refused)
    for again in (back, bad):
        assert again["obs"] == typed["obs"]
        assert again["destino_servico"] == ["Casa"]
        assert (again["para"], again["motivo"], again["partes"]) == (["SAUDE"], ["OUTRO"], ["IDENTIDADE", "RESUMO"])
        assert again["resumo"][0].split() == typed["resumo"][0].split()
    assert back["autorizado"] == ["S"]
    assert back["chave_envio"] == form["chave_envio"]


def test_without_authorisation_nothing_is_shared(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    key = attend(app, desk, clock)
    form = started(client, key, autorizado=["N"], para=["CRAS"], resumo=["não vai"])
    page = text(step(client, key, form, "conferir"))
    assert "Nenhum dado da pessoa será compartilhado" in page
    assert NAME not in page
    answer = step(client, key, steps(page), "enviar")
    assert answer.status_code == 303
    assert (count(app), count(app, Copia)) == (1, 0)
    assert "Só informado à pessoa" in get(client, str(answer.location))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"para": ["ZZZ"]}, "Escolha uma das respostas da lista."),
        ({"para": ["U999999"]}, "Escolha uma das respostas da lista."),
        ({"para": [""]}, "Diga para onde"),
        ({"motivo": ["XX"]}, "Escolha uma das respostas da lista."),
        ({"autorizado": ["S", "N"]}, "Escolha uma das respostas da lista."),
        ({"autorizado": ["DISPENSADO"]}, "base legal"),
        ({"partes": ["IDENTIDADE", "SEGREDO"]}, "Escolha uma das respostas da lista."),
        ({"partes": ["CASO"]}, "a partir de um caso"),
        ({"partes": []}, "Marque o que se compartilha."),
        ({"resumo": ["sem a parte"]}, "resumo"),
        ({"resumo": ["x" * 2001], "partes": ["RESUMO"]}, "Use no máximo 2000 caracteres."),
        ({"destino_servico": ["a\u202eb"], "para": ["OSC"]}, "caracteres"),
        ({"chave_envio": [""]}, "chave de envio"),
        ({"chave_envio": ["k" * 65]}, "chave de envio"),
    ],
)
def test_hostile_and_incoherent_answers_are_refused_beside_the_box(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock, wrong: dict[str, list[str]], message: str
) -> None:
    key = attend(app, desk, clock)
    for passo in ("conferir", "enviar"):
        page = text(step(client, key, started(client, key, **wrong), passo), 422)
        assert message in page
    assert count(app) == 0


def test_the_desk_does_not_share_in_emergency(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    key = attend(app, desk, clock)
    assert 'value="VIDA"' not in get(client, f"/atendimentos/{key}/encaminhar")
    forced = started(client, key, autorizado=["DISPENSADO"], autorizado_base=["VIDA"], risco_iminente=["y"])
    for passo in ("conferir", "enviar"):
        assert step(client, key, {**forced, "emergencia_confirmada": "y"}, passo).status_code == 403
    assert count(app) == 0


def test_an_emergency_has_one_step_more_and_waits_for_review(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    officer, head = staff("TECNICO", "PAAHM-GRU"), staff("COORDENACAO", "PAAHM-GRU")
    client = sign_in(officer)
    key = attend(app, officer, clock)
    danger = {"autorizado": ["DISPENSADO"], "autorizado_base": ["VIDA"]}
    assert "risco é iminente" in text(step(client, key, started(client, key, **danger), "conferir"), 422)
    preview = text(step(client, key, started(client, key, **danger, risco_iminente=["y"]), "conferir"))
    assert 'value="enviar"' not in preview
    confirm = text(step(client, key, steps(preview), "emergencia"))
    assert "coordenação" in confirm
    assert "Confirme o compartilhamento de emergência." in text(step(client, key, steps(confirm), "enviar"), 422)
    assert count(app) == 0
    answer = step(client, key, {**steps(confirm), "emergencia_confirmada": "y"}, "enviar")
    assert answer.status_code == 303
    reviewer, path = sign_in(head), str(answer.location)
    assert "Revisar compartilhamento de emergência" in get(reviewer, path)
    assert "Revisar compartilhamento de emergência" not in get(client, path)
    assert post(client, f"{path}/revisar", {"resultado": "CONFIRMADA"}).status_code == 403
    assert post(reviewer, f"{path}/revisar", {"resultado": "TALVEZ"}).status_code == 422
    assert post(reviewer, f"{path}/revisar", {"resultado": "CONFIRMADA"}).status_code == 303
    assert "Revisar compartilhamento de emergência" not in get(reviewer, path)


def test_an_old_record_asks_why_before_the_preview(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    desk = staff("ATENDENTE")
    key = attend(app, desk, clock)
    clock.advance(days=40)
    client = sign_in(desk)
    page = text(step(client, key, started(client, key), "conferir"), 422)
    form = steps(page)
    assert form["motivo_abertura"] == [""]
    assert form["partes"] == ["IDENTIDADE", "NECESSIDADES"]
    assert NAME in text(step(client, key, {**form, "motivo_abertura": ["ENCAMINHAMENTO"]}, "conferir"))


def test_only_the_unit_of_the_record_refers_from_it(
    app: Flask, staff: Staff, sign_in: SignIn, desk: Actor, clock: MovableClock
) -> None:
    key = attend(app, desk, clock)
    other = sign_in(staff("TECNICO", "PAAHM-GIG"))
    assert other.get(f"/atendimentos/{key}/encaminhar").status_code == 404
    assert step(other, key, {"chave_envio": "x", "autorizado": "N"}, "enviar").status_code == 404
    analyst = sign_in(staff("ANALISTA", "PAAHM-GRU"))
    assert analyst.get(f"/atendimentos/{key}/encaminhar").status_code == 403
