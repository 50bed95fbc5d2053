"""Two hundred marked values go through every input of the pages; outside the pages shown there is no trace of them."""

import io
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.db.base import Base
from sisetp.db.models import AuditEvent, Sessao
from sisetp.db.session import unit_of_work
from sisetp.services import registro
from tests.support.canary import Canaries
from tests.support.canary_cases import live_cases, live_openly
from tests.support.canary_http import (
    Browser,
    change_all,
    person,
    read_all,
    register_all,
    sheet,
    smuggle,
    type_keys,
    wrong_sign_ins,
)
from tests.support.canary_places import (
    Spool,
    engines,
    is_of_server,
    make_server_talkative,
    own_temporary_folder,
    stored,
    talkative_logs,
)
from tests.support.encaminhamentos import unit_id
from tests.support.staff import OPERATOR

ENOUGH = 200


@dataclass
class Watch:
    """The application under watch and everything that it said outside its pages."""

    app: Flask
    canaries: Canaries
    spool: Spool
    said: io.StringIO
    capture: pytest.CaptureFixture[str]
    heard: str = ""

    def errors(self) -> str:
        """All that went to standard error and output, the application's own log included."""
        said = self.capture.readouterr()
        self.heard += said.err + said.out
        return self.heard

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """Audit events and sessions, field by field."""
        with self.app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
            for event in session.scalars(sa.select(AuditEvent)):
                yield f"evento {event.id}", f"{event.detalhes} {event.ator} {event.alvo_id}".encode()
            for row in session.scalars(sa.select(Sessao)):
                yield f"sessao {row.id_hash.hex()[:6]}", row.data

    def places(self, *browsers: Browser) -> Iterator[tuple[str, bytes]]:
        """Everything outside pages."""
        yield from self.rows()
        yield from stored(self.app)
        yield "log", self.said.getvalue().encode()
        yield "stderr", self.errors().encode()
        for path in self.spool.folder.rglob("*"):
            yield str(path), path.read_bytes() if path.is_file() else b""
        for browser in browsers:
            yield from browser.kept


@pytest.fixture
def watch(app: Flask, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Iterator[Watch]:
    """A talkative application with its own temporary folder."""
    make_server_talkative(app)
    with talkative_logs() as said, own_temporary_folder(tmp_path / "tmp") as spool:
        yield Watch(app, Canaries(), spool, said, capfd)


@pytest.fixture
def browser(watch: Watch, staff: Callable[..., Actor], sign_in: Callable[[Actor], FlaskClient]) -> Browser:
    """A technician of Guarulhos, signed in."""
    actor = staff("TECNICO", profissao="PSICO")
    made = Browser(sign_in(actor), watch.canaries)
    made.learn_token("/atendimentos/novo")
    return made


def test_two_hundred_marked_values_leave_no_trace(watch: Watch, browser: Browser) -> None:
    watch.spool.opened.clear()  # pytest's own capture of standard error opens its files when the test begins
    keys = Canaries()
    stranger, typist = Browser(watch.app.test_client(), keys), Browser(browser.client, keys, browser.token)
    wrong_sign_ins(stranger)
    type_keys(typist)
    known = person(watch.canaries)
    assert browser.post("/atendimentos/novo", sheet(watch.canaries, known)).status_code == 303
    addresses = register_all(browser)
    smuggle(browser)
    change_all(browser, addresses)
    read_all(browser, addresses, known)
    assert len({*watch.canaries.made, *keys.made}) >= ENOUGH
    assert "INSERT INTO pessoa" in watch.said.getvalue()
    assert "acesso" in watch.errors()
    assert len(list(watch.rows())) > 40
    assert watch.canaries.find_in(watch.places(browser, stranger)) == []
    elsewhere = [item for item in watch.places(stranger, typist) if not is_of_server(item[0])]
    assert keys.find_in(elsewhere) == []
    assert watch.spool.opened == []


def test_cases_and_all_around_them_leave_no_trace(
    watch: Watch, staff: Callable[..., Actor], sign_in: Callable[[Actor], FlaskClient]
) -> None:
    """Forms C to H, J, K, L, reasons and numbers of legal processes, by both units of a referral."""
    head = staff("COORDENACAO", "NETP-MG", profissao="PSI")
    ours = Browser(sign_in(head), watch.canaries)
    theirs = Browser(sign_in(staff("TECNICO", "NETP-SP")), watch.canaries)
    for browser in (ours, theirs):
        browser.learn_token("/atendimentos/novo")
    live_cases(ours, theirs, f"U{unit_id(watch.app, 'NETP-SP')}")
    assert len(set(watch.canaries.made)) >= 60
    assert "INSERT INTO envolvido" in watch.said.getvalue()
    assert watch.canaries.find_in(watch.places(ours, theirs)) == []


def test_what_stands_in_clear_is_what_was_decided(
    watch: Watch, staff: Callable[..., Actor], sign_in: Callable[[Actor], FlaskClient]
) -> None:
    """Activities, the local network and public cards name nobody; nothing else is written as it was typed."""
    marks = Canaries()
    head = Browser(sign_in(staff("COORDENACAO", "NETP-MG")), marks)
    head.learn_token("/atendimentos/novo")
    live_openly(head, marks)
    plain = {table for table, text in rows_in_clear(watch.app) if marks.find(text.encode(), table)}
    assert plain == {"atividade", "comite", "fluxo", "cartao_unidade"}
    assert marks.find_in(watch.rows()) == []


def rows_in_clear(app: Flask) -> Iterator[tuple[str, str]]:
    """Every row of the main database as text, with its table."""
    with engines(app)[0].connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)):
                yield table.name, "|".join(value.hex() if isinstance(value, bytes) else str(value) for value in row)


def test_a_forced_failure_says_nothing(watch: Watch, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_session: object, _actor: object, command: object, **_more: object) -> None:
        raise RuntimeError(f"cannot store {command}")

    monkeypatch.setattr(registro, "register", fail)
    watch.app.config["PROPAGATE_EXCEPTIONS"] = False
    sent = sheet(watch.canaries, person(watch.canaries))
    assert browser.post("/atendimentos/novo", sent).status_code == 500
    assert "RuntimeError" in watch.errors()
    assert watch.canaries.find_in(watch.places(browser)) == []


def test_what_is_planted_outside_pages_is_found(watch: Watch, browser: Browser) -> None:
    word = watch.canaries.word()
    logging.getLogger("sisetp.teste").debug("%s", word)
    browser.get(f"/atendimentos?codigo={word.upper()}")
    with watch.app.app_context(), unit_of_work(OPERATOR) as session:
        session.scalars(sa.select(Sessao)).first().data = word.lower().encode()  # type: ignore[union-attr]
    (watch.spool.folder / "resto").write_text(word.encode().hex(), encoding="ascii")
    os.write(2, word.encode())
    places = {leak.place for leak in watch.canaries.find_in(watch.places(browser))}
    assert {"log", "stderr"} <= places
    assert any(place.startswith("sessao ") for place in places)
    assert any(place.endswith("resto") for place in places)
    assert any(place.startswith("address") for place in places)
    assert [path for path in watch.spool.opened if path.endswith("resto")]
