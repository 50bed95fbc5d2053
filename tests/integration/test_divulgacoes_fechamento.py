"""An annual release waits until every unit that is ready has its victims frozen: who is left out would count none."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from sisetp.access.actor import Actor
from sisetp.db.models.periodo import Prazo
from sisetp.db.session import unit_of_work
from sisetp.domain.period import month, year_of
from sisetp.reporting.definitions import reading
from sisetp.reporting.releases import agenda, checks
from sisetp.reporting.releases.store import Alvo
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock

ANNUAL = Alvo("boletim-anual", "2026")


def waits(app: Flask, clock: MovableClock) -> tuple[tuple[str, ...], str]:
    """What keeps the annual release from being prepared: details of the impediment, and what the timer says."""
    catalogue = reading.load()
    produto = catalogue.produto(ANNUAL.produto)
    assert produto is not None
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        due = next(entry for entry in agenda.due(session, catalogue, clock=clock) if entry.alvo == ANNUAL)
        try:
            checks.check(session, ANNUAL, produto, year_of(2026), clock=clock)
        except checks.Impedida as cause:
            return cause.impedimento.detalhes, due.espera
    return (), due.espera


def test_a_month_whose_deadline_was_moved_holds_the_releases_of_later_months(
    app: Flask, staff: Callable[..., Actor], clock: MovableClock
) -> None:
    """A release fixes every earlier month too: units that were given more time for one must still come in."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    manager = staff("CGETP_GESTAO", None)
    clock.instant = datetime(2026, 4, 27, 15, tzinfo=UTC)
    net.freeze(app, net.invent(1, por_mes=6, meses=range(1, 4), unidades=("NETP-SP",)), ano=2026, clock=clock)
    moved = {"ano": 2026, "mes": 2, "etapa": "CONFERENCIA", "data": date(2026, 5, 29), "motivo": "OUTRO"}
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        session.add(Prazo(**moved, autor_id=manager.user_id, created_at=clock.now()))
    march = Alvo("boletim-mensal", "2026-03")
    produto = reading.load().produto(march.produto)
    assert produto is not None
    with (
        app.app_context(),
        unit_of_work(net.ESTATISTICA, read_only=True) as session,
        pytest.raises(checks.Impedida) as caught,
    ):
        checks.check(session, march, produto, month(2026, 3), clock=clock)
    assert caught.value.impedimento.detalhes == ("02/2026",)


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
