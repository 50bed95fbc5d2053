"""Bounds of the auditor against a plain programme over every atom that can exist, solved from nothing each time."""

import json
from itertools import product
from random import Random
from typing import Any

import highspy
import numpy as np
import pytest

from sisetp.reporting.disclosure.auditor import checks
from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.auditor.model import Auditoria, Caso, Tipo
from tests.unit.reporting.auditor.worlds import DIMENSOES, NAMES, Mundo, um_a_um

USED = ("lugar", "sexo", "faixa")


@pytest.mark.parametrize("seed", range(3))
def test_bounds_of_broken_forms_are_those_of_every_atom_that_can_exist(seed: int) -> None:
    world = _random_world(seed)
    answer = audit(world.caso())
    broken = [limit for limit in answer.limites if limit.tipo is not None]
    assert broken
    for limit in broken:
        low, high = _plain_bounds(world.caso(), limit.forma_json)
        assert (limit.minimo, limit.maximo) == (int(np.ceil(low - 1e-6)), int(np.floor(high + 1e-6)))


@pytest.mark.parametrize("seed", range(2))
def test_forms_that_are_said_to_be_safe_are(seed: int) -> None:
    world = _random_world(seed)
    answer = audit(world.caso())
    safe = [limit for limit in answer.limites if limit.tipo is None]
    assert safe
    for limit in safe:
        low, high = _plain_bounds(world.caso(), limit.forma_json)
        assert low < 1e-6
        assert high > limit.limiar - 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_atoms_to_begin_with_save_time_and_change_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = _random_world(seed).caso(detentor=True)
    usual = _told(audit(case))
    monkeypatch.setattr(checks, "nearby", lambda space, atoms, rows, seed: atoms[:0])
    assert _told(audit(case)) == usual


def test_a_table_without_a_second_hidden_cell_gives_its_number_away() -> None:
    world = Mundo().chegam(9, sexo="F").chegam(8, sexo="M").chegam(2, sexo="NI")
    world.tabela("R", "sexo", {"Brasil": {}}, um_a_um("sexo"))
    (broken,) = audit(world.caso()).violacoes
    assert broken.tipo is Tipo.EXATA
    assert broken.causas == (("R", "sexo"),)
    assert "Engrossar a tabela sexo" in broken.saida


def test_an_audit_says_the_same_twice() -> None:
    case = _random_world(3).caso(detentor=True)
    assert audit(case) == audit(case)


def _told(answer: Auditoria) -> set[tuple[str, str, int, int]]:
    broken = [limit for limit in answer.limites if limit.tipo is not None]
    return {(limit.forma_json, limit.detentor, limit.minimo, limit.maximo) for limit in broken}


def _random_world(seed: int) -> Mundo:
    chance = Random(seed)
    world = Mundo()
    codes = dict(DIMENSOES)
    for _ in range(60):
        lucky = {name: codes[name][min(chance.randrange(len(codes[name])) for _ in range(2))] for name in USED}
        world.chegam(chance.choice((1, 2, 6, 20)), **lucky)
    for table, rows, columns in (("A", "lugar", "sexo"), ("B", "faixa", "sexo"), ("C", "lugar", "faixa")):
        cells = product(um_a_um(rows), um_a_um(columns))
        spared = [cell for cell in cells if chance.random() < 0.6]
        world.tabela("R", table, um_a_um(rows), um_a_um(columns), also=spared)
    return world


def _plain_bounds(case: Caso, target: str) -> tuple[float, float]:
    atoms = [dict(zip(USED, codes, strict=True)) for codes in product(*(dict(DIMENSOES)[name] for name in USED))]
    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # the library is typed in part
    model.setOptionValue("output_flag", False)
    cost = np.array([_holds(target, atom) for atom in atoms], float)
    top = 10.0 * sum(case.suporte.contagens)
    for _ in atoms:
        model.addVar(0.0, top)
    for line in case.linhas:
        if line.situacao == "P":
            held = np.flatnonzero([_holds(line.forma_json, atom) for atom in atoms]).astype(np.int32)
            model.addRow(float(line.valor or 0), float(line.valor or 0), len(held), held, np.ones(len(held)))
    ends = []
    for sign in (1.0, -1.0):
        model.changeColsCost(len(atoms), np.arange(len(atoms), dtype=np.int32), sign * cost)
        model.run()
        ends.append(sign * model.getInfo().objective_function_value)
    return ends[0], ends[1]


def _holds(form: str, atom: dict[str, str]) -> bool:
    chosen = json.loads(form)
    assert set(chosen) <= set(NAMES)
    return all(code in chosen[name] for name, code in atom.items() if name in chosen)
