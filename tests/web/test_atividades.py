"""Pages of activities: register, list, amend by two people, cancel; nothing typed is lost, no data of people."""

import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from tests.support.desk import events
from tests.support.forms import form_of, get, post, text

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
GOOD: dict[str, Any] = {
    "tipo": "PALESTRA",
    "data_inicio": "18/11/2026",
    "municipio": "Guarulhos (SP)",
    "tema": "Orientação para viagem segura",
    "campanha": "Coração Azul",
    "publico_ESTUDANTES": "40",
    "publico_REDE": "2",
}


def register(client: FlaskClient, **changes: Any) -> str:
    """Register an activity and return its address."""
    answer = post(client, "/atividades/nova", {**GOOD, **changes})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def test_an_activity_is_registered_listed_and_read(app: Flask, desk: Actor, client: FlaskClient) -> None:
    address = register(client)
    page = get(client, address)
    assert re.search(r"<th scope=\"row\">Total</th>\s*<td class=\"numero\">42</td>", page)
    listed = get(client, "/atividades")
    assert address in listed
    assert "Coração Azul" in listed
    assert events(app, desk, "gravar_atividade") == [
        ("gravar_atividade", {"tipo": "PALESTRA", "versao": 1, "situacao": "ATIVO"})
    ]
    assert '<option value="Coração Azul">' in get(client, "/atividades/nova")


def test_a_refused_form_keeps_what_was_typed(client: FlaskClient) -> None:
    sent = {**GOOD, "data_inicio": "21/11/2026", "tema": "Fale com ana@exemplo.org", "publico_ESTUDANTES": "7"}
    page = text(post(client, "/atividades/nova", sent), 422)
    kept = form_of(page, "/atividades/nova")
    assert kept["tema"] == ["Fale com ana@exemplo.org"]
    assert (kept["tipo"], kept["publico_ESTUDANTES"], kept["municipio"]) == (["PALESTRA"], ["7"], ["Guarulhos (SP)"])
    assert "ainda não aconteceu" in page
    assert "Não escreva dados de pessoas" in page
    assert "Nenhuma atividade aqui" in get(client, "/atividades")


def test_two_people_amend_the_same_activity(client: FlaskClient) -> None:
    address = register(client)
    mine, theirs = (form_of(get(client, f"{address}/alterar"), "/alterar") for _ in range(2))
    assert post(client, f"{address}/alterar", {**mine, "tema": ["Roda de conversa"]}).status_code == 303
    page = text(post(client, f"{address}/alterar", {**theirs, "publico_ESTUDANTES": ["41"]}), 409)
    assert "Está guardado: «Roda de conversa»." in page
    again = form_of(page, "/alterar")
    assert again["publico_ESTUDANTES"] == ["41"]
    assert post(client, f"{address}/alterar", again).status_code == 303
    assert "Orientação para viagem segura" in get(client, address)


def test_a_cancelled_activity_stays_and_does_not_count(client: FlaskClient) -> None:
    address = register(client)
    form = form_of(get(client, f"{address}/cancelar"), "/cancelar")
    assert "Escolha o motivo" in text(post(client, f"{address}/cancelar", form), 422)
    assert post(client, f"{address}/cancelar", {**form, "motivo": "DUPLICADA"}).status_code == 303
    assert "registrada duas vezes" in get(client, address)
    assert "Totais de 2026" not in get(client, "/atividades")
    assert post(client, f"{address}/alterar", {**GOOD, "versao": "2"}).status_code == 422


def test_filters_are_of_the_address(client: FlaskClient) -> None:
    register(client)
    register(client, data_inicio="10/03/2025", tema="Fluxo com a rede", tipo="ARTICULACAO", publico_REDE="0")
    assert "Fluxo com a rede" not in get(client, "/atividades")
    page = get(client, "/atividades?ano=2025")
    assert "Fluxo com a rede" in page
    assert "viagem segura" not in page
    assert "Nenhuma atividade aqui" in get(client, "/atividades?ano=2025&tipo=PALESTRA")
    for odd in ("ano=abc", "ano=99999", "tipo=XX", "pagina=99", "pagina=-1"):
        assert "viagem segura" in get(client, f"/atividades?{odd}"), odd


def test_another_unit_and_the_analyst(staff: Staff, sign_in: SignIn, client: FlaskClient) -> None:
    address = register(client)
    other = sign_in(staff("TECNICO", "NETP-SP"))
    assert [other.get(f"{address}{end}").status_code for end in ("", "/alterar", "/cancelar")] == [404] * 3
    assert post(other, f"{address}/alterar", {**GOOD, "versao": "1"}).status_code == 404
    analyst = sign_in(staff("ANALISTA"))
    assert "Alterar" not in get(analyst, address)
    assert "Nova atividade" not in get(analyst, "/atividades")
