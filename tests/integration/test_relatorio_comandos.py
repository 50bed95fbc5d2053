"""Commands of restricted reports: what they hand over, what they refuse, and what they leave behind."""

import errno
import json
import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from sisetp.app import create_app
from sisetp.crypto.errors import KeyMissing
from sisetp.db.models import Atendimento, AuditEvent, Entrega
from sisetp.db.runtime import EXTENSION
from sisetp.db.session import unit_of_work
from sisetp.reporting.cube import reports
from sisetp.reporting.definitions.vocabulary import Nivel
from tests.support.clock import MovableClock
from tests.support.installation import sqlite_settings
from tests.support.rede_congelada import ANO, ESTATISTICA, Rede
from tests.support.shell import BAD_USAGE, DONE, REFUSED, Shell, refused, shell_over
from tests.support.staff import OPERATOR


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


def test_what_is_frozen_does_not_move_with_the_records(shell: Shell) -> None:
    app = create_app(sqlite_settings(shell.instance), clock=MovableClock(), testing=True)
    shell.made.append(app)
    before = hash_of(app)
    october = datetime(ANO, 10, 2, tzinfo=UTC)
    with app.app_context(), unit_of_work(ESTATISTICA) as session:
        for row in session.scalars(select(Atendimento).where(Atendimento.inicio >= october)):
            row.situacao = "CANCELADO"
    assert hash_of(app) == before


def test_lists_what_there_is(shell: Shell) -> None:
    code, out, _err = shell("relatorio", "listar")
    assert code == DONE
    named = [line.split()[0] for line in out.splitlines() if not line.startswith(" ")]
    assert named[:4] == ["RAD", "RAI", "RM", "RSA"]
    assert {*named[4:]} == {
        *("boletim-mensal:", "boletim-semestral:", "boletim-anual:"),
        *("dados-abertos:", "planilha-nacional:"),
    }
    covered = {
        code.strip() for line in out.splitlines() if "tabelas:" in line for code in line.split(":")[1].split(",")
    }
    made_elsewhere = {name.rstrip(":") for name in named[4:]}
    assert {entry.codigo for entry in reports.catalogo().listar()} <= covered | {"RAI"} | made_elsewhere


def test_a_report_is_written_whole_private_and_after_its_event(shell: Shell) -> None:
    code, out, _err = shell("relatorio", "gerar", "RAD", str(ANO), "--saida", "rad.xlsx")
    assert code == DONE
    assert "26 de 26 unidades enviaram" in out
    assert os.listdir(".") == ["rad.xlsx"]
    assert stat.S_IMODE(os.stat("rad.xlsx").st_mode) == 0o600
    assert "RAD-1" in load_workbook("rad.xlsx").sheetnames
    (event,), (delivery,) = recorded(shell)
    assert event["produto"] == "RAD"
    assert event["resumo"] not in out
    assert (delivery.selo, delivery.usuario_id, delivery.ator) == (event["resumo"], None, "operador")


def test_the_page_of_the_annual_report_has_the_words_of_the_model_and_room_for_observations(shell: Shell) -> None:
    assert shell("relatorio", "gerar", "RAD-2", str(ANO), "--formato", "html", "--saida", "rad.html")[0] == DONE
    page = Path("rad.html").read_text(encoding="utf-8")
    model = "RELATÓRIO ANUAL DE DADOS — NETPs e PAAHMs · MONITORAMENTO DOS CASOS DE TRÁFICO DE PESSOAS"
    assert page.index(model) < page.index("<h2>IDADE</h2>") < page.index("<h2>Observações</h2>")
    assert '<p class="escrever"></p>' in page


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
        (("boletim-mensal", "2025-03"), "não se gera aqui: é público, e se prepara com «sisetp divulgacao preparar»"),
        (("PLANILHA-NACIONAL", "2025"), "se faz com «sisetp planilha-nacional»"),
        (("dados-abertos", "2025"), "sai com cada boletim publicado"),
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


def hash_of(app: Flask) -> str:
    """Content hash of a report of the country, from frozen facts."""
    with app.app_context(), unit_of_work(ESTATISTICA, read_only=True) as session:
        made = reports.restrito(session, "RM", f"{ANO}-10", Nivel.BRASIL, "", clock=MovableClock())
        return made.documento.hash
