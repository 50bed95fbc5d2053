"""Independent audit of a whole simulated year: every release of the calendar, planned one over the other.

Both readers are tried (the public, and each unit alone with another one in its state), bounds are searched over the
whole space of atoms, small tables are searched in whole people too, and every simulated attack is made.
"""

from dataclasses import replace
from itertools import islice
from time import process_time

import pytest

from sisetp.reporting.disclosure.auditor.attacks import simulate
from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.auditor.model import Caso, LinhaAuditada
from sisetp.reporting.disclosure.request import Parametros, duplas
from tests.benchmarks.board import Board
from tests.benchmarks.network import UF_DA_UNIDADE, UNIVERSO, people
from tests.benchmarks.programme import first_edition, year
from tests.benchmarks.reader import FRAME, support

AIM = 10
"""Seconds for the audit of a year of fifteen releases (secrecy design, section 9, B3)."""


@pytest.mark.longo
@pytest.mark.parametrize("size", [1_000, 2_000, 5_000])
def test_union_audit_of_a_year(size: int, board: Board, enabled: bool) -> None:
    case = _year(size if enabled else 300, releases=15 if enabled else 2)
    cpu = process_time()
    answer = audit(case)
    taken = process_time() - cpu
    attacks = simulate(case)
    figures = answer.medidas
    more = (
        f"{len(answer.violacoes)} violações e {sum(attack.recuperados for attack in attacks)} recuperações; "
        f"{figures.celulas} células, {figures.sensiveis} grupos pequenos, {figures.programas} programas"
    )
    board.goal("B3", f"auditar a união de {figures.divulgacoes} divulgações, N={size}", taken, "s", AIM, more=more)
    assert answer.aprovada
    assert not any(attack.recuperados for attack in attacks)


def test_the_audit_of_a_small_year_runs(board: Board) -> None:
    case = _year(300, releases=2)
    assert audit(case).aprovada
    assert not audit(replace(case, linhas=_shown(case))).aprovada


def _year(size: int, *, releases: int) -> Caso:
    """What was published about a simulated year; tables that the planner refused are not out."""
    atoms = people(size)
    rules = Parametros(duplas=duplas(UNIVERSO, UF_DA_UNIDADE))
    lines: list[LinhaAuditada] = []
    for name, request, plan in year(atoms, list(islice(first_edition(), releases)), rules):
        if not plan.publicavel:
            continue
        for cell, state, value in zip(request.candidatas, plan.estados, plan.valores, strict=True):
            lines.append(
                LinhaAuditada(
                    divulgacao=name,
                    tabela=cell.tabela,
                    linha=str(cell.linha),
                    coluna=str(cell.coluna),
                    forma_json=cell.forma.json(),
                    situacao=state.value,
                    valor=value,
                    limiar=cell.limiar,
                )
            )
    return Caso(moldura=FRAME, linhas=tuple(lines), suporte=support(atoms))


def _shown(case: Caso) -> tuple[LinhaAuditada, ...]:
    """The same cells with one more number than may be known: the first hidden one."""
    place = next(place for place, line in enumerate(case.linhas) if line.situacao == "X")
    hidden = case.linhas[place]
    return (*case.linhas[:place], replace(hidden, situacao="P", valor=0), *case.linhas[place + 1 :])
