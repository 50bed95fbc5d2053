"""Releases on screen: what is due, progress that can be left, two approvals, discards, the close of a year."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.cli import trabalho
from sisetp.config import Settings
from sisetp.db.session import unit_of_work
from sisetp.reporting.releases import external, tasks
from sisetp.reporting.releases.store import Alvo
from sisetp.web.divulgacoes import processo
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock
from tests.support.desk import events
from tests.support.livro import forge
from tests.support.staff import csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
JANUARY = Alvo("boletim-mensal", "2026-01")


@pytest.fixture
def started(app: Flask) -> list[int]:
    """Tasks for which the pages started a process; none is started for real."""
    found: list[int] = []
    app.extensions[processo.LAUNCHER] = lambda _settings, tarefa_id: found.append(tarefa_id)
    return found


@pytest.fixture
def managers(app: Flask, staff: Staff, clock: MovableClock) -> tuple[Actor, Actor]:
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    both = staff(Role.CGETP_GESTAO, None), staff(Role.ENCARREGADO, None)
    clock.instant = datetime(2026, 4, 1, 15, tzinfo=UTC)
    net.freeze(app, net.invent(1, por_mes=160, meses=range(1, 3)), ano=2026, clock=clock)
    return both


@pytest.fixture
def manager(managers: tuple[Actor, Actor], sign_in: SignIn) -> FlaskClient:
    return sign_in(managers[0])


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def post(client: FlaskClient, path: str, seen: str, **fields: str) -> tuple[int, str, str]:
    answer = client.post(path, data={"csrf_token": csrf_of(text(client, seen)), **fields})
    return answer.status_code, answer.get_data(as_text=True), answer.headers.get("Location", "")


def version_in(page: str) -> str:
    """The version that the forms of a release carry."""
    start = page.index('name="versao"')
    value = page.index('value="', start) + len('value="')
    return page[value : page.index('"', value)]


def work(app: Flask, clock: MovableClock, tarefa_id: int) -> tasks.TarefaLinha:
    """Do a task as the other process would."""
    found: Settings = app.extensions["sisetp.settings"]
    with app.app_context():
        return trabalho.run_task(found, tarefa_id, clock=clock)


def test_the_whole_way_on_screen(
    app: Flask,
    managers: tuple[Actor, Actor],
    manager: FlaskClient,
    sign_in: SignIn,
    clock: MovableClock,
    started: list[int],
) -> None:
    page = text(manager, "/divulgacoes")
    assert "Boletim mensal, fevereiro de 2026" in page
    assert "pode ser preparado" in page
    status, _page, where = post(
        manager, "/divulgacoes/preparar", "/divulgacoes", produto="boletim-mensal", periodo="2026-01", edicao="1"
    )
    assert (status, where, len(started)) == (303, f"/divulgacoes/tarefas/{started[0]}", 1)
    page = text(manager, where)
    assert "Na fila" in page
    assert "Ver como está agora" in page
    assert manager.get(where, headers={"Accept": "application/json"}).get_json()["viva"] is True
    assert "Pode sair desta página" in page
    assert work(app, clock, started[0]).mensagem == "Pronta para aprovar."
    assert "Pronta para aprovar." in text(manager, where)
    page = text(manager, "/divulgacoes/1")
    assert "O que vai sair" in page
    assert "A auditoria independente aprova" in page
    assert "8 de 26 unidades enviaram" in page
    assert "Menor número mostrado" in page
    assert post(manager, "/divulgacoes/1/aprovar", "/divulgacoes/1", versao=version_in(page))[0] == 422  # not ticked
    sent = {"certeza": "y", "versao": version_in(page)}
    assert post(manager, "/divulgacoes/1/aprovar", "/divulgacoes/1", **sent)[0] == 303
    page = text(manager, "/divulgacoes/1")
    assert "Você deu a primeira aprovação; a segunda é de outra pessoa" in page
    assert 'name="certeza"' not in page
    sent["versao"] = version_in(page)
    status, page, _ = post(manager, "/divulgacoes/1/aprovar", "/divulgacoes/1", **sent)
    assert (status, "Você já aprovou esta divulgação" in page) == (422, True)
    assert text(app.test_client(), "/numeros").count("Boletim mensal") == 0
    other = sign_in(managers[1])
    assert "espera a sua aprovação, a segunda" in text(other, "/")
    page = text(other, "/divulgacoes/1")
    assert "ao aprovar, a divulgação é publicada" in page
    assert post(other, "/divulgacoes/1/aprovar", "/divulgacoes/1", **sent)[0] == 303
    page = text(other, "/divulgacoes/1")
    assert "O que foi publicado" in page
    assert 'href="/numeros/1"' in page
    assert managers[0].nome in page
    assert "Boletim mensal" in text(app.test_client(), "/numeros")
    status, _page, _ = post(other, "/divulgacoes/verificar", "/divulgacoes")
    assert "O livro confere: 1 divulgações" in text(other, "/divulgacoes")


def test_asking_again_for_what_waits_starts_nobody_else(
    app: Flask, manager: FlaskClient, clock: MovableClock, started: list[int]
) -> None:
    sent = {"produto": "boletim-mensal", "periodo": "2026-01", "edicao": "1"}
    asked = [("/divulgacoes/preparar", "/divulgacoes", sent)] * 2
    for path in ("/divulgacoes/anos/2026/fechar", "/divulgacoes/anos/2026/revisar"):
        asked += [(path, "/divulgacoes/anos/2026", {})] * 2
    places = [post(manager, path, seen, **fields)[2] for path, seen, fields in asked]
    assert places[0::2] == places[1::2]
    assert started == [1, 2, 3]
    work(app, clock, 1)
    post(manager, *asked[0][:2], **sent)
    assert started == [1, 2, 3, 4]


def test_an_old_page_does_not_approve(
    app: Flask, manager: FlaskClient, clock: MovableClock, started: list[int]
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    address = f"/divulgacoes/{key}"
    status, _page, where = post(manager, f"{address}/aprovar", address, certeza="y", versao="1")
    assert (status, where) == (303, address)
    assert "Outra pessoa mexeu nesta divulgação" in text(manager, address)


def test_a_release_is_discarded_with_a_reason(
    app: Flask, managers: tuple[Actor, Actor], manager: FlaskClient, sign_in: SignIn, clock: MovableClock
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    address = f"/divulgacoes/{key}"
    assert 'name="motivo"' not in text(sign_in(managers[1]), address)
    page = text(manager, address)
    assert post(manager, f"{address}/descartar", address, versao=version_in(page), motivo="")[0] == 422
    assert post(manager, f"{address}/descartar", address, versao=version_in(page), motivo="REFAZER")[0] == 303
    page = text(manager, address)
    assert "Descartada" in page
    assert "O que vai sair" not in page


def test_a_blocked_release_says_why_and_the_way_out(
    app: Flask, manager: FlaskClient, clock: MovableClock, started: list[int]
) -> None:
    address = {"produto": "boletim-mensal", "periodo": "2026-04", "edicao": "1"}
    post(manager, "/divulgacoes/preparar", "/divulgacoes", **address)
    assert work(app, clock, started[0]).situacao == "FEITA"
    page = text(manager, "/divulgacoes/1")
    assert "O período ainda não terminou." in page
    assert "Saída: esperar, ou descartar." in page
    assert "divulgação está bloqueada" in text(manager, "/")


@pytest.mark.parametrize("periodo", ["2026-13", "março", "", "2026-S3"])
def test_a_wrong_period_stays_in_the_form(manager: FlaskClient, started: list[int], periodo: str) -> None:
    sent = {"produto": "boletim-mensal", "periodo": periodo, "edicao": "1"}
    status, page, _ = post(manager, "/divulgacoes/preparar", "/divulgacoes", **sent)
    assert (status, started) == (422, [])
    assert 'aria-invalid="true"' in page


def test_the_year_says_who_is_missing_and_asks_for_its_close(
    app: Flask, managers: tuple[Actor, Actor], manager: FlaskClient, clock: MovableClock, started: list[int]
) -> None:
    page = text(manager, "/divulgacoes/anos/2026")
    assert "NETP-MG: 12 meses" in page
    assert "Fechar nas unidades prontas" not in page
    assert post(manager, "/divulgacoes/anos/2026/fechar", "/divulgacoes/anos/2026")[0] == 303
    assert "Ano 2026: 0 unidades fechadas agora" in work(app, clock, started[0]).mensagem
    assert manager.get("/divulgacoes/anos/2019").status_code == 404


def test_a_preparation_that_does_not_open_can_still_be_seen_and_discarded(
    app: Flask, manager: FlaskClient, clock: MovableClock
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    forge(app, "divulgacao", "preparo", b"\xa7\x01\x03" + bytes(4200), f"id = {key}")
    page = text(manager, f"/divulgacoes/{key}")
    assert "não abre ou foi alterado" in page
    assert "Aprovar" not in page
    place = f"/divulgacoes/{key}"
    assert post(manager, f"{place}/descartar", place, versao=version_in(page), motivo="REFAZER")[0] == 303


def test_an_alarm_is_seen_once(
    app: Flask, managers: tuple[Actor, Actor], manager: FlaskClient, clock: MovableClock
) -> None:
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        key = external.raise_alarm(session, 2026, ("BM-IDADE: exata",), clock=clock)
    assert "Alarme de sigilo" in text(manager, "/divulgacoes")
    assert "alarme de sigilo espera" in text(manager, "/")
    place = f"/divulgacoes/alarmes/{key}"
    assert "BM-IDADE: exata" in text(manager, place)
    assert "alarme de sigilo espera" in text(manager, "/")
    assert post(manager, f"{place}/ciencia", place)[0] == 303
    assert "alarme de sigilo espera" not in text(manager, "/")
    assert f"Ciência de {managers[0].nome}" in text(manager, "/divulgacoes")
    seen = [action for action, _ in events(app, managers[0], "abrir_alarme", "ciencia_alarme")]
    assert (seen[0], seen[-1]) == ("abrir_alarme", "ciencia_alarme")


def test_the_unit_left_out_is_told(
    app: Flask, staff: Staff, sign_in: SignIn, managers: tuple[Actor, Actor], clock: MovableClock
) -> None:
    head = sign_in(staff(Role.COORDENACAO, "NETP-MG"))
    net.published(app, JANUARY, managers, clock=clock)
    assert "edição anual revisada" not in text(head, "/")
    net.freeze(app, [net.Mes("NETP-MG", 1, [{"pessoa": 5, "dia": 1}])], ano=2026, clock=clock)
    assert "fica «sem envio» até a edição anual revisada" in text(head, "/")


def test_the_head_of_a_unit_is_told_what_is_prepared_and_what_came_out(
    app: Flask, staff: Staff, sign_in: SignIn, managers: tuple[Actor, Actor], clock: MovableClock
) -> None:
    head = sign_in(staff(Role.COORDENACAO, "NETP-MG"))
    desk = sign_in(staff(Role.ATENDENTE, "NETP-MG"))
    assert "divulgação da rede" not in text(head, "/")
    key = net.prepared(app, JANUARY, clock=clock)
    assert "divulgação da rede está preparada: mês consolidado a partir de agora não entra nela" in text(head, "/")
    net.first(app, managers[0], key, clock=clock)
    assert "divulgação da rede está preparada" in text(head, "/")
    net.second(app, managers[1], key, clock=clock)
    page = text(head, "/")
    assert "divulgação da rede está preparada" not in page
    assert '<a href="/estatisticas/publicado">' in page
    assert "divulgação da rede saiu há pouco" in page
    assert "divulgação da rede" not in text(desk, "/")
    clock.advance(days=16)
    assert "divulgação da rede" not in text(sign_in(staff(Role.COORDENACAO, "NETP-MG")), "/")


def test_a_process_is_started_with_the_same_installation(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[Any, dict[str, Any]]] = []

    class Started:
        """A process that nobody runs."""

        def __init__(self, command: Any, **more: Any) -> None:
            calls.append((command, more))

        def poll(self) -> int:
            """It is over."""
            return 0

    monkeypatch.setattr(subprocess, "Popen", Started)
    found: Settings = app.extensions["sisetp.settings"]
    processo.launch(found, 7)
    ((command, more),) = calls
    assert command[1:] == ["-m", "sisetp", "relatorio", "executar-agenda", "--tarefa", "7"]
    assert more["env"]["SISETP_INSTANCE"] == str(found.instance)
    assert more["start_new_session"] is True
    assert "stderr" not in more  # what fails there is said in the log of the server
    monkeypatch.setattr(subprocess, "Popen", _cannot)
    processo.launch(found, 8)  # the timer takes it from the queue


def _cannot(*_args: Any, **_more: Any) -> None:
    raise OSError
