"""Restricted reports over a frozen network: every number against brute force, and commands that refuse or hand over."""

import errno
import json
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from sisetp.access.actor import SystemActor
from sisetp.app import create_app
from sisetp.crypto.errors import KeyMissing
from sisetp.db.models import Atendimento, AuditEvent, Entrega
from sisetp.db.models.unidade import Unidade
from sisetp.db.runtime import EXTENSION
from sisetp.db.session import unit_of_work
from sisetp.reporting import snapshots
from sisetp.reporting.cube import counting, reports
from sisetp.reporting.cube.groups import Grupos, por_linha
from sisetp.reporting.definitions.vocabulary import Nivel
from sisetp.reporting.tables import Marca
from sisetp.services import demonstracao
from tests.support import forca_bruta
from tests.support.clock import MovableClock
from tests.support.forca_bruta import Lidos, Matriz
from tests.support.installation import Template, close, sqlite_settings
from tests.support.shell import BAD_USAGE, DONE, REFUSED, Shell, refused, shell_over
from tests.support.staff import OPERATOR

ANO = 2025
SEGUNDO = range(7, 13)
ESTATISTICA = SystemActor(name="estatistica", units=None)
Contar = Callable[[list[Lidos]], Matriz]


@dataclass(frozen=True)
class Rede:
    """A frozen demonstration network and everything in it, opened one by one."""

    app: Flask
    pasta: Path
    unidades: list[Lidos]

    def na(self, uf: str) -> list[Lidos]:
        """Units of a state."""
        return [unit for unit in self.unidades if unit.uf == uf]


@contextmanager
def rede_de(pessoas: int, template: Template, folder: Path) -> Iterator[Rede]:
    """Invent a network, freeze all its consolidated months, close the last year, and read every record."""
    shutil.copytree(template.settings.instance, folder)
    clock = MovableClock()
    app = create_app(sqlite_settings(folder), clock=clock, testing=True)
    with app.app_context():
        demonstracao.seed(ambiente="demonstracao", pessoas=pessoas, semente=11, clock=clock)
        with unit_of_work(OPERATOR, read_only=True) as session:
            ids = list(session.scalars(select(Unidade.id).order_by(Unidade.id)))
        for unidade_id in ids:
            scope = SystemActor(name="estatistica", units=frozenset({unidade_id}))
            with unit_of_work(scope) as session:
                snapshots.catch_up(session, unidade_id, clock=clock, ano=ANO)
        with unit_of_work(ESTATISTICA) as session:
            snapshots.close_year(session, OPERATOR, ANO, clock=clock)
        with unit_of_work(ESTATISTICA, read_only=True) as session:
            read = [forca_bruta.ler(session, unidade_id, ANO) for unidade_id in ids]
    yield Rede(app, folder, read)
    close(app)


@pytest.fixture(scope="module")
def rede(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rede]:
    with rede_de(600, sqlite_template, tmp_path_factory.mktemp("rede") / "instancia") as made:
        yield made


