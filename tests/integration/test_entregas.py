"""What left and who has it: hashes that nobody can guess back, files found again, recipients that exist."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from sisetp.app import create_app
from sisetp.db.models import Entrega, Usuario
from sisetp.db.session import unit_of_work
from tests.support.clock import MovableClock
from tests.support.installation import sqlite_settings
from tests.support.rede_congelada import ANO, ESTATISTICA, Rede
from tests.support.shell import DONE, Shell, refused, shell_over

SENHA = "uma senha comprida"
REPORT = ("relatorio", "gerar", "RM", f"{ANO}-10", "--unidade", "NETP-MG", "--saida")


@pytest.fixture
def shell(
    rede: Rede, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    """Commands over a copy of the network, from a folder that holds a password."""
    shutil.copytree(rede.pasta, tmp_path / "copia")
    (tmp_path / "saida").mkdir()
    monkeypatch.chdir(tmp_path / "saida")
    Path("senha.txt").write_text(SENHA + "\n", encoding="utf-8")
    with shell_over(tmp_path / "copia", MovableClock(), capsys) as made:
        yield made


def national(shell: Shell, target: str, *, destinatario: str = "gestao.cgetp") -> tuple[int, str, str]:
    restricted = ("--variante", "restrita", "--finalidade", "GESTAO", "--senha-arquivo", "senha.txt")
    to = ("--destinatario", destinatario) if destinatario else ()
    return shell("planilha-nacional", f"{ANO}-10", *restricted, *to, "--saida", target)


def test_no_hash_that_somebody_could_try_out_is_kept(shell: Shell) -> None:
    said = []
    for target in ("um.xlsx", "dois.csv"):
        formato = ("--formato", target.partition(".")[2])
        code, out, err = shell(*REPORT, target, *formato)
        assert code == DONE, err
        said.append(out.split()[-1])
    code, out, err = national(shell, "nacional.xlsx")
    assert code == DONE, err
    said.append(out.split()[-1])
    assert {len(text) for text in said} == {64}
    everything = dump(shell)
    assert "planilha-nacional" in everything
    assert [text for text in said if text in everything] == []


def test_a_file_is_found_again_with_who_received_it_and_an_altered_one_is_not(shell: Shell) -> None:
    shell(*REPORT, "um.csv", "--formato", "csv")
    national(shell, "dois.xlsx")
    code, out, _err = shell("relatorio", "conferir", "um.csv")
    assert (code, len(out.splitlines())) == (DONE, 1)
    assert out.startswith("Este arquivo é o da entrega 1: RM ")
    code, out, _err = shell("relatorio", "conferir", "dois.xlsx")
    assert code == DONE
    assert "entrega 2: planilha-nacional" in out
    assert "para gestao.cgetp, feita por operador" in out
    with rows(shell) as session:
        row = session.get_one(Entrega, 2)
        user = session.get_one(Usuario, row.usuario_id)
        assert (row.ator, user.login) == ("operador", "gestao.cgetp")
    assert f'"destinatario_id":{user.id}' in dump(shell)
    Path("um.csv").write_bytes(Path("um.csv").read_bytes() + b" ")
    assert "Nenhuma entrega" in refused(shell("relatorio", "conferir", "um.csv"))
    assert "Diga o arquivo" in refused(shell("relatorio", "conferir"))
    assert "Diga o arquivo" in refused(shell("relatorio", "conferir", "um.csv", "--resumo", "5e" * 32))


def test_the_hash_printed_in_a_file_finds_every_delivery_of_its_content(shell: Shell) -> None:
    for target in ("um.xlsx", "dois.xlsx"):
        assert shell(*REPORT, target)[0] == DONE
    book = load_workbook("um.xlsx", read_only=True)
    printed = {row[0]: row[1] for row in book["Capa"].iter_rows(values_only=True) if len(row) > 1}["Resumo do conteúdo"]
    book.close()
    code, out, _err = shell("relatorio", "conferir", "--resumo", str(printed).upper())
    assert code == DONE
    assert "entrega 1: " in out
    assert "entrega 2: " in out
    assert "Nenhuma entrega" in refused(shell("relatorio", "conferir", "--resumo", "5e" * 32))


def test_a_delivery_of_before_the_key_is_still_found(shell: Shell) -> None:
    with rows(shell) as session:
        session.add(old_delivery("ab" * 32))
    assert "entrega 1: RAD 2024" in shell("relatorio", "conferir", "--resumo", "ab" * 32)[1]


def test_an_event_that_was_altered_vouches_for_nothing(shell: Shell) -> None:
    shell(*REPORT, "um.csv", "--formato", "csv")
    with closing(sqlite3.connect(shell.instance / "sisetp.db")) as connection, connection:
        changed = connection.execute(
            "UPDATE evento_auditoria SET ator = 'outra' WHERE acao = 'gerar_relatorio'"
        ).rowcount
    assert changed == 1
    assert "foi alterado" in refused(shell("relatorio", "conferir", "um.csv"))


@pytest.mark.parametrize(
    ("login", "cause"),
    [
        ("", "Diga o login de quem vai receber"),
        ("Fulana de Teste", "login de quem pode receber"),
        ("admin.cgetp", "login de quem pode receber"),
        ("coordenacao.sp", "login de quem pode receber"),
    ],
)
def test_a_restricted_copy_has_a_recipient_who_could_have_asked_for_it(shell: Shell, login: str, cause: str) -> None:
    assert cause in refused(national(shell, "nacional.xlsx", destinatario=login))
    assert not Path("nacional.xlsx").exists()


def test_somebody_who_left_receives_nothing(shell: Shell) -> None:
    assert shell("usuario", "desativar", "gestao.cgetp")[0] == DONE
    assert "login de quem pode receber" in refused(national(shell, "nacional.xlsx"))


def dump(shell: Shell) -> str:
    """Everything in the main database, as text."""
    with closing(sqlite3.connect(shell.instance / "sisetp.db")) as connection:
        return "\n".join(connection.iterdump())


@contextmanager
def rows(shell: Shell) -> Iterator[Session]:
    app = create_app(sqlite_settings(shell.instance), clock=MovableClock(), testing=True)
    shell.made.append(app)
    with app.app_context(), unit_of_work(ESTATISTICA) as session:
        yield session


def old_delivery(digest: str) -> Entrega:
    """A delivery as it was kept before hashes had a key."""
    return Entrega(
        produto="RAD",
        periodo="2024",
        variante="restrito",
        nivel="brasil",
        unidade_id=None,
        usuario_id=None,
        ator="operador",
        finalidade="OPERADOR",
        formato="xlsx",
        selo=digest,
        created_at=datetime(2025, 2, 3, tzinfo=UTC),
    )
