"""The timer and the operator: what is due is prepared, a dead process is taken up, a year's key ends with it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.app import create_app, root_provider
from sisetp.cli import trava
from sisetp.crypto import keyring
from sisetp.crypto.keys import KeyState
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.publicacao import Divulgacao
from sisetp.db.models.tarefa import Tarefa
from sisetp.db.session import unit_of_work
from sisetp.reporting.definitions import reading
from sisetp.reporting.releases import parameters, prepare, tasks
from sisetp.reporting.releases.store import Alvo
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock
from tests.support.installation import Template, close, copy_of, sqlite_settings
from tests.support.shell import DONE, REFUSED, Shell, shell_over
from tests.support.staff import add_staff

FEBRUARY = Alvo("boletim-mensal", "2026-02")


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 1, 5, 15, tzinfo=UTC))


@pytest.fixture
def shell(
    sqlite_template: Template, clock: MovableClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shell]:
    """Commands over a copy of an initialised installation."""
    with (
        copy_of(sqlite_template, tmp_path / "instancia") as settings,
        shell_over(settings.instance, clock, capsys) as made,
    ):
        yield made


@pytest.fixture
def app(shell: Shell, clock: MovableClock) -> Iterator[Flask]:
    """The same installation, as the tests look into it."""
    made = create_app(sqlite_settings(shell.instance), clock=clock, testing=True)
    yield made
    close(made)


@pytest.fixture
def people(app: Flask, clock: MovableClock) -> tuple[Actor, Actor]:
    """Gestão and encarregado; two months of eight units are frozen, and the deadline of the second is past."""
    both = add_staff(app, Role.CGETP_GESTAO, None), add_staff(app, Role.ENCARREGADO, None)
    clock.instant = datetime(2026, 4, 1, 15, tzinfo=UTC)
    net.freeze(app, net.invent(1, por_mes=160, meses=range(1, 3)), ano=2026, clock=clock)
    return both


def test_the_timer_prepares_what_is_due_once(shell: Shell, people: tuple[Actor, Actor]) -> None:
    code, out, _err = shell("relatorio", "executar-agenda")
    assert code == DONE
    assert out.splitlines()[-2:] == [
        "boletim-mensal 2026-02 1: vence, tarefa 1",
        "boletim-mensal 2026-02 1: concluída. Pronta para aprovar.",
    ]
    assert "boletim-anual 2025 1: espera, nenhuma unidade tem o período consolidado" in out
    code, out, _err = shell("relatorio", "executar-agenda")
    assert (code, "boletim-mensal" in out) == (DONE, False)
    assert "Pronta para aprovar" in shell("divulgacao", "listar")[1]


def test_an_aborted_run_is_resumed(shell: Shell, app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        prepare.begin(session, people[0], FEBRUARY, reading.load(), parameters.load(), clock=clock)
        task = tasks.enqueue(session, people[0], tasks.PREPARAR, FEBRUARY.texto(), clock=clock)
        assert tasks.start(session, task.id, clock=clock)
    code, out, _err = shell("relatorio", "executar-agenda")
    assert code == DONE
    assert "Retomada: o processo anterior parou no meio" in out
    assert states(app) == ([("FEITA", "Pronta para aprovar.")], ["PRONTA"])


def test_what_dies_twice_fails_cleanly(
    shell: Shell, app: Flask, people: tuple[Actor, Actor], clock: MovableClock
) -> None:
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        task = tasks.enqueue(session, people[0], tasks.FECHAR, "2026", clock=clock)
        for _ in range(2):
            tasks.start(session, task.id, clock=clock)
            tasks.requeue_dead(session, clock=clock)
        ended = tasks.read(session, task.id)
    assert (ended.situacao, "duas vezes" in ended.mensagem) == ("FALHOU", True)


def test_what_a_person_asked_names_the_person_in_its_events(
    shell: Shell, app: Flask, people: tuple[Actor, Actor], clock: MovableClock
) -> None:
    """Prepare, close and revise, asked on a page and done by another process; what the timer does names nobody."""
    asked = ((tasks.PREPARAR, FEBRUARY.texto()), (tasks.FECHAR, "2025"), (tasks.REVISAR, "2026"))
    net.freeze(app, net.invent(2, por_mes=60, meses=range(1, 13)), ano=2025, clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        for kind, target in asked:
            tasks.enqueue(session, people[0], kind, target, clock=clock)
    assert shell("relatorio", "executar-agenda")[0] == DONE
    actions = ("preparar_divulgacao", "fechar_ano", "congelar_mes")
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        query = select(AuditEvent).where(AuditEvent.acao.in_(actions)).order_by(AuditEvent.id)
        found = {(event.acao, event.ator, event.usuario_id) for event in session.scalars(query)}
    assert found >= {(action, people[0].login, people[0].user_id) for action in actions}
    assert {(ator, person) for _action, ator, person in found} <= {
        (people[0].login, people[0].user_id),
        ("agenda", None),
    }


def test_a_program_error_blocks_the_release_and_fails_the_task(
    app: Flask,
    shell: Shell,
    people: tuple[Actor, Actor],
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The log gets one line with the kind of error and where it was, and no value; the other tasks are done."""

    def broken(*_args: object) -> None:
        raise ZeroDivisionError("17 people")

    monkeypatch.setattr(prepare, "compute", broken)
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        tasks.enqueue(session, people[0], tasks.PREPARAR, FEBRUARY.texto(), clock=clock)
        tasks.enqueue(session, people[0], tasks.FECHAR, "2025", clock=clock)
    code, out, err = shell("relatorio", "executar-agenda")
    assert (code, "Tarefas que não se concluíram: 1." in err) == (REFUSED, True)
    tarefas, releases = states(app)
    assert ([state for state, _ in tarefas], releases) == (["FALHOU", "FEITA"], ["BLOQUEADA"])
    (line,) = [json.loads(text) for text in err.splitlines() if text.startswith("{")]
    assert (line["event"], line["excecao"], line["tarefa_id"]) == ("tarefa", "ZeroDivisionError", 1)
    assert any("trabalho.py" in frame and "prepare_release" in frame for frame in line["quadros"])
    assert not [said for said in (tarefas[0][1], out, err) if "17 people" in said or "Traceback" in said]


