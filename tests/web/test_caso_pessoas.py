"""Pages of people in cases: include by search or new, form E in blocks, identity closed, the register, taking out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.services import caso_pessoas
from sisetp.web.caso_pessoas.formularios import BLOCOS_DO_CASO
from tests.support.caso_pessoas import included, pessoa_of, saving, seen
from tests.support.clock import MovableClock
from tests.support.desk import call, events
from tests.support.fichas import IDENTITY, person, unnamed
from tests.support.forms import form_of, get, post, text
from tests.support.procedimentos import NETP, open_one

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
NAME = IDENTITY.nome_civil
CONFIRMED: dict[str, Any] = {
    "status_vitima": "CONFIRMADA",
    "orgao_identificador": "AFT",
    "finalidade": "TRAB_ESCRAVO",
    "setor": "AGRO",
    "formas": ["DEGR", "DIVIDA"],
    "acoes": ["ALICIAR"],
    "meios": ["FRAUDE"],
    "ambito": "INTERNO",
    "origem_municipio": "Belo Horizonte (MG)",
    "periodo_inicio": "01/2026",
    "periodo_fim": "8/2026",
    "transito": "Montes Claros\r\nSalinas",
    "motivo": "SITUACAO",
    "justificativa": "Ouvida pela equipe",
}


@pytest.fixture
def team(staff: Staff) -> Actor:
    """A professional of a NETP."""
    return staff("TECNICO", NETP, profissao="AS")


@pytest.fixture
def browser(team: Actor, sign_in: SignIn) -> FlaskClient:
    """Her browser."""
    return sign_in(team)


def address(caso: UUID, row: UUID, part: str = "") -> str:
    return f"/casos/{caso}/pessoas/{row}{part}"


def filled(page: str, caso: UUID, row: UUID, part: str = "", **changes: object) -> dict[str, object]:
    return {**form_of(page, address(caso, row, part)), **changes}


def test_form_e_is_answered_on_one_page_and_kept(
    app: Flask, team: Actor, browser: FlaskClient, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    page = get(browser, address(caso, row))
    for block, _names in BLOCOS_DO_CASO:
        assert f">{block}</h2>" in page
    assert page.count("<h1") == 1
    assert NAME not in page
    answer = browser.post(address(caso, row), data=filled(page, caso, row, **CONFIRMED))
    assert answer.status_code == 303, text(answer, 303)
    stored = seen(app, team, clock, caso, row)
    assert (stored.respostas["periodo_inicio"], stored.respostas["periodo_fim"]) == (202601, 202608)
    assert (stored.respostas["origem_uf"], stored.respostas["origem_pais"]) == ("MG", "BR")
    assert stored.textos == {"transito": "Montes Claros\nSalinas"}
    again = get(browser, address(caso, row))
    assert "Ouvida pela equipe" in again
    assert 'value="01/2026"' in again
    values = form_of(again, address(caso, row))
    assert {name: values[name] for name in ("formas", "finalidade")} == {
        "formas": ["DEGR", "DIVIDA"],
        "finalidade": ["TRAB_ESCRAVO"],
    }


def test_a_broken_rule_is_beside_its_field_and_nothing_typed_is_lost(
    app: Flask, team: Actor, browser: FlaskClient, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    page = get(browser, address(caso, row))
    wrong: dict[str, Any] = {**CONFIRMED, "formas": ["PROST"], "setor": "", "meios": ["NI"], "periodo_fim": "12/2027"}
    back = text(browser.post(address(caso, row), data=filled(page, caso, row, **wrong)), 422)
    assert "pede a finalidade «Exploração sexual»" in back
    assert "Escolha o setor do trabalho" in back
    assert "ao menos um meio" in back
    assert "Este mês ainda não chegou." in back
    values = form_of(back, address(caso, row))
    assert (values["formas"], values["periodo_fim"], values["motivo"]) == (["PROST"], ["12/2027"], ["SITUACAO"])
    assert values["transito"][0].split() == ["Montes", "Claros", "Salinas"]
    unread = text(browser.post(address(caso, row), data=filled(page, caso, row, periodo_inicio="13/2026")), 422)
    assert "Use mês e ano, como 03/2026." in unread
    assert 'value="13/2026"' in unread


def test_what_somebody_saved_meanwhile_is_shown(
    app: Flask, team: Actor, browser: FlaskClient, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    page = get(browser, address(caso, row))
    first = saving(seen(app, team, clock, caso, row), {"finalidade": "SERVIDAO", "setor": "DOMEST"})
    call(app, team, caso_pessoas.save, first, clock=clock)
    sent = filled(page, caso, row, finalidade="EXP_SEXUAL", motivo="COMPLEMENTO")
    back = text(browser.post(address(caso, row), data=sent), 409)
    assert "Está guardado: «Qualquer tipo de servidão»." in back
    values = form_of(back, address(caso, row))
    assert (values["finalidade"], values["versao"]) == (["EXP_SEXUAL"], ["2"])
    assert browser.post(address(caso, row), data=values).status_code == 303


def test_identity_opens_by_one_audited_action(
    app: Flask, team: Actor, browser: FlaskClient, sign_in: SignIn, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    page = get(browser, address(caso, row))
    opened = text(browser.post(address(caso, row, "/identidade"), data=form_of(page, "/identidade")))
    assert NAME in opened
    assert [details["motivo"] for _name, details in events(app, team, "abrir_ident")] == [None]
    clock.advance(days=31)
    browser = sign_in(team)
    fresh = get(browser, address(caso, row))
    refused = text(browser.post(address(caso, row, "/identidade"), data=form_of(fresh, "/identidade")), 422)
    assert "Escolha por que precisa abrir" in refused
    assert NAME not in refused
    told = {**form_of(fresh, "/identidade"), "motivo": "CONTATO"}
    assert NAME in text(browser.post(address(caso, row, "/identidade"), data=told))


def test_signs_of_the_screening_are_a_hint(app: Flask, team: Actor, browser: FlaskClient, clock: MovableClock) -> None:
    caso, row, _pessoa = included(app, team, clock, person(respostas={"indicios": ("DOC_RETIDO",)}))
    page = get(browser, address(caso, row))
    assert "Documento retido por outra pessoa" in page
    assert "Só a equipe decide" in page
    assert form_of(page, address(caso, row))["status_vitima"] == ["EM_ANALISE"]


def test_somebody_of_the_unit_is_found_and_included(
    app: Flask, team: Actor, browser: FlaskClient, clock: MovableClock
) -> None:
    pessoa_id = pessoa_of(app, team, clock)
    caso = open_one(app, team, clock)
    path = f"/casos/{caso}/pessoas/nova"
    assert f"{path}" in get(browser, f"/casos/{caso}")
    assert "nome e sobrenome" in text(post(browser, path, {"acao": "nome", "nome": "aurora"}), 422)
    assert NAME in text(post(browser, path, {"acao": "documento", "doc_tipo": "PASSAPORTE", "doc_numero": "FZ123456"}))
    found = text(post(browser, path, {"acao": "nome", "nome": "aurora silva", "ano": "1998"}))
    assert NAME in found
    chosen = {"acao": "incluir", "pessoa_id": str(pessoa_id)}
    assert str(pessoa_id) in found
    answer = post(browser, path, chosen)
    assert answer.status_code == 303
    assert str(pessoa_id) not in answer.location
    assert "Pessoa&nbsp;1" in get(browser, f"/casos/{caso}")
    assert NAME not in get(browser, f"/casos/{caso}")
    assert "já está neste caso" in text(post(browser, path, chosen), 422)
    assert "Escolha uma pessoa" in text(post(browser, path, {"acao": "incluir", "pessoa_id": "x"}), 422)


def test_somebody_new_comes_with_the_least(app: Flask, team: Actor, browser: FlaskClient, clock: MovableClock) -> None:
    caso = open_one(app, team, clock)
    path = f"/casos/{caso}/pessoas/nova"
    asked = {"acao": "nova", "nome_social": "Íris Demonstração Prado", "nascimento": "01/02/2000"}
    back = text(post(browser, path, asked), 422)
    assert "Responda «" in back
    assert 'value="Íris Demonstração Prado"' in back
    whole = {**asked, "sexo": "F", "raca_cor": "PRETA", "nacionalidade": "Brasil"}
    answer = post(browser, path, whole)
    assert answer.status_code == 303, text(answer, 303)
    assert "18 a 29 anos" in get(browser, answer.location)
    unnamed_one = {"acao": "nova", "faixa_etaria": "F30_39", "sexo": "M", "raca_cor": "NI", "nacionalidade": "Bolívia"}
    answer = post(browser, path, unnamed_one)
    assert "não se identificou" in get(browser, answer.location)


def test_the_register_is_closed_until_it_is_opened(
    app: Flask, team: Actor, browser: FlaskClient, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    path = address(caso, row, "/cadastro")
    closed = get(browser, path)
    assert NAME not in closed
    assert events(app, team, "abrir_cadastro") == []
    opened = text(browser.post(path, data={**form_of(closed, "/cadastro"), "acao": "abrir"}))
    assert NAME in opened
    assert len(events(app, team, "abrir_cadastro")) == 1
    changes = {"nacionalidade": "Bolívia", "saude": "Gestação de risco", "acao": "salvar", "motivo": "COMPLEMENTO"}
    back = text(browser.post(path, data=filled(opened, caso, row, "/cadastro", **changes)), 422)
    assert "Diga a situação migratória" in back
    assert "Gestação de risco" in back
    sent = filled(back, caso, row, "/cadastro", situacao_migratoria="IRREG", escolaridade="EM_C", acao="salvar")
    assert browser.post(path, data=sent).status_code == 303
    again = text(browser.post(path, data={**form_of(closed, "/cadastro"), "acao": "abrir"}))
    values = form_of(again, "/cadastro")
    assert (values["saude"], values["situacao_migratoria"], values["nome_social"]) == (
        ["Gestação de risco"],
        ["IRREG"],
        [NAME],
    )
    late = text(browser.post(path, data=sent), 409)
    assert "Outra pessoa salvou antes" in late
    assert form_of(late, "/cadastro")["versao"] == ["2"]


def test_an_old_register_asks_why(app: Flask, team: Actor, sign_in: SignIn, clock: MovableClock) -> None:
    caso, row, _pessoa = included(app, team, clock)
    clock.advance(days=31)
    browser = sign_in(team)
    path = address(caso, row, "/cadastro")
    closed = get(browser, path)
    refused = text(browser.post(path, data={**form_of(closed, "/cadastro"), "acao": "abrir", "motivo": ""}), 422)
    assert "Escolha por que precisa abrir" in refused
    told = {**form_of(closed, "/cadastro"), "acao": "abrir", "motivo": "PEDIDO_TITULAR"}
    assert NAME in text(browser.post(path, data=told))


def test_taking_out_has_a_reason_and_leaves_the_page_read_only(
    app: Flask, team: Actor, browser: FlaskClient, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, team, clock, unnamed())
    path = address(caso, row, "/retirar")
    form = form_of(get(browser, path), "/retirar")
    assert "Escolha um motivo" in text(browser.post(path, data=form), 422)
    assert "Explique o motivo" in text(browser.post(path, data={**form, "motivo": "OUTRO"}), 422)
    assert browser.post(path, data={**form, "motivo": "OUTRO_CASO"}).status_code == 303
    assert "Retirada" in get(browser, f"/casos/{caso}")
    page = get(browser, address(caso, row))
    assert "foi retirada do caso" in page
    assert 'name="status_vitima"' not in page
    assert "Não determinada" in page
    assert "já foi retirada" in get(browser, path)


def test_the_desk_and_other_units_have_no_door(
    app: Flask, staff: Staff, team: Actor, sign_in: SignIn, clock: MovableClock
) -> None:
    caso, row, _pessoa = included(app, team, clock)
    for actor, status in ((staff("ATENDENTE", NETP), 403), (staff("TECNICO", "NETP-AC"), 404)):
        client = sign_in(actor)
        for path in (
            address(caso, row),
            address(caso, row, "/cadastro"),
            address(caso, row, "/retirar"),
            f"/casos/{caso}/pessoas/nova",
        ):
            assert client.get(path).status_code == status, path
        assert post(client, address(caso, row, "/identidade")).status_code == status
        assert post(client, address(caso, row, "/cadastro"), {"acao": "abrir"}).status_code == status
