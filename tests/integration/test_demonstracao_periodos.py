"""The invented months: every path is one the machine draws, nothing is in the future, and the seed decides."""

from collections import Counter, defaultdict

from flask import Flask
from sqlalchemy import select

from sisetp.db.models.periodo import PassoPeriodo, Periodo
from sisetp.db.session import unit_of_work
from sisetp.domain.periodo import ABERTO, MAQUINA
from sisetp.services import periodos
from sisetp.services.demonstracao import ACTOR
from sisetp.services.demonstracao.periodos import MESES, write_periods
from sisetp.services.demonstracao.usuarios import add_team
from tests.support.clock import MovableClock


def test_three_years_of_months_stand_as_the_machine_draws(app: Flask, clock: MovableClock) -> None:
    with app.app_context(), unit_of_work(ACTOR) as session:
        add_team(session, ACTOR, semente=1, clock=clock)
        written = write_periods(session, semente=1, clock=clock)
        rows = {row.id: row for row in session.scalars(select(Periodo))}
        steps = defaultdict(list)
        for step in session.scalars(select(PassoPeriodo).order_by(PassoPeriodo.id)):
            steps[step.periodo_id].append(step)
        board = periodos.board(session, ACTOR, None, clock=clock)
    assert len(rows) == written
    assert 26 * (MESES - 3) < written < 26 * MESES
    assert Counter(row.situacao for row in rows.values()).keys() == set(MAQUINA.estados) - {ABERTO}
    for key, row in rows.items():
        at, moment = ABERTO, steps[key][0].quando
        for step in steps[key]:
            assert step.de == at
            assert MAQUINA.permite(step.de, step.para)
            assert moment <= step.quando <= clock.now()
            at, moment = step.para, step.quando
        assert (at, len(steps[key]), moment) == (row.situacao, row.versao, row.updated_at)
    assert board.anos == (2026, 2025, 2024, 2023)
    cells = [cell for line in board.linhas for cell in line.meses if cell]
    assert any(cell.atrasado and cell.situacao == ABERTO for cell in cells)
