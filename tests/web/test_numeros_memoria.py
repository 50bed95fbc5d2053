"""Public pages cost little: known before they are made, kept by each process, new at once when something goes out."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from sisetp.app import create_app
from sisetp.reporting.ledger import documents
from sisetp.web.numeros.memoria import Memoria, validator
from tests.support.clock import MovableClock
from tests.support.documentos import publicado
from tests.support.forms import text
from tests.support.installation import close
from tests.support.publicadas import publish


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Releases whose documents are made from the ledger, one by one."""
    found: list[int] = []
    original = documents.build_bare

    def counted(session: object, row: object) -> object:
        found.append(row.numero)  # type: ignore[attr-defined]
        return original(session, row)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "build_bare", counted)
    return found


@pytest.fixture
def other(app: Flask, clock: MovableClock) -> Iterator[Flask]:
    """Another process over the same installation."""
    made = create_app(app.extensions["sisetp.settings"], clock=clock, testing=True)
    yield made
    close(made)


def test_the_second_visit_builds_nothing_and_a_publication_is_seen_at_once_everywhere(
    app: Flask, other: Flask, built: list[int]
) -> None:
    key = publish(app, publicado())
    for address in ("/numeros", f"/numeros/{key}"):
        first = app.test_client().get(address)
        assert built, address
        built.clear()
        assert app.test_client().get(address).data == first.data
        assert other.test_client().get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
        assert built == [], address
        assert other.test_client().get(address).data == first.data
        built.clear()
    before = app.test_client().get("/numeros")
    publish(app, replace(publicado(), titulo="Boletim seguinte", periodo="2026", periodo_codigo="2026"))
    for process in (app, other):
        answer = process.test_client().get("/numeros", headers={"If-None-Match": before.headers["ETag"]})
        assert (answer.status_code, "Boletim seguinte" in text(answer)) == (200, True)


def test_a_file_that_the_reader_has_is_not_read_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    key = publish(app, publicado(), files={"csv": ("a.csv", "text/csv", b"a")})
    tag = app.test_client().get(f"/numeros/{key}/csv").headers["ETag"]
    monkeypatch.setattr("sisetp.reporting.ledger.published_file", never)
    again = app.test_client().get(f"/numeros/{key}/csv", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_not_there_is_neither_kept_nor_known(app: Flask) -> None:
    publish(app, publicado())
    for _visit in range(2):
        answer = app.test_client().get("/numeros/999")
        assert (answer.status_code, answer.headers.get("ETag")) == (404, None)


def test_the_memory_has_a_bound_and_one_end_of_the_chain() -> None:
    memory, made = Memoria(most=2), list[str]()

    def page(address: str) -> Callable[[], str]:
        def build() -> str:
            made.append(address)
            return address

        return build

    for address in ("a", "b", "a", "c", "a", "b"):
        assert memory.page("head", address, page(address)) == address
    assert made == ["a", "b", "c", "b"]  # «b» went first: «a» was asked after it
    memory.page("another", "a", page("a"))
    memory.page("another", "a", page("a"))
    assert made == ["a", "b", "c", "b", "a"]


def test_pages_are_known_by_the_chain_the_address_and_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {validator("head", "/numeros"), validator("other", "/numeros"), validator("head", "/numeros/1")}
    monkeypatch.setattr("sisetp.web.numeros.memoria.program", lambda: "another program")
    assert len(known | {validator("head", "/numeros")}) == 4


def never(*_given: object) -> None:
    raise AssertionError("the file was read")
