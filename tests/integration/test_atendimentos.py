"""The list without names and one record with its answers: filters, pages, profiles, timeline, another unit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, select

from sisetp.access.actor import Actor
from sisetp.db.base import db
from sisetp.db.models import Atendimento, Usuario
from sisetp.domain.atendimento import CancelAtendimento
from sisetp.domain.errors import AccessDenied, NotFound
from sisetp.services import alteracoes, atendimentos
from sisetp.services.results import AtendimentoDetail, ListFilter, Page
from tests.support.clock import MovableClock
from tests.support.desk import attend, attend_all, call, events, work
from tests.support.fichas import WHEN, person, unnamed

Staff = Callable[..., Actor]
WEEK = ListFilter(inicio=date(2026, 11, 14), fim=date(2026, 11, 20))


def listed(app: Flask, actor: Actor, clock: MovableClock, asked: ListFilter = WEEK, number: int = 1) -> Page:
    return call(app, actor, atendimentos.list_page, asked, number=number, clock=clock)


def shown(app: Flask, actor: Actor, clock: MovableClock, atendimento_id: object) -> AtendimentoDetail:
    return call(app, actor, atendimentos.detail, atendimento_id, clock=clock, reason_after_days=30)


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Statements run on the main database."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_list_has_code_author_and_profile_but_no_name(app: Flask, desk: Actor, clock: MovableClock) -> None:
    attend(app, desk, clock)
    (line,) = listed(app, desk, clock).lines
    assert line.perfil == "DEPORTADO"
    assert line.autor == desk.nome
    assert not line.unreadable
    assert "Aurora" not in repr(line)


def test_a_list_is_audited_with_period_and_count(app: Flask, desk: Actor, clock: MovableClock) -> None:
    attend(app, desk, clock)
    listed(app, desk, clock)
    ((_action, details),) = events(app, desk, "listar")
    assert details["quantidade"] == 1
    assert (details["inicio"], details["fim"]) == ("2026-11-14", "2026-11-20")


def test_the_profile_is_opened_for_twelve_months_only(app: Flask, desk: Actor, clock: MovableClock) -> None:
    attend(app, desk, clock)
    clock.advance(days=366)
    (line,) = listed(app, desk, clock).lines
    assert line.perfil is None
    assert not line.unreadable


def test_an_unreadable_record_is_said_to_be_so_and_the_others_are_listed(
    app: Flask, desk: Actor, clock: MovableClock
) -> None:
    broken, _whole = attend(app, desk, clock), attend(app, desk, clock)
    with work(app, desk) as session:
        row = session.get_one(Atendimento, broken)
        row.estat = row.estat[:-1] + bytes([row.estat[-1] ^ 1])
    lines = {line.id: line for line in listed(app, desk, clock).lines}
    assert lines[broken].unreadable
    assert [line.perfil for line in lines.values() if not line.unreadable] == ["DEPORTADO"]


def test_filters_by_day_in_the_units_time_zone(app: Flask, desk: Actor, clock: MovableClock) -> None:
    late = WHEN.replace(hour=2, minute=30)  # 23:30 of the day before in São Paulo
    attend(app, desk, clock, inicio=late)
    assert listed(app, desk, clock, ListFilter(inicio=date(2026, 11, 20), fim=date(2026, 11, 20))).total == 0
    assert listed(app, desk, clock, ListFilter(inicio=date(2026, 11, 19), fim=date(2026, 11, 19))).total == 1


def test_filters_by_code_officer_and_status(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    colleague = staff("ATENDENTE", "PAAHM-GRU")
    ((first, code),) = attend_all(app, desk, clock)
    attend(app, colleague, clock)
    assert [line.id for line in listed(app, desk, clock, replace(WEEK, codigo=code)).lines] == [first]
    assert [line.id for line in listed(app, desk, clock, replace(WEEK, autor_id=desk.user_id)).lines] == [first]
    command = CancelAtendimento(atendimento_id=first, versao=1, motivo="DUPLICADA")
    call(app, desk, alteracoes.cancel, command, clock=clock)
    assert listed(app, desk, clock).total == 1
    assert listed(app, desk, clock, replace(WEEK, situacao="")).total == 2
    (cancelled,) = listed(app, desk, clock, replace(WEEK, situacao="CANCELADO")).lines
    assert (cancelled.id, cancelled.situacao) == (first, "CANCELADO")


def test_pages_of_fifty_cost_the_same_number_of_queries(app: Flask, desk: Actor, clock: MovableClock) -> None:
    attend_all(app, desk, clock, *[unnamed(respostas={"qtd_pessoas": 4}) for _ in range(4)])
    with counted(app) as few:
        listed(app, desk, clock)
    for _ in range(3):
        attend_all(app, desk, clock, *[unnamed(respostas={"qtd_pessoas": 20}) for _ in range(20)])
    with counted(app) as many:
        page = listed(app, desk, clock)
    assert (len(page.lines), page.total, page.pages) == (50, 64, 2)
    assert len(listed(app, desk, clock, number=2).lines) == 14
    assert len(many) == len(few) <= 12


def test_detail_has_answers_and_opens_neither_identity_nor_texts(app: Flask, desk: Actor, clock: MovableClock) -> None:
    atendimento_id = attend(app, desk, clock, person(textos={"obs": "texto marcado"}))
    detail = shown(app, desk, clock, atendimento_id)
    assert detail.respostas["sexo"] == "F"
    assert detail.has_identity
    assert detail.has_texts
    assert "Aurora" not in repr(detail)
    assert "marcado" not in repr(detail)
    assert [name for name, _ in events(app, desk) if name.startswith("abrir")] == ["abrir_ficha"]


def test_timeline_is_of_the_same_pessoa_newest_first(app: Flask, desk: Actor, clock: MovableClock) -> None:
    first = attend(app, desk, clock)
    pessoa_id = shown(app, desk, clock, first).pessoa_id
    clock.advance(days=2)
    second = attend(app, desk, clock, person(pessoa_id=pessoa_id), inicio=clock.now())
    attend(app, desk, clock, unnamed(), inicio=clock.now())
    timeline = shown(app, desk, clock, first).timeline
    assert [(item.id, item.current) for item in timeline] == [(second, False), (first, True)]
    with work(app, desk) as session:
        row = session.get_one(Atendimento, second)
        row.estat = row.estat[:-1] + bytes([row.estat[-1] ^ 1])
    assert [item.unreadable for item in shown(app, desk, clock, first).timeline] == [True, False]


def test_group_names_the_other_fichas(app: Flask, desk: Actor, clock: MovableClock) -> None:
    two = {"qtd_pessoas": 2}
    (first, _), other = attend_all(app, desk, clock, person(respostas=two), unnamed(respostas=two))
    assert shown(app, desk, clock, first).grupo == (other,)


def test_a_child_alone_gets_a_suggestion(app: Flask, desk: Actor, clock: MovableClock) -> None:
    alone = unnamed(respostas={"faixa_etaria": "F12_17", "acompanhado": "SO"})
    assert "CONS_TUTELAR" in shown(app, desk, clock, attend(app, desk, clock, alone)).sugestoes


def test_a_row_of_another_unit_is_not_found(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    atendimento_id = attend(app, desk, clock)
    stranger = staff("COORDENACAO", "PAAHM-GIG")
    for unknown in (atendimento_id, uuid4()):
        with pytest.raises(NotFound):
            shown(app, stranger, clock, unknown)
    assert listed(app, stranger, clock).total == 0


def test_an_analyst_sees_neither_list_nor_record(app: Flask, desk: Actor, staff: Staff, clock: MovableClock) -> None:
    atendimento_id = attend(app, desk, clock)
    analyst = staff("ANALISTA", "PAAHM-GRU")
    with pytest.raises(AccessDenied):
        shown(app, analyst, clock, atendimento_id)
    with pytest.raises(AccessDenied):
        listed(app, analyst, clock)


def test_old_records_ask_a_reason(app: Flask, desk: Actor, clock: MovableClock) -> None:
    atendimento_id = attend(app, desk, clock)
    assert not shown(app, desk, clock, atendimento_id).reason_required
    clock.instant = WHEN + timedelta(days=30, seconds=1)
    assert shown(app, desk, clock, atendimento_id).reason_required


def test_officers_are_those_of_the_unit(app: Flask, desk: Actor, staff: Staff) -> None:
    staff("ATENDENTE", "PAAHM-GIG")
    assert call(app, desk, atendimentos.officers) == ((desk.user_id, desk.nome),)
    with work(app, desk, read_only=True) as session:
        assert len(session.scalars(select(Usuario.id)).all()) == 2
