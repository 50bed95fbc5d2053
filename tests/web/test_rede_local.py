"""The local network: who keeps it, who sees it, what is flagged, and two coordinations at once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from tests.support.clock import MovableClock
from tests.support.desk import events
from tests.support.forms import form_of, get, post, text

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
COMITE: dict[str, Any] = {
    "nome": "Comitê estadual",
    "situacao": "ATIVO",
    "instituido_em": "01/03/2010",
    "ato": "Decreto 54.101/2009",
    "ultima_reuniao": "01/09/2026",
    "orgao_SAUDE": "2",
    "orgao_PF": "1",
}
FLUXO: dict[str, Any] = {"nome": "Fluxo estadual", "tema": "GERAL", "situacao": "ATIVO", "publicado_em": "01/01/2020"}


@pytest.fixture
def netp(staff: Staff) -> Actor:
    return staff("COORDENACAO", "NETP-SP")


def test_the_coordination_of_the_uf_keeps_its_network(app: Flask, netp: Actor, sign_in: SignIn) -> None:
    client = sign_in(netp)
    assert post(client, "/rede-local/comites/novo", COMITE).status_code == 303
    assert post(client, "/rede-local/fluxos/novo", FLUXO).status_code == 303
    page = get(client, "/rede-local")
    assert "Comitê estadual" in page
    assert "Saúde (2); Polícia Federal (1)" in page
    assert "Sem reunião" not in page
    assert [details for _action, details in events(app, netp, "gravar_comite", "gravar_fluxo")] == [
        {"uf": "SP", "situacao": "ATIVO", "versao": 1},
        {"uf": "SP", "situacao": "ATIVO", "versao": 1},
    ]


def test_organs_are_added_changed_and_taken_out(netp: Actor, sign_in: SignIn) -> None:
    client = sign_in(netp)
    post(client, "/rede-local/comites/novo", COMITE)
    form = form_of(get(client, "/rede-local/comites/1"), "/comites/1")
    assert (form["orgao_SAUDE"], form["ultima_reuniao"]) == (["2"], ["01/09/2026"])
    sent = {**form, "orgao_SAUDE": ["3"], "orgao_PF": [""], "orgao_OAB": ["1"]}
    assert post(client, "/rede-local/comites/1", sent).status_code == 303
    page = get(client, "/rede-local")
    assert "Saúde (3); OAB (1)" in page


def test_two_changes_of_one_flow(netp: Actor, sign_in: SignIn) -> None:
    client = sign_in(netp)
    post(client, "/rede-local/fluxos/novo", FLUXO)
    old = form_of(get(client, "/rede-local/fluxos/1"), "/fluxos/1")
    assert post(client, "/rede-local/fluxos/1", {**old, "nome": ["Fluxo novo"]}).status_code == 303
    page = text(post(client, "/rede-local/fluxos/1", {**old, "situacao": ["INATIVO"]}), 409)
    assert "Está guardado: «Fluxo novo»." in page
    assert post(client, "/rede-local/fluxos/1", form_of(page, "/fluxos/1")).status_code == 303
    assert "Existe, sem atividade" in get(client, "/rede-local")


def test_a_refused_committee_keeps_what_was_typed(netp: Actor, sign_in: SignIn) -> None:
    sent = {**COMITE, "ultima_reuniao": "21/11/2026", "orgao_SAUDE": "0"}
    page = text(post(sign_in(netp), "/rede-local/comites/novo", sent), 422)
    kept = form_of(page, "/comites/novo")
    assert (kept["ultima_reuniao"], kept["orgao_SAUDE"], kept["situacao"]) == (["21/11/2026"], ["0"], ["ATIVO"])


def test_six_months_without_a_meeting_show(netp: Actor, sign_in: SignIn, clock: MovableClock) -> None:
    post(sign_in(netp), "/rede-local/comites/novo", COMITE)
    clock.advance(days=120)
    assert "Sem reunião há mais de 6 meses" in get(sign_in(netp), "/rede-local")


def test_other_ufs_and_posts_see_and_do_not_write(netp: Actor, staff: Staff, sign_in: SignIn) -> None:
    post(sign_in(netp), "/rede-local/comites/novo", COMITE)
    rio = sign_in(staff("COORDENACAO", "NETP-RJ"))
    assert "Comitê estadual" in get(rio, "/rede-local?uf=SP")
    assert "/comites/1" not in get(rio, "/rede-local?uf=SP")
    assert rio.get("/rede-local/comites/1").status_code == 403
    assert post(rio, "/rede-local/comites/1", {**COMITE, "versao": "1"}).status_code == 403
    assert rio.get("/rede-local/comites/99").status_code == 404
    post_gru = sign_in(staff("COORDENACAO", "PAAHM-GRU"))
    assert "Novo comitê" not in get(post_gru, "/rede-local")
    assert "coordenação de um NETP" in text(post(post_gru, "/rede-local/fluxos/novo", FLUXO), 422)
    assert sign_in(staff("ATENDENTE")).get("/rede-local/comites/novo").status_code == 403


def test_the_national_coordination_sees_the_ufs_without_a_committee(netp: Actor, staff: Staff, sign_in: SignIn) -> None:
    post(sign_in(netp), "/rede-local/comites/novo", COMITE)
    page = get(sign_in(staff("CGETP_GESTAO")), "/rede-local")
    assert "UFs sem nenhum comitê: 26" in page
    assert "mapa-uf--sp mapa-uf--ativo" in page
    assert "Comitê estadual" in page
    assert "UFs sem nenhum comitê" not in get(sign_in(staff("TECNICO")), "/rede-local")


def test_desks_never_read_the_loaded_word(netp: Actor, staff: Staff, sign_in: SignIn) -> None:
    post(sign_in(netp), "/rede-local/fluxos/novo", FLUXO)
    page = get(sign_in(staff("ATENDENTE")), "/rede-local").lower()
    assert "fluxo estadual" in page
    assert "tráfico" not in page
