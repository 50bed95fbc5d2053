"""Bounds an attacker can reach: linear programmes over {x ≥ 0, published rows}, one warm model, many objectives.

Rows are forms, columns are atoms. Published forms are equalities, what is known from elsewhere are intervals, the
forms to bound are free rows. Columns are added when an exact search of the whole space says that one would widen the
bound, so the answer is that of the whole space and not of a sample. Always minimises (a maximum is asked negated).
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from sisetp.domain.errors import Refused
from sisetp.reporting.disclosure.auditor.space import Espaco, Indices, Reais

INFINITO = highspy.kHighsInf
FOLGA = 1e-6
"""Distance below which a real bound is taken for the whole number beside it."""
_COLUMNS = 200
_NO_ANSWER = "A auditoria não encontrou resposta: os números publicados não são de nenhuma população."


@dataclass(frozen=True, slots=True)
class Ponto:
    """One solution: people of every form, the sum minimised, price of each row, and whether it is in whole numbers."""

    formas: Reais
    soma: float
    precos: Reais
    inteiro: bool


class Sistema:
    """The linear system of one audit. `baixo`, `alto`: bounds of every form (equal = published, infinite = unknown).

    `atomos` and `pessoas` are the true atoms; `extras` more atoms to start from, holding nobody.
    """

    def __init__(
        self, espaco: Espaco, baixo: Reais, alto: Reais, atomos: Indices, pessoas: Reais, extras: Indices
    ) -> None:
        self.espaco = espaco
        self.baixo, self.alto = baixo.copy(), alto.copy()
        self.atomos = np.zeros((0, len(espaco.forma)), np.intp)
        self.programas = 0
        self._true = {tuple(atom): people for atom, people in zip(atomos.tolist(), pessoas.tolist(), strict=True)}
        self._known: set[tuple[int, ...]] = set()
        self._fixed = np.zeros(espaco.forma[0], dtype=bool)
        self._top = 4.0 * float(pessoas.sum()) + 1000.0
        self._model = _empty(self.baixo, self.alto)
        self.add(np.concatenate([atomos, extras]))

    def add(self, atomos: Indices) -> int:
        """Add atoms that are not there yet; gives how many were new."""
        new = [atom for atom in dict.fromkeys(map(tuple, atomos.tolist())) if atom not in self._known]
        if not new:
            return 0
        self._known.update(new)
        block = np.array(new, dtype=np.intp)
        held = self.espaco.incidence(block)
        columns, rows = np.nonzero(held.T)
        starts = np.searchsorted(columns, np.arange(len(new))).astype(np.int32)
        lower, upper = self._limits(block)
        zero, ones = np.zeros(len(new)), np.ones(len(rows))
        self._model.addCols(len(new), zero, lower, upper, len(rows), starts, rows.astype(np.int32), ones)
        self.atomos = np.concatenate([self.atomos, block])
        return len(new)

    def fix(self, classes: Indices) -> None:
        """An insider knows every atom of these classes of the first axis: they stay as they truly are."""
        self._fixed[:] = False
        self._fixed[classes] = True
        lower, upper = self._limits(self.atomos)
        self._model.changeColsBounds(len(lower), _places(len(lower)), lower, upper)

    def cap(self, rows: Indices, tops: Reais) -> None:
        """Do not let these forms grow past a number: a restriction, so what it finds is still a possible truth."""
        self._model.changeRowsBounds(
            len(rows), rows.astype(np.int32), self.baixo[rows], np.minimum(self.alto[rows], tops)
        )

    def uncap(self, rows: Indices) -> None:
        """Give forms back the bounds they have for the reader."""
        self._model.changeRowsBounds(len(rows), rows.astype(np.int32), self.baixo[rows], self.alto[rows])

    def whole(self) -> None:
        """From now on people come in whole numbers (and rows have no price)."""
        for option in ("solver", "presolve"):
            self._model.setOptionValue(option, "choose")
        kinds = np.full(len(self.atomos), int(highspy.HighsVarType.kInteger), np.uint8)
        self._model.changeColsIntegrality(len(kinds), _places(len(kinds)), kinds)

    def minimise(self, weights: Reais) -> Ponto:
        """Smallest weighted sum of forms over the atoms at hand; `weights` has one number per form.

        Raises: Refused when the solver finds no answer (the published numbers are of no population).
        """
        cost = self.espaco.cost(weights, self.atomos)
        self._model.changeColsCost(len(cost), _places(len(cost)), cost)
        self.programas += 1
        point = self._asked(weights)
        if point is None:
            self._model.clearSolver()
            point = self._asked(weights)
        if point is None:
            raise Refused(_NO_ANSWER)
        return point

    def widen(self, weights: Reais, prices: Reais) -> int:
        """Look in the whole space for atoms that would lower the weighted sum, and add the best of them.

        `prices`: the dual value of each row at the optimum. 0 means that the optimum is that of the whole space.
        """
        return self.add(self.espaco.cheapest(weights - prices, _COLUMNS, -FOLGA, ~self._fixed))

    def bound(self, weights: Reais, enough: float) -> Ponto:
        """Smallest weighted sum over the whole space, or the first one that is not above `enough`."""
        point = self.minimise(weights)
        while point.soma > enough and self.widen(weights, point.precos):
            point = self.minimise(weights)
        return point

    def _asked(self, weights: Reais) -> Ponto | None:
        """The optimum, or None when the solver has none or what it has does not add up."""
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._model.getSolution()
        people = np.maximum(np.array(solution.col_value), 0.0)
        forms = self._added_up(people)
        whole = bool(np.abs(people - np.rint(people)).max(initial=0.0) < FOLGA)
        point = Ponto(forms, float(weights @ forms), np.array(solution.row_dual), whole)
        return point if self._agrees(forms) else None

    def _added_up(self, people: Reais) -> Reais:
        """People of every form, added up here and not taken from the solver."""
        used = np.flatnonzero(people)
        return np.asarray(self.espaco.incidence(self.atomos[used]) @ people[used])

    def _agrees(self, forms: Reais) -> bool:
        """Whether a possible truth gives every number that is known: what makes it a proof, whoever found it."""
        room = FOLGA * np.maximum(1.0, np.abs(forms))
        return bool(((forms >= self.baixo - room) & (forms <= self.alto + room)).all())

    def _limits(self, atomos: Indices) -> tuple[Reais, Reais]:
        lower, upper = np.zeros(len(atomos)), np.full(len(atomos), self._top)
        for place in np.flatnonzero(self._fixed[atomos[:, 0]]):
            lower[place] = upper[place] = self._true.get(tuple(atomos[place].tolist()), 0.0)
        return lower, upper


def _places(count: int) -> Indices:
    return np.arange(count, dtype=np.int32)


def _empty(lower: Reais, upper: Reais) -> Any:
    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # the library is typed in part
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("presolve", "off"),
        ("solver", "simplex"),
        ("simplex_strategy", 4),
    ):
        model.setOptionValue(option, value)
    nothing = np.zeros(0, np.int32)
    for low, high in zip(lower, upper, strict=True):
        model.addRow(low, high, 0, nothing, np.zeros(0))
    return model
