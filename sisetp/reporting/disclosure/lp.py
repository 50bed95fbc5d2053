"""The linear programmes of the planner: one HiGHS model kept warm, columns added as they turn out to be needed.

Row i is `a_i·x - over_i + under_i`, between the bounds of the question at hand. A published cell has both bounds at
its value and no slack, or slack at a price; a hidden one is free. Source: secrecy design, section 2.
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from sisetp.reporting.disclosure.space import Classes, Espaco, Mask, Reals

FREE = highspy.kHighsInf
_DUAL, _PRIMAL = 1, 4
_OPTIONS = (("output_flag", False), ("presolve", "off"), ("threads", 1), ("random_seed", 0))


@dataclass(slots=True, kw_only=True)
class Pergunta:
    """Bounds and prices of every row, shape (n_forms,), and bounds of every atom of the pool, shape (n_pool,).

    A slack with price FREE does not exist: it is fixed at 0 (otherwise `over` and `under` would cancel).
    """

    minimo: Reals
    maximo: Reals
    preco_acima: Reals
    preco_abaixo: Reals
    atomo_minimo: Reals
    atomo_maximo: Reals


@dataclass(frozen=True, slots=True, kw_only=True)
class Resposta:
    """An optimum: people per atom of the pool, slack and dual per row."""

    pessoas: Reals
    acima: Reals
    abaixo: Reals
    duais: Reals
    custo: float


class Programa:
    """A model over the forms of `espaco` and a growing pool of its classes of atoms."""

    def __init__(self, espaco: Espaco, classes: Classes) -> None:
        self.espaco = espaco
        self.classes: Classes = np.zeros(0, np.int32)
        self.linhas: Mask = np.zeros((espaco.formas, 0), bool)
        self.resolvidos = 0
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs lack half of its methods
        for option, value in _OPTIONS:
            self._highs.setOptionValue(option, value)
        self._rows = np.arange(espaco.formas, dtype=np.int32)
        self._model()
        self.widen(classes)

    def widen(self, classes: Classes) -> int:
        """Add classes that the pool lacks; returns how many."""
        fresh = np.setdiff1d(classes, self.classes).astype(np.int32)
        if not len(fresh):
            return 0
        rows = self.espaco.rows(fresh)
        place, form = np.nonzero(rows.T)
        starts = np.searchsorted(place, np.arange(len(fresh))).astype(np.int32)
        nothing, limits = np.zeros(len(fresh)), np.full(len(fresh), FREE)
        self._highs.addCols(
            len(fresh), nothing, nothing, limits, len(form), starts, form.astype(np.int32), np.ones(len(form))
        )
        self.classes = np.concatenate([self.classes, fresh])
        self.linhas = np.concatenate([self.linhas, rows], axis=1)
        return len(fresh)

    def solve(self, pergunta: Pergunta, *, primal: bool = False) -> Resposta:
        """Cheapest possible year; `primal` when the last optimum still fits and only columns or prices changed.

        Raises ArithmeticError when the solver gives up.
        """
        self._ask(pergunta)
        self._highs.setOptionValue("simplex_strategy", _PRIMAL if primal else _DUAL)
        self._run()
        forms = self.espaco.formas
        solution = self._highs.getSolution()
        columns = np.array(solution.col_value)
        return Resposta(
            pessoas=columns[2 * forms :],
            acima=columns[:forms],
            abaixo=columns[forms : 2 * forms],
            duais=np.array(solution.row_dual),
            custo=self._highs.getInfo().objective_function_value,
        )

    def _run(self) -> None:
        """A warm start that ends in numerical trouble is forgotten and the programme solved from the beginning."""
        self.resolvidos += 1
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._highs.clearSolver()
            self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(self._highs.modelStatusToString(self._highs.getModelStatus()))

    def _model(self) -> None:
        forms = self.espaco.formas
        limits = np.full(forms, FREE)
        self._highs.addRows(forms, -limits, limits, 0, np.zeros(forms, np.int32), np.zeros(0, np.int32), np.zeros(0))
        for sign in (-1.0, 1.0):
            nothing = np.zeros(forms)
            self._highs.addCols(forms, nothing, nothing, nothing, forms, self._rows, self._rows, np.full(forms, sign))

    def _ask(self, pergunta: Pergunta) -> None:
        forms, pool = self.espaco.formas, len(self.classes)
        self._highs.changeRowsBounds(forms, self._rows, pergunta.minimo, pergunta.maximo)
        prices = np.concatenate([pergunta.preco_acima, pergunta.preco_abaixo])
        absent = prices == FREE
        columns = np.arange(2 * forms + pool, dtype=np.int32)
        self._highs.changeColsCost(2 * forms, columns[: 2 * forms], np.where(absent, 0.0, prices))
        lower = np.concatenate([np.zeros(2 * forms), pergunta.atomo_minimo])
        upper = np.concatenate([np.where(absent, 0.0, FREE), pergunta.atomo_maximo])
        self._highs.changeColsBounds(len(columns), columns, lower, upper)
