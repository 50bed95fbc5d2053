"""An annual release waits until every unit that is ready has its victims frozen: who is left out would count none."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models.periodo import Prazo
from sisetp.db.models.unidade import Unidade
from sisetp.db.session import unit_of_work
from sisetp.domain.period import parse_period
from sisetp.reporting.definitions import reading
from sisetp.reporting.releases import agenda, checks, parameters, prepare
from sisetp.reporting.releases.store import Alvo
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock

ANNUAL, FEBRUARY = Alvo("boletim-anual", "2026"), Alvo("boletim-mensal", "2026-02")


def held(app: Flask, alvo: Alvo, clock: MovableClock) -> tuple[str, ...]:
    """Details of what keeps a release from being prepared; none when it can be."""
    produto = reading.load().produto(alvo.produto)
    assert produto is not None
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        try:
            checks.check(session, alvo, produto, parse_period(alvo.periodo), clock=clock)
        except checks.Impedida as cause:
            return cause.impedimento.detalhes
    return ()


def due_month(app: Flask, clock: MovableClock) -> str:
    """The month whose bulletin the timer would prepare now."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        due = agenda.due(session, reading.load(), clock=clock)
    return next(entry.alvo.periodo for entry in due if entry.alvo.produto == FEBRUARY.produto)


def waits(app: Flask, clock: MovableClock) -> tuple[tuple[str, ...], str]:
    """What keeps the annual release from being prepared: details of the impediment, and what the timer says."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        due = next(entry for entry in agenda.due(session, reading.load(), clock=clock) if entry.alvo == ANNUAL)
    return held(app, ANNUAL, clock), due.espera


def test_a_month_whose_deadline_was_moved_holds_the_releases_of_later_months(
    app: Flask, staff: Callable[..., Actor], clock: MovableClock
) -> None:
    """A release fixes every earlier month too: units that were given more time for one must still come in."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    manager = staff("CGETP_GESTAO", None)
    clock.instant = datetime(2026, 5, 4, 15, tzinfo=UTC)
    net.freeze(app, net.invent(1, por_mes=6, meses=range(1, 4), unidades=("NETP-SP",)), ano=2026, clock=clock)
    moved = {"ano": 2026, "mes": 2, "etapa": "CONFERENCIA", "data": date(2026, 5, 29), "motivo": "OUTRO"}
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        session.add(Prazo(**moved, autor_id=manager.user_id, created_at=clock.now()))
    assert held(app, Alvo("boletim-mensal", "2026-03"), clock) == ("02/2026",)


def test_a_month_waits_for_its_consolidation_unless_nobody_is_missing(
    app: Flask, staff: Callable[..., Actor], clock: MovableClock
) -> None:
    """Between the check and the consolidation, a unit that did its part would stay out for the whole year."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    staff("CGETP_GESTAO", None)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        units = tuple(session.scalars(select(Unidade.codigo).order_by(Unidade.codigo)))
    clock.instant = datetime(2026, 3, 25, 15, tzinfo=UTC)  # conference was due on the 20th, consolidation on the 31st
    person = [{"pessoa": 7, "dia": 2, "sexo": "F"}]
    net.freeze(app, [net.Mes(code, mes, person) for code in units[1:] for mes in (1, 2)], ano=2026, clock=clock)
    assert (due_month(app, clock), held(app, FEBRUARY, clock)) == ("2026-01", ("02/2026",))
    clock.instant = datetime(2026, 4, 1, 15, tzinfo=UTC)
    assert (due_month(app, clock), held(app, FEBRUARY, clock)) == ("2026-02", ())
    clock.instant = datetime(2026, 3, 25, 15, tzinfo=UTC)
    net.freeze(app, [net.Mes(units[0], mes, person) for mes in (1, 2)], ano=2026, clock=clock)
    assert (due_month(app, clock), held(app, FEBRUARY, clock)) == ("2026-02", ())


def test_a_unit_that_is_ready_and_not_closed_holds_the_annual_release(
    app: Flask, staff: Callable[..., Actor], clock: MovableClock
) -> None:
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    staff("CGETP_GESTAO", None)
    clock.instant = datetime(2027, 3, 25, 15, tzinfo=UTC)
    year = net.invent(1, por_mes=6, meses=range(1, 13), unidades=("NETP-SP", "NETP-BA"))
    net.freeze(app, year, ano=2026, clock=clock)
    net.close(app, [mes for mes in year if mes.unidade == "NETP-SP"], ano=2026, clock=clock)
    assert waits(app, clock) == (("NETP-BA",), "o ano ainda não foi fechado em NETP-BA")
    net.close(app, [mes for mes in year if mes.unidade == "NETP-BA"], ano=2026, clock=clock)
    assert waits(app, clock) == ((), "")


def test_who_sent_months_and_could_not_be_closed_is_named_with_the_close(
    app: Flask, staff: Callable[..., Actor], clock: MovableClock
) -> None:
    """People of such a unit count and its victims do not: whoever reads the tables must know."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    staff("CGETP_GESTAO", None)
    clock.instant = datetime(2027, 3, 25, 15, tzinfo=UTC)
    whole = net.invent(1, por_mes=6, meses=range(1, 13), unidades=("NETP-SP",))
    net.freeze(
        app, [*whole, *net.invent(2, por_mes=6, meses=range(1, 12), unidades=("NETP-BA",))], ano=2026, clock=clock
    )
    net.close(app, whole, ano=2026, clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        given = prepare.collect(session, ANNUAL, reading.load(), parameters.load(), clock=clock)
    found = json.loads(given.cobertura)
    assert found["enviaram"] == 1
    assert "NETP-BA (dezembro, fechamento do ano)" in found["faltam"]
    assert "NETP-RS" in found["faltam"]
