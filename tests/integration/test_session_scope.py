"""The unit of work and its row scope: the three known holes are closed on both databases."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update

from sisetp.access.actor import Actor, SystemActor
from sisetp.access.roles import Role
from sisetp.db.base import db
from sisetp.db.models import Atendimento, AuditEvent, Pessoa, Unidade
from sisetp.db.session import ScopeMissing, UnscopedStatement, unit_of_work
from sisetp.services import registro
from tests.support.clock import MovableClock
from tests.support.fichas import ficha

Staff = Callable[..., Actor]


@pytest.fixture
def desk(app: Flask, staff: Staff, clock: MovableClock) -> Actor:
    """An officer of Guarulhos who has registered one atendimento."""
    actor = staff("ATENDENTE", "PAAHM-GRU")
    assert actor.unidade_id is not None
    with app.app_context(), unit_of_work(actor) as session:
        registro.register(session, actor, ficha(actor.unidade_id), clock=clock)
    return actor


def test_no_statement_without_a_scope(app: Flask) -> None:
    with app.app_context(), pytest.raises(ScopeMissing):
        db.session.scalars(select(Unidade)).all()


def test_units_of_work_do_not_nest(app: Flask) -> None:
    system = SystemActor(name="teste")
    with (
        app.app_context(),
        unit_of_work(system),
        pytest.raises(RuntimeError, match="already open"),
        unit_of_work(system),
    ):
        pass


def test_rows_of_another_unit_do_not_exist(app: Flask, desk: Actor, staff: Staff) -> None:
    other = staff("COORDENACAO", "PAAHM-GIG")
    with app.app_context():
        with unit_of_work(desk, read_only=True) as session:
            own = session.scalars(select(Atendimento)).all()
        with unit_of_work(other, read_only=True) as session:
            assert session.scalars(select(Atendimento)).all() == []
            assert session.get(Atendimento, own[0].id) is None
            assert session.scalar(select(func.count(Pessoa.id))) == 0
            assert {event.unidade_id for event in session.scalars(select(AuditEvent))} == {other.unidade_id}
    assert len(own) == 1


@pytest.mark.parametrize("role", ["CGETP_GESTAO", "CGETP_ADMIN", "ENCARREGADO"])
def test_national_roles_see_no_row_about_a_person(app: Flask, desk: Actor, staff: Staff, role: str) -> None:
    national = staff(role, None)
    with app.app_context(), unit_of_work(national, read_only=True) as session:
        assert session.scalars(select(Pessoa)).all() == []
        assert session.scalars(select(Atendimento)).all() == []


def test_core_selects_of_scoped_tables_are_refused(app: Flask, desk: Actor) -> None:
    with app.app_context(), unit_of_work(desk, read_only=True) as session:
        with pytest.raises(UnscopedStatement):
            session.execute(select(Atendimento.__table__))
        with pytest.raises(UnscopedStatement):
            session.execute(select(AuditEvent.__table__.c.ator))


def test_bulk_changes_of_scoped_tables_are_refused(app: Flask, desk: Actor) -> None:
    with app.app_context(), unit_of_work(desk) as session:
        with pytest.raises(UnscopedStatement):
            session.execute(update(Atendimento).values(situacao="CANCELADO"))
        with pytest.raises(UnscopedStatement):
            session.execute(delete(Pessoa))


def test_textual_sql_is_refused(app: Flask, desk: Actor) -> None:
    with app.app_context(), unit_of_work(desk, read_only=True) as session, pytest.raises(UnscopedStatement):
        session.execute(text("SELECT ident FROM pessoa"))


def test_writing_a_row_of_another_unit_is_refused(app: Flask, desk: Actor, staff: Staff) -> None:
    intruder = replace(staff("COORDENACAO", "PAAHM-GIG"), role=Role.COORDENACAO)
    with app.app_context():
        with unit_of_work(desk, read_only=True) as session:
            row = session.scalars(select(Atendimento)).one()
        with pytest.raises(UnscopedStatement), unit_of_work(intruder) as session:
            row.situacao = "CANCELADO"
            session.add(row)
            session.flush()


def test_a_read_only_unit_of_work_refuses_to_write(app: Flask, desk: Actor, clock: MovableClock) -> None:
    assert desk.unidade_id is not None
    with app.app_context(), pytest.raises(UnscopedStatement), unit_of_work(desk, read_only=True) as session:
        registro.register(session, desk, ficha(desk.unidade_id), clock=clock)


def test_an_error_leaves_nothing(app: Flask, desk: Actor, clock: MovableClock) -> None:
    assert desk.unidade_id is not None
    with app.app_context():
        with pytest.raises(ZeroDivisionError), unit_of_work(desk) as session:
            registro.register(session, desk, ficha(desk.unidade_id), clock=clock)
            raise ZeroDivisionError
        with unit_of_work(desk, read_only=True) as session:
            assert session.scalar(select(func.count(Atendimento.id))) == 1