def test_an_error_outside_the_tasks_says_no_value_either(
    shell: Shell, people: tuple[Actor, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError("17 people")

    monkeypatch.setattr(tasks, "waiting", broken)
    code, _out, err = shell("relatorio", "executar-agenda")
    assert (code, '"excecao": "ZeroDivisionError"' in err) == (REFUSED, True)
    assert not [said for said in ("17 people", "Traceback") if said in err]


def test_one_process_at_a_time(shell: Shell, people: tuple[Actor, Actor]) -> None:
    with trava.hold(shell.instance) as mine:
        assert mine
        code, out, _err = shell("relatorio", "executar-agenda")
        assert (code, out) == (DONE, "Outro processo já está trabalhando; nada a fazer.\n")
        assert shell("divulgacao", "preparar", "boletim-mensal", "2026-02")[0] == REFUSED


def test_commands_say_what_is_wrong_in_one_line(shell: Shell, people: tuple[Actor, Actor], tmp_path: Path) -> None:
    for args, words in (
        (("divulgacao", "preparar", "boletim-mensal", "2026-13"), "AAAA-MM"),
        (("divulgacao", "preparar", "nada", "2026-02"), "Não encontrado"),
        (("divulgacao", "preparar", "boletim-mensal", "2026-04"), "não terminou"),
        (("divulgacao", "descartar", "9", "--motivo", "OUTRO"), "Não encontrado"),
        (("divulgacao", "destruir-chave", "2026", "--sim"), "ainda não foi publicada"),
    ):
        code, _out, err = shell(*args)
        assert (code, words in err.splitlines()[-1]) == (REFUSED, True), args
    assert shell("divulgacao", "verificar")[1] == "O livro confere: 0 divulgações, com as provas e a trilha.\n"
    assert "unidades fechadas agora" in shell("relatorio", "fechar-ano", "2026")[1]


@pytest.mark.longo
def test_a_year_from_its_months_to_its_revised_edition_and_the_end_of_its_key(
    shell: Shell, app: Flask, people: tuple[Actor, Actor], clock: MovableClock
) -> None:
    year = net.invent(3, por_mes=160, meses=range(3, 13))
    clock.instant = datetime(2027, 3, 25, 15, tzinfo=UTC)
    net.freeze(app, year, ano=2026, clock=clock)
    net.close(app, net.invent(1, por_mes=160, meses=range(1, 3)) + year, ano=2026, clock=clock)
    out = shell("relatorio", "executar-agenda")[1]
    assert "boletim-semestral 2026-S2 1: concluída. Pronta para aprovar." in out
    assert "boletim-anual 2026 1: concluída. Bloqueada" in out  # the semester is not out yet
    publish_all(app, people, clock)
    out = shell("relatorio", "executar-agenda")[1]
    assert "boletim-anual 2026 1: já não está impedida" in out
    assert "boletim-anual 2026 1: concluída. Pronta para aprovar." in out
    publish_all(app, people, clock)
    late = [net.Mes("NETP-MG", 5, [net.someone(key) for key in range(1, 61)])]
    net.freeze(app, late, ano=2026, clock=clock)
    net.revise(app, [*net.invent(1, por_mes=160, meses=range(1, 3)), *year, *late], ano=2026, clock=clock)
    code, _out, err = shell("divulgacao", "preparar", "boletim-anual", "2026", "--edicao", "2")
    assert code == DONE, err
    assert shell("divulgacao", "destruir-chave", "2026", "--sim")[0] == REFUSED
    publish_all(app, people, clock)
    assert "confere" in shell("divulgacao", "verificar")[1]
    assert "--sim" in shell("divulgacao", "destruir-chave", "2026")[2]
    assert shell("divulgacao", "destruir-chave", "2026", "--sim")[0] == DONE
    settings = sqlite_settings(shell.instance)
    known = keyring.status(settings.keyring_path, root_provider(settings)).keys
    assert [info.estado for info in known if info.tipo == "ano-2026"] == [KeyState.DESTRUIDA]
    assert "confere" in shell("divulgacao", "verificar")[1]


def publish_all(app: Flask, people: tuple[Actor, Actor], clock: MovableClock) -> None:
    """Approve twice whatever is ready."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        ready = session.scalars(select(Divulgacao.id).where(Divulgacao.situacao == "PRONTA")).all()
    for key in ready:
        net.first(app, people[0], key, clock=clock)
        net.second(app, people[1], key, clock=clock)


def states(app: Flask) -> tuple[list[tuple[str, str]], list[str]]:
    """Tasks with their messages, and releases."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        rows = session.execute(select(Tarefa.situacao, Tarefa.mensagem).order_by(Tarefa.id))
        found = [(situacao, mensagem or "") for situacao, mensagem in rows]
        return found, list(session.scalars(select(Divulgacao.situacao)))
