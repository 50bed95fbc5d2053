"""Operator commands: what each one does, what it refuses and with which line."""

import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from socket import socket
from urllib.request import urlopen

import pytest

from sisetp.cli.servir import announce
from sisetp.config import ROOT, load_settings
from sisetp.services import demonstracao
from tests.support.clock import MovableClock
from tests.support.shell import DONE, REFUSED, Shell, refused, shell_over

PASSWORD = re.compile(r"Senha temporária: (\S+)")


@pytest.fixture
def shell(tmp_path: Path, clock: MovableClock, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    with shell_over(tmp_path / "instancia", clock, capsys) as made:
        yield made


def test_start_makes_a_private_complete_installation(shell: Shell) -> None:
    code, out, _err = shell("iniciar", "--ambiente", "producao")
    assert code == DONE
    assert PASSWORD.search(out)
    settings = load_settings(shell.environ)
    assert settings.ambiente == "producao"
    for folder in (settings.instance, settings.keyring_path.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in (settings.keyring_path, settings.root_key_path, settings.secret_path):
        assert stat.S_IMODE(file.stat().st_mode) == 0o400
    assert stat.S_IMODE((settings.instance / "sisetp.db").stat().st_mode) == 0o600
    code, out, _err = shell("unidade", "listar")
    assert code == DONE
    assert len(out.splitlines()) == 26


def test_start_never_overwrites(shell: Shell) -> None:
    shell("iniciar")
    before = (shell.instance / "chaves" / "chaveiro.json").read_bytes()
    assert "já foi iniciada" in refused(shell("iniciar"))
    assert (shell.instance / "chaves" / "chaveiro.json").read_bytes() == before


def test_an_interrupted_start_is_taken_up(shell: Shell) -> None:
    shell("iniciar")
    (shell.instance / "sisetp.toml").unlink()
    (shell.instance / "chaves" / "segredo.key").unlink()
    with sqlite3.connect(shell.instance / "sisetp.db") as connection:
        connection.execute("DELETE FROM lotacao")
    connection.close()
    code, _out, _err = shell("iniciar", "--login", "outra.admin")
    assert code == DONE
    assert shell("auditoria", "verificar")[0] == DONE


def test_start_refuses_a_database_of_another_installation(shell: Shell) -> None:
    shell("iniciar")
    (shell.instance / "sisetp.toml").unlink()
    for file in (shell.instance / "chaves").iterdir():
        file.unlink()
    assert "outra instalação" in refused(shell("iniciar"))


def test_start_refuses_a_keyring_without_its_root_key(shell: Shell) -> None:
    shell("iniciar")
    (shell.instance / "sisetp.toml").unlink()
    (shell.instance / "chaves" / "raiz.key").unlink()
    assert refused(shell("iniciar"))


@pytest.mark.parametrize(
    "args",
    [
        ("servir",),
        ("auditoria", "verificar"),
        ("chaves", "situacao"),
        ("unidade", "listar"),
        ("usuario", "desativar", "alguem"),
        ("migrar",),
    ],
)
def test_before_the_start_every_command_says_so(shell: Shell, args: tuple[str, ...]) -> None:
    assert "ainda não foi iniciada" in refused(shell(*args))


def test_units_are_created_with_keys_and_closed(shell: Shell) -> None:
    shell("iniciar")
    new = ("unidade", "criar", "NETP-SC", "--nome", "NETP Santa Catarina", "--tipo", "NETP_E", "--ambiente", "SEDE")
    assert shell(*new, "--municipio", "4205407")[0] == DONE
    assert "Já existe" in refused(shell(*new, "--municipio", "4205407"))
    assert "município" in refused(shell("unidade", "criar", "NETP-TO", *new[3:], "--municipio", "1"))
    code, out, _err = shell("chaves", "situacao")
    assert code == DONE
    assert len([line for line in out.splitlines() if "NETP-SC" in line]) == 6
    end = ("unidade", "encerrar", "NETP-SC", "--motivo", "OUTRO", "--fim")
    assert "entre o início" in refused(shell(*end, "2026-11-21"))
    assert shell(*end, "2026-11-20")[0] == DONE
    assert "já foi encerrada" in refused(shell(*end, "2026-11-20"))
    assert "encerrada em 20/11/2026" in shell("unidade", "listar")[1]
    assert shell("auditoria", "verificar")[0] == DONE


def test_key_status_tells_of_a_unit_without_keys_and_migrate_makes_them(shell: Shell) -> None:
    shell("iniciar")
    with sqlite3.connect(shell.instance / "sisetp.db") as connection:
        connection.execute(
            "INSERT INTO unidade SELECT 99, 'NETP-XX', nome, tipo, ambiente, uf, municipio, fuso, inicio,"
            " fim, dias_retroativos FROM unidade LIMIT 1"
        )
    connection.close()
    assert "NETP-XX" in refused(shell("chaves", "situacao"))
    assert shell("migrar")[0] == DONE
    assert shell("chaves", "situacao")[0] == DONE


def test_key_status_shows_no_key_material(shell: Shell) -> None:
    shell("iniciar")
    out = shell("chaves", "situacao")[1]
    assert not re.search(r"[0-9a-f]{33,}", out.replace("-", ""))
    assert len(out.splitlines()) == 1 + 3 + 5 + 26 * 6  # title, national, counting years, units


def test_users_are_created_reset_and_deactivated(shell: Shell) -> None:
    shell("iniciar")
    code, out, _err = shell(
        "usuario", "criar", "ana.lima", "--nome", "Ana Lima", "--papel", "ATENDENTE", "--unidade", "PAAHM-GRU"
    )
    assert code == DONE
    assert PASSWORD.search(out)
    assert "segunda pessoa" in out
    assert "Já existe" in refused(shell("usuario", "criar", "ana.lima", "--nome", "Ana Lima"))
    assert shell("usuario", "redefinir", "ana.lima")[0] == DONE
    code, out, _err = shell("usuario", "redefinir", "admin.cgetp")  # the only administrator: nobody else could confirm
    assert code == DONE
    assert "senha antiga" not in out
    assert shell("usuario", "desativar", "ana.lima")[0] == DONE
    assert refused(shell("usuario", "desativar", "ninguem"))


def test_demonstration_starts_fills_and_refuses(shell: Shell) -> None:
    code, out, _err = shell("demonstracao", "--pessoas", "20", "--semente", "5")
    assert code == DONE
    assert "60 usuários, 20 pessoas" in out
    assert "já tem dados" in refused(shell("demonstracao", "--pessoas", "20"))
    for option in ("--se-vazia", "--se-vazio"):
        code, out, _err = shell("demonstracao", option)
        assert code == DONE
        assert "nada a fazer" in out
    assert shell("auditoria", "verificar")[0] == DONE


def test_demonstration_refuses_production_even_when_empty(shell: Shell) -> None:
    shell("iniciar", "--ambiente", "producao")
    assert "produção" in refused(shell("demonstracao", "--se-vazia"))


def test_demonstration_accepts_an_installation_just_started(shell: Shell) -> None:
    shell("iniciar", "--ambiente", "demonstracao")
    assert shell("demonstracao", "--pessoas", "5")[0] == DONE


def test_verification_names_the_first_bad_event(shell: Shell) -> None:
    shell("iniciar")
    code, out, _err = shell("auditoria", "verificar")
    assert code == DONE
    assert "1 cadeias" in out
    with sqlite3.connect(shell.instance / "sisetp.db") as connection:
        connection.execute("UPDATE evento_auditoria SET detalhes = '{}' WHERE seq = 9")
    connection.close()
    assert "cadeia INSTALACAO, evento 9:" in refused(shell("auditoria", "verificar"))


def test_a_broken_marker_and_a_broken_database_are_refusals(shell: Shell) -> None:
    shell("iniciar")
    database = shell.instance / "sisetp.db"
    content = database.read_bytes()
    for leftover in shell.instance.glob("sisetp.db-*"):
        leftover.unlink()
    database.write_bytes(b"not a database" * 400)
    assert "banco de dados" in refused(shell("unidade", "listar"))
    database.write_bytes(content)
    (shell.instance / "sisetp.toml").write_text("ambiente = 'outro'\n")
    assert "sisetp.toml" in refused(shell("unidade", "listar"))


def test_a_demonstration_announces_one_login_for_each_role(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    shell("demonstracao", "--pessoas", "3")
    capsys.readouterr()
    announce(load_settings(shell.environ), "http://127.0.0.1:8000/")
    out = capsys.readouterr().out
    assert "http://127.0.0.1:8000/" in out
    assert demonstracao.SENHA in out
    for login in ("atendente.gru", "tecnico.gru", "coordenacao.gru", "analista.sp", "gestao.cgetp", "admin.cgetp"):
        assert login in out


def test_production_announces_no_login(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    shell("iniciar")
    capsys.readouterr()
    announce(load_settings(shell.environ), "http://127.0.0.1:8000/")
    assert demonstracao.SENHA not in capsys.readouterr().out


def test_nothing_private_is_left_readable(shell: Shell) -> None:
    shell("demonstracao", "--pessoas", "2")
    assert [path for path in shell.instance.rglob("*") if path.stat().st_mode & 0o077] == []


def test_serving_answers_on_loopback_and_a_taken_port_is_refused(shell: Shell) -> None:
    shell("demonstracao", "--pessoas", "2")
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environ = {**os.environ, **shell.environ, "PORT": port, "SISETP_LOOPBACK": "1", "PYTHONUNBUFFERED": "1"}
    program = [sys.executable, "-m", "sisetp", "servir"]
    with subprocess.Popen(program, env=environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        try:
            assert server.stdout is not None
            assert f"http://127.0.0.1:{port}/" in server.stdout.readline().decode()
            with urlopen(f"http://127.0.0.1:{port}/saude", timeout=30) as answer:
                assert answer.status == 200
            taken = subprocess.run(program, env=environ, cwd=ROOT, capture_output=True, text=True, check=False)
        finally:
            server.terminate()
    assert taken.returncode == REFUSED
    assert taken.stderr.strip() == f"Não foi possível abrir 127.0.0.1:{port}: a porta já está em uso."


def test_posts_of_a_unit_are_a_closed_list(shell: Shell) -> None:
    shell("iniciar")
    assert shell("unidade", "postos", "PAAHM-GRU", "--criar", "Guichê 2")[0] == DONE
    code, out, _err = shell("unidade", "postos", "PAAHM-GRU", "--criar", "Guichê 1")
    assert (code, out.split("\n")[:2]) == (DONE, ["Guichê 1", "Guichê 2"])
    assert "já tem" in refused(shell("unidade", "postos", "PAAHM-GRU", "--criar", " Guichê  1 "))
    assert "de 1 a 40" in refused(shell("unidade", "postos", "PAAHM-GRU", "--criar", "x" * 41))
    assert shell("unidade", "postos", "PAAHM-GRU", "--encerrar", "Guichê 1")[1].split("\n")[0] == "Guichê 2"
    assert "não tem" in refused(shell("unidade", "postos", "PAAHM-GRU", "--encerrar", "Guichê 9"))
