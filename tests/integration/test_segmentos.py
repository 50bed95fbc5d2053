"""The sealed segment: built once, caught up with other workers, one system event, never stopped by one bad row."""

import gc
from collections.abc import Callable
from dataclasses import replace
from threading import Thread

from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.app import create_app
from sisetp.db.models import AuditEvent, Pessoa
from sisetp.db.runtime import EXTENSION, DbRuntime
from sisetp.services import alteracoes, busca, segmentos
from sisetp.services.results import AmendSheet
from tests.integration.test_alteracoes import command, opened
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, work
from tests.support.fichas import IDENTITY, person
from tests.support.installation import close

Staff = Callable[..., Actor]


def found(app: Flask, actor: Actor, asked: str) -> int:
    return len(call(app, actor, busca.by_name, asked).hits)


def builds(app: Flask, actor: Actor) -> list[tuple[str, str]]:
    with work(app, actor, read_only=True) as session:
        query = select(AuditEvent.ator, AuditEvent.detalhes).where(AuditEvent.acao == "montar_segmento")
        return [(who, details) for who, details in session.execute(query)]


def test_the_build_is_one_system_event_with_a_count(app: Flask, desk: Actor, clock: MovableClock) -> None:
    attend(app, desk, clock)
    with work(app, desk, read_only=True) as session:
        busca.prepare(session, desk)
    assert builds(app, desk) == []
    assert found(app, desk, "aurora silva") == found(app, desk, "aurora silva") == 1
    ((who, details),) = builds(app, desk)
    assert who == segmentos.BUILDER
    assert '"quantidade":1' in details


def test_a_person_saved_after_the_build_is_found(app: Flask, desk: Actor, clock: MovableClock) -> None:
    assert found(app, desk, "aurora silva") == 0
    attend(app, desk, clock)
    assert found(app, desk, "aurora silva") == 1


def test_a_person_saved_by_another_worker_is_found(app: Flask, desk: Actor, clock: MovableClock) -> None:
    other = create_app(app.extensions["sisetp.settings"], clock=clock, testing=True)
    try:
        attend(app, desk, clock)
        assert found(other, desk, "aurora silva") == 1
        attend(app, desk, clock, person(identidade=replace(IDENTITY, nome_civil="Aurora Demonstração Silveira")))
        assert found(other, desk, "aurora silveira") == 1
        assert found(other, desk, "aurora demonstracao") == 2
    finally:
        close(other)


def test_a_corrected_name_replaces_the_old_one(app: Flask, desk: Actor, clock: MovableClock) -> None:
    key = attend(app, desk, clock)
    assert found(app, desk, "aurora silva") == 1
    sheet: AmendSheet = opened(app, desk, clock, key)
    right = replace(IDENTITY, nome_civil="Beatriz Demonstração Moura")
    call(app, desk, alteracoes.amend, command(sheet, identidade=right), clock=clock)
    assert (found(app, desk, "aurora silva"), found(app, desk, "beatriz moura")) == (0, 1)


def test_one_unreadable_person_is_counted_and_stops_nobody(app: Flask, desk: Actor, clock: MovableClock) -> None:
    for name in ("Aurora Demonstração Silva", "Beatriz Demonstração Moura", "Clara Demonstração Prado"):
        attend(app, desk, clock, person(identidade=replace(IDENTITY, nome_civil=name)))
    with work(app, desk) as session:
        row = session.scalars(select(Pessoa).order_by(Pessoa.marca)).first()
        assert row is not None
        assert row.ident is not None
        row.ident = row.ident[:-1] + bytes([row.ident[-1] ^ 1])
    result = call(app, desk, busca.by_name, "clara prado")
    assert ([hit.nome for hit in result.hits], result.unreadable) == (["Clara Demonstração Prado"], 1)


def test_units_have_separate_segments(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    stranger = staff("ATENDENTE", "PAAHM-GIG")
    attend(app, desk, clock)
    attend(app, stranger, clock, person(identidade=replace(IDENTITY, nome_civil="Clara Demonstração Prado")))
    assert (found(app, desk, "clara prado"), found(app, stranger, "clara prado")) == (0, 1)


def test_names_are_not_in_clear_between_searches(app: Flask, desk: Actor, clock: MovableClock) -> None:
    attend(app, desk, clock, person(identidade=replace(IDENTITY, nome_civil="Zulmiraxyz Demonstração Quixada")))
    assert found(app, desk, "zulmiraxyz quixada") == 1
    runtime: DbRuntime = app.extensions[EXTENSION]
    seen: set[int] = set()
    queue: list[object] = [runtime.memory]
    while queue:
        item = queue.pop()
        if id(item) in seen or isinstance(item, type):
            continue
        seen.add(id(item))
        if isinstance(item, str | bytes):
            assert b"zulmira" not in (item.encode() if isinstance(item, str) else item).lower()
        queue += gc.get_referents(item)
    assert len(seen) > 20


def test_threads_may_search_while_others_are_saved(app: Flask, desk: Actor, clock: MovableClock) -> None:
    attend(app, desk, clock)
    results: list[int] = []
    threads = [Thread(target=lambda: results.append(found(app, desk, "aurora silva"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    attend(app, desk, clock, person(identidade=replace(IDENTITY, doc_numero="GG777777")))
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert set(results) <= {1, 2}
    assert found(app, desk, "aurora silva") == 2
    assert len(builds(app, desk)) == 1
