"""Pages of atendimentos: list, detail, openings; another unit; the event before the plaintext."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.db.base import GuardedSession
from sisetp.domain.atendimento import PessoaProcurada
from sisetp.web.atendimentos import impressos, tela
from tests.support.clock import MovableClock
from tests.support.desk import attend, attend_all, events
from tests.support.fichas import IDENTITY, WHEN, person, unnamed
from tests.support.forms import form_of, get, post, text, token

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
NAME = "Aurora Demonstração Silva"
SOUGHT = PessoaProcurada(nome="Procurado Demonstração", relacao="FILHO", contato_solicitante="11 98888-0000")
POSTS = ("identidade", "observacoes", "alterar", "cancelar", "identificar", "imprimir", "guia")
GETS = ("", "/alterar", "/cancelar", "/identificar", "/imprimir")


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
