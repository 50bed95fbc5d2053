"""Random two-way tables and the proven least number of hidden cells (Fischetti and Salazar-González, by MILP)."""

import highspy
import numpy as np
from numpy.typing import NDArray

from sisetp.reporting.disclosure.atoms import Atomos
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.request import Candidata, Classe, Pedido

LIMIAR = 5
_SHAPES = ((6, 4), (7, 4), (8, 4), (6, 5), (7, 5), (8, 5), (9, 4), (10, 4), (9, 5), (10, 5), (8, 5), (10, 5))

Table = NDArray[np.int64]


def random_table(seed: int) -> Table:
    """Counts with skewed rows and columns, about ten people per cell."""
    chance = np.random.default_rng(seed)
    rows, columns = _SHAPES[seed % len(_SHAPES)]
    mean = np.outer(chance.gamma(1.2, 1, rows), chance.gamma(1.2, 1, columns))
    counts: Table = chance.poisson(mean * chance.uniform(8, 14) * rows * columns / mean.sum()).astype(np.int64)
    return counts


def request(table: Table) -> Pedido:
    """All cells with their totals, threshold 5, zeros as secret as small numbers."""
    names = [tuple(str(place) for place in range(size)) for size in table.shape]
    universe = Universo(ano=2026, dimensoes=(("linha", names[0]), ("coluna", names[1])), pares=frozenset())
    places = np.stack(np.meshgrid(*(np.arange(size) for size in table.shape), indexing="ij"), -1).reshape(-1, 2)
    cells = []
    for row in (*names[0], ""):
        for column in (*names[1], ""):
            chosen = {name: (code,) for name, code in (("linha", row), ("coluna", column)) if code}
            classe = (Classe.TOTAL, Classe.MARGEM, Classe.CRUZAMENTO)[len(chosen)]
            cells.append(Candidata(tabela="t", linha=0, coluna=0, forma=Forma.de(chosen), limiar=LIMIAR, classe=classe))
    return Pedido(
        universo=universe,
        atomos=Atomos(codigos=places.astype(np.int16), contagens=table.reshape(-1)),
        candidatas=tuple(cells),
    )


def least_hidden(table: Table) -> int:
    """Fewest hidden cells, totals included, such that each small one may be 0 and may be 5. Proven, seconds."""
    rows, values = _system(table)
    small = values < LIMIAR
    model = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs are not complete
    model.setOptionValue("output_flag", False)
    for place in range(len(values)):
        model.addVar(float(small[place]), 1.0)
        model.changeColCost(place, 1.0)
        model.changeColIntegrality(place, highspy.HighsVarType.kInteger)
    targets = [(place, True) for place in np.flatnonzero(small).tolist()]
    targets += [(place, False) for place in np.flatnonzero(small & (values > 0)).tolist()]
    for number, (target, high) in enumerate(targets):
        _counter_table(model, rows, values, small, len(values) + number * table.size, target, high)
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError("no proven optimum")
    return round(model.getInfo().objective_function_value)


def _counter_table(
    model: highspy.Highs,
    rows: NDArray[np.float64],
    values: NDArray[np.float64],
    small: NDArray[np.bool_],
    start: int,
    target: int,
    high: bool,
) -> None:
    """Variables of one other possible table, equal to the truth on every cell that is not hidden."""
    for _ in range(rows.shape[1]):
        model.addVar(0.0, highspy.kHighsInf)
    room = 10.0 * LIMIAR
    for place in range(len(values)):
        used = (start + np.flatnonzero(rows[place])).astype(np.int32)
        ones = np.ones(len(used))
        if place == target:
            bounds = (float(LIMIAR), highspy.kHighsInf) if high else (-highspy.kHighsInf, 0.0)
            model.addRow(*bounds, len(used), used, ones)
        elif not small[place]:
            both, down = np.append(used, place).astype(np.int32), min(room, float(values[place]))
            model.addRow(-highspy.kHighsInf, float(values[place]), len(both), both, np.append(ones, -room))
            model.addRow(float(values[place]), highspy.kHighsInf, len(both), both, np.append(ones, down))


def _system(table: Table) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    places = np.arange(table.size).reshape(table.shape)
    groups = [*places.reshape(-1, 1), *places, *places.T, places.reshape(-1)]
    rows = np.zeros((len(groups), table.size))
    for number, group in enumerate(groups):
        rows[number, group] = 1
    return rows, rows @ table.reshape(-1).astype(np.float64)
