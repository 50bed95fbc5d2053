"""Independent audit of a whole simulated year: every release of the calendar, planned one over the other.

Both readers are tried (the public, and each unit alone with another one in its state), bounds are searched over the
whole space of atoms, small tables are searched in whole people too, and every simulated attack is made.
"""

from dataclasses import replace
from itertools import islice
from time import perf_counter, process_time

import pytest

from sisetp.reporting.disclosure.atoms import Atomos
from sisetp.reporting.disclosure.auditor.attacks import simulate
from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.auditor.model import Caso, LinhaAuditada, Moldura, Suporte
from sisetp.reporting.disclosure.request import Parametros, duplas
from tests.benchmarks.board import Board
from tests.benchmarks.network import UF_DA_UNIDADE, UNIVERSO, people
from tests.benchmarks.programme import first_edition, year

AIM = 10_000
"""Milliseconds for the audit of a year of fifteen releases (secrecy design, section 9, B3)."""


@pytest.mark.longo
@pytest.mark.parametrize("size", [1_000, 2_000, 5_000])
def test_union_audit_of_a_year(size: int, board: Board, enabled: bool) -> None:
    case = _year(size if enabled else 300, releases=15 if enabled else 2)
    wall, cpu = perf_counter(), process_time()
    answer = audit(case)
    taken = (perf_counter() - wall, process_time() - cpu)
    attacks = simulate(case)
    figures = answer.medidas
    board.latency(f"auditoria de {figures.divulgacoes} divulgações, {size} pessoas", [taken], aim=AIM)
    board.notes.append(
        f"Auditoria com {size} pessoas: {figures.celulas} células, {figures.sensiveis} formas sensíveis, "
        f"{figures.limites} limites, {figures.programas} programas, {figures.atomos_possiveis} combinações, "
        f"{figures.inteiros} formas também em inteiros; "
        f"{len(answer.violacoes)} violações, {sum(attack.recuperados for attack in attacks)} recuperações."
    )
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
    frame = Moldura(ano=UNIVERSO.ano, dimensoes=UNIVERSO.dimensoes, pares=UNIVERSO.pares, uf=UF_DA_UNIDADE)
    return Caso(moldura=frame, linhas=tuple(lines), suporte=_support(atoms))


def _support(atoms: Atomos) -> Suporte:
    lists = [codes for _, codes in UNIVERSO.dimensoes]
    rows = atoms.codigos.tolist()
    named = tuple(tuple(codes[place] for codes, place in zip(lists, row, strict=True)) for row in rows)
    return Suporte(codigos=named, contagens=tuple(atoms.contagens.tolist()))


def _shown(case: Caso) -> tuple[LinhaAuditada, ...]:
    """The same cells with one more number than may be known: the first hidden one."""
    place = next(place for place, line in enumerate(case.linhas) if line.situacao == "X")
    hidden = case.linhas[place]
    return (*case.linhas[:place], replace(hidden, situacao="P", valor=0), *case.linhas[place + 1 :])
