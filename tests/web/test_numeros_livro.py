"""A ledger that is not what was approved: no number of it reaches anybody, and the coordination is told."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sisetp.access.actor import Actor
from sisetp.app import create_app
from sisetp.db.models.publicacao import Divulgacao
from sisetp.db.session import unit_of_work
from sisetp.reporting import ledger
from tests.support.clock import MovableClock
from tests.support.documentos import publicado
from tests.support.forms import text
from tests.support.installation import close
from tests.support.livro import erase, forge
from tests.support.publicadas import publish
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
FILES = {"csv": ("dados.csv", "text/csv", b"periodo;valor")}
OTHER = b"periodo;outro"
SHOWN, ALTERED = "1.399", 7411


@pytest.fixture
def key(app: Flask) -> int:
    """A release that is out, with one file."""
    return publish(app, publicado(), files=FILES)


@pytest.fixture
def other(app: Flask, clock: MovableClock) -> Iterator[Flask]:
    """Another process over the same installation: it has made no page yet."""
    made = create_app(app.extensions["sisetp.settings"], clock=clock, testing=True)
    yield made
    close(made)


def number(app: Flask) -> None:
    """Another number in the cell that everybody reads first."""
    forge(app, "celula_publicada", "valor", ALTERED, "valor = 1399")


def rehashed(app: Flask) -> None:
    """Another number, and the hash that goes with it: who has the database needs no key for that."""
    number(app)
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        fresh = ledger.release_hash(session, session.query(Divulgacao).one())
    forge(app, "divulgacao", "hash", fresh, "numero = 1")


def announced(app: Flask) -> None:
    """The same, and the event of its publication says so too, with the old seal: the key of the trail is not there."""
    rehashed(app)
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        details = {"resumo": ledger.newest(session)}
    forge(app, "evento_auditoria", "detalhes", json.dumps(details), "acao = 'publicar_divulgacao'")


def title(app: Flask) -> None:
    """Another title."""
    forge(app, "divulgacao", "capa", json.dumps({"titulo": str(ALTERED)}), "numero = 1")


def labels(app: Flask) -> None:
    """Rows of a table under other names."""
    forge(app, "tabela_publicada", "codigo", str(ALTERED), "ordem = 1")


def gone(app: Flask) -> None:
    """A cell less."""
    erase(app, "celula_publicada", "valor = 1399")


def unsaid(app: Flask) -> None:
    """The event of the publication is gone."""
    erase(app, "evento_auditoria", "acao = 'publicar_divulgacao'")


@pytest.mark.parametrize("alter", [number, rehashed, announced, title, labels, gone, unsaid])
def test_no_altered_number_reaches_a_page(
    app: Flask, other: Flask, key: int, alter: Callable[[Flask], None], capsys: pytest.CaptureFixture[str]
) -> None:
    healthy = app.test_client().get("/numeros")
    assert (healthy.status_code, SHOWN in text(healthy)) == (200, True)
    alter(app)
    for address in ("/numeros", f"/numeros/{key}", f"/numeros/{key}/origem?tabela=0&linha=0&coluna=0"):
        says_nothing(other.test_client().get(address))
    kept = app.test_client().get("/numeros")  # of the process that made it before: of what was approved, or nothing
    assert kept.data == healthy.data or kept.status_code == 503
    assert other.test_client().get("/numeros/como-lemos").status_code == 200
    assert '"livro_nao_confere"' in capsys.readouterr().err


@pytest.mark.parametrize("alter", [number, rehashed, announced, title, labels, gone, unsaid])
def test_no_altered_number_reaches_the_consultation(
    app: Flask, key: int, staff: Staff, sign_in: SignIn, alter: Callable[[Flask], None]
) -> None:
    reader = sign_in(staff("ANALISTA", "PAAHM-GRU"))
    assert key
    assert SHOWN in text(reader.get("/estatisticas/publicado?periodo=2026-S1"))
    alter(app)
    for address in ("/estatisticas/publicado", "/estatisticas/publicado?periodo=2026-S1"):
        says_nothing(reader.get(address))


def test_a_file_is_compared_before_it_leaves(app: Flask, key: int) -> None:
    file = f"/numeros/{key}/csv"
    healthy = app.test_client().get(file)
    assert (healthy.status_code, healthy.data) == (200, FILES["csv"][2])
    forge(app, "arquivo_divulgado", "conteudo", OTHER, "formato = 'csv'")
    says_nothing(app.test_client().get(file))
    forge(app, "arquivo_divulgado", "conteudo", FILES["csv"][2], "formato = 'csv'")
    assert app.test_client().get(file).data == healthy.data
    forge(app, "arquivo_divulgado", "nome", "outro.csv", "formato = 'csv'")
    says_nothing(app.test_client().get(file))


def test_a_file_with_its_digest_altered_too_does_not_leave(app: Flask, key: int) -> None:
    file = f"/numeros/{key}/csv"
    forge(app, "arquivo_divulgado", "conteudo", OTHER, "formato = 'csv'")
    forge(app, "arquivo_divulgado", "sha256", sha256(OTHER).hexdigest(), "formato = 'csv'")
    says_nothing(app.test_client().get(file))


def test_the_coordination_sees_it_and_nobody_else_sees_what(
    app: Flask, key: int, staff: Staff, sign_in: SignIn
) -> None:
    national = sign_in(staff("CGETP_GESTAO", None))
    assert "fora do ar" not in text(national.get("/divulgacoes"))
    number(app)
    page = text(national.get("/divulgacoes"))
    assert "os números públicos estão fora do ar" in page
    assert f"O que se achou: divulgação {key} (BOLETIM 2026-S1)" in page


def says_nothing(answer: TestResponse) -> None:
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "Números fora do ar" in page
    assert (answer.headers["Cache-Control"], answer.headers.get("ETag")) == ("no-store", None)
    assert "Set-Cookie" not in answer.headers
    assert "<table" not in page
    for word in (SHOWN, "7.411", "7411", "divulgação 1", OTHER.decode()):
        assert word not in page
