"""An installation whose people are invented says so on every page, sheet and document; a real one never does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.app import create_app
from sisetp.db.session import unit_of_work
from sisetp.reporting import ledger
from sisetp.reporting.demonstration import INVENTADOS
from sisetp.reporting.tables import Documento
from tests.support.clock import MovableClock
from tests.support.forms import text
from tests.support.installation import close
from tests.support.publicadas import one_out
from tests.support.staff import OPERATOR

SAID = "as pessoas não existem e os números são inventados"


@pytest.fixture
def real(app: Flask, clock: MovableClock) -> Iterator[Flask]:
    """The same databases, had they been those of an installation in use."""
    made = create_app(replace(app.extensions["sisetp.settings"], ambiente="producao"), clock=clock, testing=True)
    yield made
    close(made)


@pytest.mark.parametrize("template", ["base.html", "base_simples.html", "base_impressao.html", "numeros/base.html"])
def test_every_kind_of_page_says_so(app: Flask, real: Flask, template: str) -> None:
    assert bare(app, template).count(SAID) == 1
    assert SAID not in bare(real, template)


def test_so_does_each_way_in(app: Flask, real: Flask, client: FlaskClient, desk: Actor) -> None:
    assert desk.user_id
    assert SAID in text(client.get("/"))
    for address, said in (("/entrar", SAID), ("/numeros", SAID), ("/rede", "190, 191, 100 e 180 são verdadeiros")):
        assert said in text(app.test_client().get(address)), address
        assert said not in text(real.test_client().get(address)), address
    assert SAID not in text(app.test_client().get("/rede"))  # nobody is to doubt an emergency number


def test_so_does_a_document_and_nothing_else_of_it_changes(app: Flask, real: Flask) -> None:
    key = one_out(app)
    invented, whole = document(app, key), document(real, key)
    assert (invented.demonstracao, whole.demonstracao) == (INVENTADOS, "")
    assert replace(invented, demonstracao="") == whole


def bare(app: Flask, template: str) -> str:
    with app.test_request_context("/"):
        return render_template(template)


def document(app: Flask, key: int) -> Documento:
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        return ledger.published_document(session, key)
