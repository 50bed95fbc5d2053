"""The linear programmes of the planner: one HiGHS model kept warm, columns added as they turn out to be needed.

Row i is `a_i·x - over_i + under_i = v_i`, the true value, in every question; what changes is what the slacks may do.
A published cell has none, or slack at a price; a hidden one has slack for nothing; a target is paid for its slack. So
the last answer is a place to start from whatever is asked next. Source: secrecy design, section 2.
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from sisetp.reporting.disclosure.space import Classes, Espaco, Reals

FREE = highspy.kHighsInf
_PRIMAL = 4
_OPTIONS = (
    ("output_flag", False),
    ("presolve", "off"),
    ("threads", 1),
    ("random_seed", 0),
    ("simplex_strategy", _PRIMAL),
)


@dataclass(slots=True, kw_only=True)
class Pergunta:
    """Price and largest size of the slacks of every row, shape (n_forms,); bounds of every atom, shape (n_pool,).

    Where one slack of a row is paid for (negative price), the other must be 0: they would cancel.
    """

    preco_acima: Reals
    preco_abaixo: Reals
    maximo_acima: Reals
    maximo_abaixo: Reals
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

    def __init__(self, espaco: Espaco, minimo: Reals, maximo: Reals, classes: Classes) -> None:
        """`minimo`, `maximo`: bounds of the rows, equal but for forms known from elsewhere, shape (n_forms,)."""
        self.espaco = espaco
        self.classes: Classes = np.zeros(0, np.int32)
        self.resolvidos = self.iteracoes = 0
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs lack half of its methods
        for option, value in _OPTIONS:
            self._highs.setOptionValue(option, value)
        self._rows = np.arange(espaco.formas, dtype=np.int32)
        self._mark: tuple[list[Any], list[Any]] | None = None
        self._model(minimo, maximo)
        self.widen(classes)

    def widen(self, classes: Classes) -> int:
        """Add classes that the pool lacks; returns how many."""
        fresh = np.setdiff1d(classes, self.classes).astype(np.int32)
        if not len(fresh):
            return 0
        place, form = np.nonzero(self.espaco.rows(fresh).T)
        starts = np.searchsorted(place, np.arange(len(fresh))).astype(np.int32)
        nothing, limits = np.zeros(len(fresh)), np.full(len(fresh), FREE)
        self._highs.addCols(
            len(fresh), nothing, nothing, limits, len(form), starts, form.astype(np.int32), np.ones(len(form))
        )
        self.classes = np.concatenate([self.classes, fresh])
        return len(fresh)

    def forget(self, classes: Classes) -> None:
        """Drop classes from the pool, but those that the marked answer stands on: a small pool is a fast one."""
        first = 2 * self.espaco.formas
        columns, rows = self._mark or ([], [])
        gone = np.isin(self.classes, classes)
        marked = columns[first:]
        gone[: len(marked)] &= np.array([status != highspy.HighsBasisStatus.kBasic for status in marked], bool)
        places = np.flatnonzero(gone)
        self._highs.deleteCols(len(places), (first + places).astype(np.int32))
        self.classes = self.classes[~gone]
        if self._mark is not None:
            kept = [status for status, lost in zip(marked, gone.tolist(), strict=False) if not lost]
            self._mark = (columns[:first] + kept, rows)

    def solve(self, pergunta: Pergunta) -> Resposta:
        """Cheapest possible year, from the last answer on. Raises ArithmeticError when the solver gives up."""
        self._ask(pergunta)
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

    def mark(self) -> None:
        """Remember where the last answer is, for `rewind`."""
        basis = self._highs.getBasis()
        self._mark = (list(basis.col_status), list(basis.row_status))

    def rewind(self) -> None:
        """Start the next question from the marked answer: nearer than the last witness, so half the work."""
        if self._mark is None:
            return
        basis = self._highs.getBasis()
        fresh = self._highs.getNumCol() - len(self._mark[0])
        basis.col_status = self._mark[0] + [highspy.HighsBasisStatus.kLower] * fresh
        basis.row_status = self._mark[1]
        self._highs.setBasis(basis)

    def _run(self) -> None:
        """A warm start that ends in numerical trouble is forgotten and the programme solved from the beginning."""
        self.resolvidos += 1
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._highs.clearSolver()
            self._highs.run()
        self.iteracoes += self._highs.getInfo().simplex_iteration_count
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(self._highs.modelStatusToString(self._highs.getModelStatus()))

    def _model(self, minimo: Reals, maximo: Reals) -> None:
        forms = self.espaco.formas
        nothing = np.zeros(forms)
        self._highs.addRows(forms, minimo, maximo, 0, np.zeros(forms, np.int32), np.zeros(0, np.int32), np.zeros(0))
        for sign in (-1.0, 1.0):
            self._highs.addCols(forms, nothing, nothing, nothing, forms, self._rows, self._rows, np.full(forms, sign))

    def _ask(self, pergunta: Pergunta) -> None:
        forms, pool = self.espaco.formas, len(self.classes)
        columns = np.arange(2 * forms + pool, dtype=np.int32)
        prices = np.concatenate([pergunta.preco_acima, pergunta.preco_abaixo])
        self._highs.changeColsCost(2 * forms, columns[: 2 * forms], prices)
        lower = np.concatenate([np.zeros(2 * forms), pergunta.atomo_minimo])
        upper = np.concatenate([pergunta.maximo_acima, pergunta.maximo_abaixo, pergunta.atomo_maximo])
        self._highs.changeColsBounds(len(columns), columns, lower, upper)