@pytest.fixture
def shell(
    rede: Rede, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    """Commands over a copy of the network, from an empty folder."""
    shutil.copytree(rede.pasta, tmp_path / "copia")
    (tmp_path / "saida").mkdir()
    monkeypatch.chdir(tmp_path / "saida")
    with shell_over(tmp_path / "copia", MovableClock(), capsys) as made:
        yield made


def tabelas(app: Flask, codigo: str, periodo: str, nivel: Nivel, lugar: str) -> dict[str, Matriz]:
    """Cells of every table of a report, by code; every unit sent, so that nothing is missing."""
    with app.app_context(), unit_of_work(ESTATISTICA, read_only=True) as session:
        made = reports.restrito(session, codigo, periodo, nivel, lugar, clock=MovableClock())
    found = {}
    for table in made.documento.tabelas:
        assert not any(cell.marca is Marca.SEM_ENVIO for row in table.celulas for cell in row)
        found[table.codigo] = [[-1 if cell.valor is None else cell.valor for cell in row] for row in table.celulas]
    return found


def lugares(rede: Rede) -> Iterator[tuple[Nivel, str, list[Lidos]]]:
    """The country, every state and every unit, with the records of each."""
    yield Nivel.BRASIL, "", rede.unidades
    for uf in sorted({unit.uf for unit in rede.unidades}):
        yield Nivel.UF, uf, rede.na(uf)
    for unit in rede.unidades:
        yield Nivel.UNIDADE, unit.codigo, [unit]


CONTAS: dict[tuple[str, str], dict[str, Contar]] = {
    ("RAD", f"{ANO}"): {
        codigo: partial(forca_bruta.rad, tabela=codigo) for codigo in ("RAD-1", "RAD-2", "RAD-3", "RAD-4")
    },
    ("RSA", f"{ANO}-S2"): {
        "RSA-1": partial(forca_bruta.rsa_1, meses=SEGUNDO),
        "RSA-3": partial(forca_bruta.rsa_3, meses=SEGUNDO),
        "RSA-6": partial(forca_bruta.rsa_6, meses=SEGUNDO),
    },
    ("RM", f"{ANO}-10"): {"RM-1": partial(forca_bruta.rm_1, mes=10), "RM-2": partial(forca_bruta.rm_2, mes=10)},
}
"""Tables counted by brute force, of each report and period."""


def diferentes(rede: Rede, codigo: str, periodo: str) -> list[str]:
    """Tables and places whose numbers are not what brute force counts."""
    wrong = []
    for nivel, lugar, unidades in lugares(rede):
        found = tabelas(rede.app, codigo, periodo, nivel, lugar)
        counts = CONTAS[codigo, periodo]
        wrong += [f"{name} {lugar or 'Brasil'}" for name, count in counts.items() if found[name] != count(unidades)]
    return wrong


@pytest.mark.parametrize(("codigo", "periodo"), CONTAS)
def test_every_number_is_what_brute_force_counts_in_the_country_each_state_and_each_unit(
    rede: Rede, codigo: str, periodo: str
) -> None:
    assert diferentes(rede, codigo, periodo) == []


def test_the_network_is_worth_comparing(rede: Rede) -> None:
    people = forca_bruta.primeiros(forca_bruta.contatos(rede.unidades, range(1, 13)))
    assert len(people) > 100
    assert forca_bruta.rad(rede.unidades, "RAD-1")[-1][0] > 10
    sums = sum(forca_bruta.rm_1([unit], mes)[2][0] for unit in rede.unidades for mes in range(1, 13))
    assert sums > len(people)  # some people came again


def test_a_wrong_rule_of_distinct_people_is_seen_by_brute_force(rede: Rede, monkeypatch: pytest.MonkeyPatch) -> None:
    def every_row(fatos: Any, selecao: Any, presos: Any, rede: Any) -> Grupos:
        return por_linha(fatos, selecao)

    monkeypatch.setattr(counting, "distintos", every_row)
    assert diferentes(rede, "RSA", f"{ANO}-S2") != []


def test_what_is_frozen_does_not_move_with_the_records(shell: Shell) -> None:
    app = create_app(sqlite_settings(shell.instance), clock=MovableClock(), testing=True)
    shell.made.append(app)
    before = tabelas(app, "RM-1", f"{ANO}-10", Nivel.BRASIL, "")
    october = datetime(ANO, 10, 2, tzinfo=UTC)
    with app.app_context(), unit_of_work(ESTATISTICA) as session:
        for row in session.scalars(select(Atendimento).where(Atendimento.inicio >= october)):
            row.situacao = "CANCELADO"
    assert tabelas(app, "RM-1", f"{ANO}-10", Nivel.BRASIL, "") == before


def test_lists_what_there_is(shell: Shell) -> None:
    code, out, _err = shell("relatorio", "listar")
    assert code == DONE
    assert [line.split()[0] for line in out.splitlines() if not line.startswith(" ")] == ["RAD", "RAI", "RM", "RSA"]


def test_a_report_is_written_whole_private_and_after_its_event(shell: Shell) -> None:
    code, out, _err = shell("relatorio", "gerar", "RAD", str(ANO), "--saida", "rad.xlsx")
    assert code == DONE
    assert "26 de 26 unidades enviaram" in out
    assert os.listdir(".") == ["rad.xlsx"]
    assert stat.S_IMODE(os.stat("rad.xlsx").st_mode) == 0o600
    assert "RAD-1" in load_workbook("rad.xlsx").sheetnames
    (event,), (delivery,) = recorded(shell)
    assert event["produto"] == "RAD"
    assert event["resumo"] in out
    assert (delivery.sha256, delivery.usuario_id, delivery.ator) == (event["resumo"], None, "operador")


@pytest.mark.parametrize("formato", ["csv", "html"])
def test_the_same_facts_give_the_same_file_at_any_hour(shell: Shell, formato: str) -> None:
    first = ("relatorio", "gerar", "rsa", f"{ANO}-S2", "--uf", "sp", "--formato", formato, "--saida", "um")
    assert shell(*first)[0] == DONE
    shell.clock.advance(days=40)
    assert shell(*first[:-1], "dois")[0] == DONE
    assert Path("um").read_bytes() == Path("dois").read_bytes()
    assert "São Paulo" in Path("um").read_text(encoding="utf-8") or formato == "csv"


@pytest.mark.parametrize(
    ("args", "cause"),
    [
        (("XYZ", "2025"), "não existe. Existem: RAD, RAI, RM, RSA"),
        (("boletim-mensal", "2025-03"), "não existe"),
        (("RAD", "2025-03"), "não é um período de RAD: use um ano (2026)"),
        (("RM", "2025"), "use um mês (2026-03)"),
        (("RM", "2025-13"), "não é um período"),
        (("RSA", "2025-S2", "--nivel", "regiao", "--regiao", "SE"), "não existe para o nível «regiao»"),
        (("RM", "2025-10", "--unidade", "NETP-XX"), "NETP-MG, NETP-MS"),
        (("RM", "2025-10", "--uf", "TO"), "não está entre as UFs"),
        (("RAD", "2025", "--regiao", "XX"), "CO, N, NE, S, SE"),
        (("RM", "2025-10", "--nivel", "uf"), "diga qual com --uf"),
        (("RM", "2025-10", "--uf", "SP", "--unidade", "NETP-SP"), "um lugar só"),
        (("RM", "2025-10", "--nivel", "brasil", "--uf", "SP"), "não combinam"),
        (("RM", "2026-11"), "Nenhuma unidade deste lugar tem mês consolidado em novembro de 2026"),
        (("RAD", "2026"), "ainda não foi fechado"),
        (("RM", "2025-10", "--saida", "nada/x.xlsx"), "A pasta nada não existe"),
        (("RM", "2025-10", "--saida", "."), "é uma pasta"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_line_and_leaves_nothing(
    shell: Shell, args: tuple[str, ...], cause: str
) -> None:
    assert cause in refused(shell("relatorio", "gerar", *args))
    assert os.listdir(".") == []
    assert recorded(shell) == ([], [])


def test_bad_usage_is_another_code(shell: Shell) -> None:
    assert shell("relatorio", "gerar", "RM")[0] == BAD_USAGE
    assert shell("relatorio", "gerar", "RM", "2025-10", "--formato", "pdf")[0] == BAD_USAGE


def test_a_file_that_is_there_stays_unless_told_otherwise(shell: Shell) -> None:
    Path("a.csv").write_text("meu")
    here = ("relatorio", "gerar", "RM", f"{ANO}-10", "--formato", "csv", "--saida", "a.csv")
    assert "--substituir" in refused(shell(*here))
    assert Path("a.csv").read_text() == "meu"
    assert shell(*here, "--substituir")[0] == DONE
    assert Path("a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("error", "cause"),
    [(OSError(errno.ENOSPC, "full"), "o disco está cheio"), (KeyboardInterrupt(), "Interrompido")],
    ids=["full", "interrupted"],
)
def test_a_full_disk_or_an_interrupted_run_leaves_nothing_half_written(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, error: BaseException, cause: str
) -> None:
    Path("a.csv").write_text("meu")

    def fails(_fd: int) -> None:
        raise error

    monkeypatch.setattr("sisetp.cli.saida.os.fsync", fails)
    here = ("relatorio", "gerar", "RM", f"{ANO}-10", "--formato", "csv", "--saida", "a.csv", "--substituir")
    assert cause in refused(shell(*here))
    monkeypatch.undo()
    assert os.listdir(shell.instance.parent / "saida") == ["a.csv"]
    assert (shell.instance.parent / "saida" / "a.csv").read_text() == "meu"


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ("UPDATE congelado SET dados = zeroblob(length(dados))", "foram alterados"),
        ("DELETE FROM congelado", "Faltam os fatos congelados da unidade NETP-AC, 10/2025"),
    ],
    ids=["tampered", "missing"],
)
def test_a_segment_that_is_missing_or_was_altered_stops_everything(shell: Shell, change: str, cause: str) -> None:
    with sqlite3.connect(shell.instance / "sisetp.db") as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute(f"{change} WHERE ano = {ANO} AND mes = 10 AND tabela = 'contato'")
    assert cause in refused(shell("relatorio", "gerar", "RM", f"{ANO}-10"))
    assert os.listdir(".") == []
    assert recorded(shell) == ([], [])


def test_only_statistics_keys_are_loaded(shell: Shell) -> None:
    assert shell("relatorio", "gerar", "RM-1", f"{ANO}-10", "--formato", "csv")[0] == DONE
    sealer = shell.made[-1].extensions[EXTENSION].keys
    with pytest.raises(KeyMissing):
        sealer.index_token(1, "cpf", b"x")
    with pytest.raises(KeyMissing):
        sealer.new_key(unidade=1, owner=bytes(16), classe="ident")


def test_definitions_are_checked_and_errors_name_file_key_and_reason(shell: Shell) -> None:
    assert "tudo certo" in shell("relatorio", "verificar")[1]
    Path("errada.toml").write_text('codigo = "X"\n')
    code, out, err = shell("relatorio", "verificar", "--pasta", ".")
    assert code == REFUSED
    assert out.startswith("errada.toml: ")
    assert "1 erro(s)" in err
    assert "não existe" in refused(shell("relatorio", "verificar", "--pasta", "nada"))


@pytest.mark.longo
def test_a_large_network(sqlite_template: Template, tmp_path: Path) -> None:
    with rede_de(6000, sqlite_template, tmp_path / "instancia") as large:
        for codigo, periodo in CONTAS:
            assert diferentes(large, codigo, periodo) == []


def recorded(shell: Shell) -> tuple[list[Any], list[Entrega]]:
    """Details of the events of reports, and the rows of what was handed over."""
    app = create_app(sqlite_settings(shell.instance), clock=MovableClock(), testing=True)
    shell.made.append(app)
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        made = session.scalars(select(AuditEvent).where(AuditEvent.acao == "gerar_relatorio").order_by(AuditEvent.id))
        events = [json.loads(event.detalhes) for event in made]
        deliveries = list(session.scalars(select(Entrega).order_by(Entrega.id)))
        session.expunge_all()
    return events, deliveries
