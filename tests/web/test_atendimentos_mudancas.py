"""Changes of atendimentos on their pages: amend, two people at once, cancel, identify later, print."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from tests.support.clock import MovableClock
from tests.support.desk import attend, attend_all
from tests.support.fichas import person, unnamed
from tests.support.forms import form_of, get, opened_form, post, text

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
NAME = "Aurora Demonstração Silva"


def test_an_amendment_comes_prefilled_and_is_saved(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    key = attend(app, desk, clock, person(textos={"obs": "antes"}))
    assert NAME not in get(client, f"/atendimentos/{key}/alterar")
    form = opened_form(client, key)
    assert (form["nome_social"], form["nascimento"], form["sexo"]) == ([NAME], ["12/03/1998"], ["F"])
    assert (form["necessidades"], form["obs"]) == (["ACOLHIDA", "ALIMENTO"], ["antes"])
    changes = {
        "sexo": ["M"],
        "obs": ["depois"],
        "necessidades": ["ALIMENTO"],
        "destino_municipio": ["Governador Valadares (MG)"],
        "motivo": ["ERRO"],
    }
    answer = post(client, f"/atendimentos/{key}/alterar", {**form, **changes, "acao": "salvar"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    page = get(client, f"/atendimentos/{key}")
    assert "Governador Valadares (MG)" in page
    assert "Masculino" in page or "Homem" in page
    assert "versão 1 guardada" in page
    assert "depois" in text(post(client, f"/atendimentos/{key}/observacoes"))


def test_a_refused_amendment_loses_nothing(app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock)
    form = opened_form(client, key)
    wrong = {"nascimento": ["31/02/1990"], "obs": ["não se perde"], "motivo": ["ERRO"], "doc_numero": ["ZZ9"]}
    page = text(post(client, f"/atendimentos/{key}/alterar", {**form, **wrong, "acao": "salvar"}), 422)
    back = form_of(page, "/alterar")
    assert (back["nascimento"], back["obs"], back["doc_numero"]) == (["31/02/1990"], ["não se perde"], ["ZZ9"])
    assert "dd/mm/aaaa" in page
    right = {**back, "nascimento": ["28/02/1990"], "motivo": [""]}
    page = text(post(client, f"/atendimentos/{key}/alterar", {**right, "acao": "salvar"}), 422)
    assert "Escolha um motivo da lista." in page


def test_two_people_editing_choose_field_by_field(
    app: Flask, client: FlaskClient, desk: Actor, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    colleague = staff("TECNICO", "PAAHM-GRU")
    other = sign_in(colleague)
    key = attend(app, desk, clock)
    mine, theirs = opened_form(client, key), opened_form(other, key)
    path = f"/atendimentos/{key}/alterar"
    saved = post(other, path, {**theirs, "sexo": ["M"], "contato": ["011 4000-0000"], "motivo": ["ERRO"]})
    assert saved.status_code == 303, saved.get_data(as_text=True)
    late = {**mine, "obs": ["minha nota"], "necessidades": ["ALIMENTO"], "motivo": ["COMPLEMENTO"]}
    page = text(post(client, path, {**late, "acao": "salvar"}), 409)
    form = form_of(page, "/alterar")
    asked = {name for name in form if name.startswith("escolha-")}
    assert asked == {"escolha-sexo", "escolha-contato", "escolha-obs", "escolha-necessidades"}
    assert form["atual-sexo"] == ["M"]
    assert form["versao"] == ["2"]
    chosen = {**form, "escolha-sexo": ["atual"], "escolha-contato": ["atual"], "acao": ["resolver"]}
    assert post(client, path, chosen).status_code == 303
    now = opened_form(client, key)
    assert (now["sexo"], now["contato"], now["obs"]) == (["M"], ["011 4000-0000"], ["minha nota"])
    assert now["necessidades"] == ["ALIMENTO"]


def test_an_officer_who_may_not_read_texts_amends_without_them(
    app: Flask, desk: Actor, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    key = attend(app, desk, clock, person(textos={"obs": "de quem escreveu"}))
    colleague = sign_in(staff("ATENDENTE", "PAAHM-GRU"))
    assert "Abrir observações" not in get(colleague, f"/atendimentos/{key}")
    assert post(colleague, f"/atendimentos/{key}/observacoes").status_code == 403
    form = opened_form(colleague, key)
    assert "obs" not in form
    assert post(colleague, f"/atendimentos/{key}/alterar", {**form, "motivo": ["ERRO"]}).status_code == 303
    assert "de quem escreveu" in text(post(sign_in(desk), f"/atendimentos/{key}/observacoes"))


def test_a_cancelled_ficha_leaves_the_list_and_says_so(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    ((key, code),) = attend_all(app, desk, clock)
    form = form_of(get(client, f"/atendimentos/{key}/cancelar"), "/cancelar")
    page = text(post(client, f"/atendimentos/{key}/cancelar", {**form, "motivo": "OUTRO"}), 422)
    assert "Explique o motivo" in page
    assert post(client, f"/atendimentos/{key}/cancelar", {**form, "motivo": "DUPLICADA"}).status_code == 303
    assert code not in get(client, "/atendimentos")
    assert "Cancelado" in get(client, "/atendimentos?situacao=CANCELADO")
    page = get(client, f"/atendimentos/{key}")
    assert "Esta ficha foi cancelada" in page
    assert f"/atendimentos/{key}/alterar" not in page
    assert "Ficha registrada duas vezes" in page
    assert post(client, f"/atendimentos/{key}/cancelar", {**form, "motivo": "DUPLICADA"}).status_code == 422


def test_identified_later_with_an_explicit_choice(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    attend(app, desk, clock)
    key = attend(app, desk, clock, unnamed())
    path = f"/atendimentos/{key}/identificar"
    form = form_of(get(client, path), "/identificar")
    typed = {**form, "nome_social": [NAME], "nascimento": ["12/03/1998"], "modo_ident": ["IDENT"]}
    page = text(post(client, path, typed))
    assert "já atendido nesta unidade" in page
    assert form_of(page, "/identificar")["nome_social"] == [NAME]
    assert "Pessoa não identificada" in text(post(client, f"/atendimentos/{key}/imprimir"))
    (chosen,) = re.findall(r'name="pessoa_id"\s+value="([^"]+)"', page)
    assert post(client, path, {**form_of(page, "/identificar"), "pessoa_id": chosen}).status_code == 303
    page = get(client, f"/atendimentos/{key}")
    assert "Outras vezes nesta unidade" in page
    assert NAME in text(post(client, f"/atendimentos/{key}/identidade"))


def test_identified_later_as_somebody_else(app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock) -> None:
    attend(app, desk, clock)
    key = attend(app, desk, clock, unnamed())
    path = f"/atendimentos/{key}/identificar"
    form = form_of(get(client, path), "/identificar")
    typed = {**form, "nome_social": [NAME], "nascimento": ["12/03/1998"]}
    assert post(client, path, {**typed, "decisao": "novo"}).status_code == 303
    assert "Outras vezes" not in get(client, f"/atendimentos/{key}")
    again = text(post(client, path, {**typed, "decisao": "novo"}), 409)
    refused = text(post(client, path, {**form_of(again, "/identificar"), "decisao": "novo"}), 422)
    assert "já está identificada" in refused


def test_the_slip_is_neutral_and_the_sheet_is_for_the_file(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    answers = {"encaminhamentos": ("NETP", "CRAS"), "perfil": "VITIMA_TP", "indicios": ("NENHUM",)}
    key = attend(app, desk, clock, person(respostas=answers, textos={"obs": "nota da ficha"}))
    slip = text(post(client, f"/atendimentos/{key}/guia"))
    assert "NETP" in slip
    assert "CRAS" in slip
    for word in (NAME, "Núcleo", "núcleo", "tráfico", "vítima", "http", 'href="/at', str(key)):
        assert word not in slip.replace("http-equiv", ""), word
    sheet = text(post(client, f"/atendimentos/{key}/imprimir", {"relato": "1"}))
    assert NAME in sheet
    assert "nota da ficha" in sheet
    assert "<nav" not in sheet
    assert "nota da ficha" not in text(post(client, f"/atendimentos/{key}/imprimir"))
    pages = sheet + get(client, f"/atendimentos/{key}") + get(client, "/atendimentos")
    assert "vítima" not in pages.casefold()
    assert "tráfico" not in pages.casefold()
