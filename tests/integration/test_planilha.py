"""`sisetp planilha-nacional`: whole or not at all, encrypted, read back, by a process without any identity key."""

import errno
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import msoffcrypto
import pytest
from openpyxl import load_workbook

from tests.support.clock import MovableClock
from tests.support.shell import BAD_USAGE, DONE, Shell, refused, shell_over

SENHA = "uma senha comprida"


@pytest.fixture
def shell(tmp_path: Path, clock: MovableClock, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    """An installation that has just begun, and a file with a password."""
    with shell_over(tmp_path / "instancia", clock, capsys) as made:
        assert made("iniciar")[0] == DONE
        assert made("usuario", "criar", "gestao.cgetp", "--nome", "Gestão", "--papel", "CGETP_GESTAO")[0] == DONE
        (tmp_path / "senha.txt").write_text(SENHA + "\n", encoding="utf-8")
        yield made


def ask(shell: Shell, target: Path, *more: str, periodo: str = "2025") -> tuple[int, str, str]:
    password = str(shell.instance.parent / "senha.txt")
    restricted = ("--variante", "restrita", "--finalidade", "GESTAO", "--destinatario", "gestao.cgetp")
    return shell("planilha-nacional", periodo, *restricted, "--senha-arquivo", password, "--saida", str(target), *more)


def test_it_is_written_whole_encrypted_and_marked_or_not_at_all(
    tmp_path: Path, clock: MovableClock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with shell_over(tmp_path / "instancia", clock, capsys) as shell:
        assert shell("demonstracao", "--pessoas", "40", "--semente", "5")[0] == DONE
        (tmp_path / "senha.txt").write_text(SENHA + "\n", encoding="utf-8")
        _whole(shell, tmp_path)
        _kept(shell, tmp_path / "nacional.xlsx")
        with monkeypatch.context() as patch:
            _full_disk(shell, tmp_path, patch)
        _bad_password(shell, tmp_path)
        assert shell("auditoria", "verificar")[0] == DONE


def _whole(shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "nacional.xlsx"
    code, out, err = ask(shell, target)
    assert code == DONE, err
    assert "unidades enviaram" in out
    assert target.stat().st_mode & 0o777 == 0o600
    plain = BytesIO()
    with target.open("rb") as file:
        source = msoffcrypto.OfficeFile(file)
        source.load_key(password=SENHA)
        source.decrypt(plain)
    book = load_workbook(plain, read_only=True)
    assert {"Capa", "RAD-1", "RAD-4", "Por unidade", "Dados por unidade", "Dicionário"} <= set(book.sheetnames)
    assert "entregue a gestao.cgetp" in str(list(book["Capa"].iter_rows(values_only=True)))
    book.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["instancia", "nacional.xlsx", "senha.txt"]


def _kept(shell: Shell, target: Path) -> None:
    """A file that is there is not touched, unless asked."""
    target.write_text("de antes", encoding="utf-8")
    assert "já existe" in refused(ask(shell, target))
    assert target.read_text(encoding="utf-8") == "de antes"
    assert ask(shell, target, "--substituir")[0] == DONE
    assert target.read_bytes()[:4] == bytes.fromhex("d0cf11e0")
    target.unlink()


def _full_disk(shell: Shell, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    """Nothing is left behind, and it says why."""

    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    patch.setattr(os, "fsync", full)
    assert "o disco está cheio" in refused(ask(shell, tmp_path / "nacional.xlsx"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["instancia", "senha.txt"]


def _bad_password(shell: Shell, tmp_path: Path) -> None:
    """Short, not there, and nobody to type it: the one thing that is wrong is said."""
    target = tmp_path / "nacional.xlsx"
    for text, said in (("curta\n", "12 caracteres"), ("", "senha não pôde ser lido")):
        (tmp_path / "senha.txt").write_text(text, encoding="utf-8")
        assert said in refused(ask(shell, target))
    restricted = ("--variante", "restrita", "--finalidade", "GESTAO", "--destinatario", "gestao.cgetp")
    nobody_types = refused(shell("planilha-nacional", "2025", *restricted, "--saida", str(target)))
    assert "Não há terminal para digitar a senha: diga o arquivo dela com --senha-arquivo." in nobody_types
    assert not target.exists()


def test_bad_input_is_said_in_one_line(shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "nacional.xlsx"
    assert "Diga um mês" in refused(ask(shell, target, periodo="2025-13"))
    assert "Nenhuma unidade" in refused(ask(shell, target, periodo="2019"))
    _password_last(shell, target)
    assert shell("planilha-nacional", "2025", "--variante", "secreta")[0] == BAD_USAGE
    assert "«--variante»; use um destes: restrita, publica" in shell(
        "planilha-nacional", "2025", "--variante", "secreta"
    )[2].replace("\n", " ")
    public = shell("planilha-nacional", "2019", "--variante", "publica", "--saida", str(target))
    assert "Nada foi publicado" in refused(public)
    assert not target.exists()


def _password_last(shell: Shell, target: Path) -> None:
    """Nobody types a password for what is refused anyway: it is asked for when all else is right."""
    common = ("--variante", "restrita", "--saida", str(target))
    purpose, whom = ("--finalidade", "GESTAO"), ("--destinatario", "gestao.cgetp")
    for more, said in (
        (("2025-13", *purpose, *whom), "Diga um mês"),
        (("2019", *purpose, *whom), "Nenhuma unidade"),
        (("2025", *whom), "Diga para que"),
        (("2025", *purpose), "Diga o login"),
    ):
        assert said in refused(shell("planilha-nacional", *more, *common)), said
