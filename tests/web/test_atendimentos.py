"""Pages of atendimentos: list, detail, openings, changes, prints; another unit; event before plaintext."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sisetp.access.actor import Actor
from sisetp.db.base import GuardedSession
from sisetp.domain.atendimento import PessoaProcurada
from sisetp.web.atendimentos import impressos, tela
from tests.support.clock import MovableClock
from tests.support.desk import attend, attend_all, events
from tests.support.fichas import IDENTITY, WHEN, person, unnamed
from tests.support.forms import form_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
NAME = "Aurora Demonstração Silva"
SOUGHT = PessoaProcurada(nome="Procurado Demonstração", relacao="FILHO", contato_solicitante="11 98888-0000")
POSTS = ("identidade", "observacoes", "alterar", "cancelar", "identificar", "imprimir", "guia")
GETS = ("", "/alterar", "/cancelar", "/identificar", "/imprimir")


@pytest.fixture
def desk(staff: Staff) -> Actor:
    """An officer of Guarulhos."""
    return staff("ATENDENTE", "PAAHM-GRU")


@pytest.fixture
def client(desk: Actor, sign_in: SignIn) -> FlaskClient:
    """Her browser."""
    return sign_in(desk)


def get(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def token(client: FlaskClient) -> str:
    return form_of(get(client, "/pessoas/busca"), "/sair")["csrf_token"][0]


def post(client: FlaskClient, path: str, values: Mapping[str, object] | None = None) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client), **(values or {})})


def text(answer: TestResponse, status: int = 200) -> str:
    page = answer.get_data(as_text=True)
    assert answer.status_code == status, page
    return page


def opened_form(client: FlaskClient, key: UUID) -> dict[str, list[str]]:
    page = text(post(client, f"/atendimentos/{key}/alterar", {"acao": "abrir"}))
    return form_of(page, f"/atendimentos/{key}/alterar")


def test_the_list_names_nobody_and_keeps_its_filters(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    ((key, code),) = attend_all(app, desk, clock)
    page = get(client, "/atendimentos")
    assert code in page
    assert "Deportada" in page
    assert NAME not in page
    assert f'href="/atendimentos/{key}" data-linha' in page
    assert form_of(page, "/atendimentos")["de"] == ["14/11/2026"]
    assert code in get(client, f"/atendimentos?codigo={code.replace('-', '').lower()}")
    empty = get(client, "/atendimentos?de=01/01/2026&ate=2026-01-31&situacao=todas")
    assert "Nenhuma ficha neste período" in empty
    assert form_of(empty, "/atendimentos")["ate"] == ["31/01/2026"]


@pytest.mark.parametrize(
    "query", ["de=x&ate=y", "pagina=-1", "pagina=99999", "autor=abc", "situacao=X", "de=9999-12-31"]
)
def test_a_strange_address_shows_the_list_anyway(client: FlaskClient, query: str) -> None:
    assert "Atendimentos da unidade" in get(client, f"/atendimentos?{query}")


def test_pages_keep_the_filters(app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock) -> None:
    for _ in range(2):
        attend_all(app, desk, clock, *[unnamed(respostas={"qtd_pessoas": 30}) for _ in range(30)])
    page = get(client, "/atendimentos?situacao=todas")
    assert "Página 1 de 2" in page
    assert "situacao=todas" in page
    assert "pagina=2" in page


def test_detail_is_closed_and_opens_by_post(app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock, person(textos={"obs": "texto da observação"}))
    page = get(client, f"/atendimentos/{key}")
    assert "Abrir identificação" in page
    assert NAME not in page
    assert "texto da observação" not in page
    answer = post(client, f"/atendimentos/{key}/identidade")
    page = text(answer)
    assert NAME in page
    assert "FZ123456" in page
    assert page.index("Contato seguro?") < page.index("+55 11 91234-5678")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "texto da observação" in text(post(client, f"/atendimentos/{key}/observacoes"))
    assert client.get(f"/atendimentos/{key}/identidade").status_code in {404, 405}


def test_the_civil_name_waits_behind_its_own_action(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    key = attend(app, desk, clock, person(identidade=replace(IDENTITY, nome_social="Lua Demonstração Silva")))
    page = text(post(client, f"/atendimentos/{key}/identidade"))
    assert "Lua Demonstração Silva" in page
    assert NAME not in page
    assert NAME in text(post(client, f"/atendimentos/{key}/identidade", {"parte": "nome_civil"}))
    assert len(events(app, desk, "abrir_nome_civil")) == 1


def test_the_person_sought_is_opened_apart(app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock, person(respostas={"perfil": "DESAPARECIDO"}, procurada=SOUGHT))
    assert "Procurado Demonstração" not in text(post(client, f"/atendimentos/{key}/identidade"))
    page = text(post(client, f"/atendimentos/{key}/identidade", {"parte": "procurada"}))
    assert "Procurado Demonstração" in page
    assert NAME not in page


def test_an_old_record_asks_why(app: Flask, desk: Actor, sign_in: SignIn, clock: MovableClock) -> None:
    key = attend(app, desk, clock, person(textos={"obs": "nota"}))
    clock.instant = WHEN + timedelta(days=31)
    client = sign_in(desk)
    assert "Por que precisa abrir" in get(client, f"/atendimentos/{key}")
    for path in ("identidade", "observacoes", "imprimir"):
        page = text(post(client, f"/atendimentos/{key}/{path}"), 422)
        assert "Escolha por que precisa abrir" in page
        assert NAME not in page
    assert NAME not in text(post(client, f"/atendimentos/{key}/alterar", {"acao": "abrir"}), 422)
    assert NAME in text(post(client, f"/atendimentos/{key}/identidade", {"motivo": "RETORNOU"}))


@pytest.mark.parametrize("unknown", [False, True])
def test_another_unit_gets_404_everywhere(
    app: Flask, desk: Actor, staff: Staff, sign_in: SignIn, clock: MovableClock, unknown: bool
) -> None:
    key = uuid4() if unknown else attend(app, desk, clock, person(textos={"obs": "nota"}))
    stranger = sign_in(staff("COORDENACAO", "PAAHM-GIG"))
    for tail in GETS:
        assert stranger.get(f"/atendimentos/{key}{tail}").status_code == 404, tail
    for tail in POSTS:
        bodies: tuple[dict[str, str], ...] = (
            {"versao": "1", "pessoa_versao": "1", "motivo": "ERRO", "nome_social": "A B"},
        )
        if tail == "identidade":
            bodies = ({}, {"parte": "nome_civil"}, {"parte": "procurada"})
        if tail == "alterar":
            bodies += ({"acao": "abrir"},)
        for body in bodies:
            assert post(stranger, f"/atendimentos/{key}/{tail}", body).status_code == 404, (tail, body)


def test_a_form_without_its_token_changes_nothing(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    key = attend(app, desk, clock)
    for tail in POSTS:
        answer = client.post(f"/atendimentos/{key}/{tail}", data={"versao": "1", "motivo": "ENGANO"})
        assert answer.status_code == 400, tail
        assert NAME not in answer.get_data(as_text=True)


def test_the_event_is_there_when_the_page_fails(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = attend(app, desk, clock)
    data = {"csrf_token": token(client)}

    def broken(*_args: object, **_more: object) -> str:
        raise RuntimeError("no paper")

    for module, tail, action in ((tela, "identidade", "abrir_ident"), (impressos, "imprimir", "imprimir")):
        with monkeypatch.context() as patch:
            patch.setattr(module, "render_template", broken)
            with pytest.raises(RuntimeError, match="no paper"):
                client.post(f"/atendimentos/{key}/{tail}", data=data)
        assert len(events(app, desk, action)) >= 1


def test_nothing_is_shown_when_the_event_cannot_be_committed(
    app: Flask, client: FlaskClient, desk: Actor, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = attend(app, desk, clock, person(textos={"obs": "nota"}))
    data = {"csrf_token": token(client)}
    rendered: list[str] = []

    def refuse(_session: GuardedSession) -> None:
        raise RuntimeError("disk full")

    for module in (tela, impressos):
        monkeypatch.setattr(module, "render_template", lambda name, **_more: rendered.append(name))
    monkeypatch.setattr(GuardedSession, "commit", refuse)
    for tail in ("identidade", "observacoes", "imprimir", "guia"):
        with pytest.raises(RuntimeError, match="disk full"):
            client.post(f"/atendimentos/{key}/{tail}", data=data)
    assert rendered == []


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
