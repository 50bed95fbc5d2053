"""Search of the bounds of many forms at once: a possible truth found for one often settles hundreds of others.

A form is safe when one possible truth has nobody in it and another has at least its threshold. The search first moves
all unsettled forms together (each held at its threshold, so that people spread over many), then asks one by one what
is left, over the whole space of atoms.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sisetp.reporting.disclosure.auditor.bounds import FOLGA, Ponto, Sistema
from sisetp.reporting.disclosure.auditor.space import Indices, Reais


@dataclass(frozen=True, slots=True)
class Achado:
    """What was found about one form: bounds in whole numbers, rows whose numbers prove a broken bound, and whether
    both sides were reached by a truth made of whole people."""

    linha: int
    minimo: int
    maximo: int
    provas: tuple[int, ...]
    inteiro: bool


class Busca:
    """Bounds of the forms `linhas` (rows of the system) against their thresholds, starting from the truth."""

    def __init__(self, sistema: Sistema, linhas: Indices, limiares: Reais, verdade: Reais) -> None:
        self.sistema = sistema
        self.linhas, self.limiares = linhas, limiares
        self.minimo, self.maximo = verdade[linhas].copy(), verdade[linhas].copy()
        self.por_ponto = 0
        self._whole_low, self._whole_high = self.minimo <= 0, self.maximo >= limiares
        self._proofs: dict[int, set[int]] = {}

    def run(self) -> tuple[Achado, ...]:
        """Settle every form. Raises: Refused when the numbers are of no population."""
        self._together(low=True)
        self._together(low=False)
        self.por_ponto = 2 * len(self.linhas) - int(self._low().sum() + self._high().sum())
        for place in np.flatnonzero(self._low()):
            self._alone(int(place), 1.0, 0.0)
        for place in np.flatnonzero(self._high()):
            self._alone(int(place), -1.0, float(self.limiares[place]))
        return tuple(self._found(place) for place in range(len(self.linhas)))

    def _low(self) -> NDArray[np.bool_]:
        return self.minimo > FOLGA

    def _high(self) -> NDArray[np.bool_]:
        return self.maximo < self.limiares - FOLGA

    def _together(self, *, low: bool) -> None:
        sign = 1.0 if low else -1.0
        pending = self._low() if low else self._high()
        if not low:
            self.sistema.cap(self.linhas[pending], self.limiares[pending])
        capped = self.linhas[pending]
        while pending.any():
            weights = np.zeros(len(self.sistema.baixo))
            weights[self.linhas[pending]] = sign
            point = self.sistema.minimise(weights)
            self._note(point)
            still = self._low() if low else self._high()
            if not low:
                self.sistema.uncap(self.linhas[pending & ~still])
            if int(still.sum()) == int(pending.sum()) and not self.sistema.widen(weights, point.precos):
                break
            pending = still
        if not low:
            self.sistema.uncap(capped)

    def _alone(self, place: int, sign: float, target: float) -> None:
        if not (self._low() if sign > 0 else self._high())[place]:
            return
        weights = np.zeros(len(self.sistema.baixo))
        weights[self.linhas[place]] = sign
        point = self.sistema.bound(weights, sign * target + FOLGA)
        self._note(point)
        if point.soma > sign * target + FOLGA:
            self._proofs.setdefault(place, set()).update(np.flatnonzero(np.abs(point.precos) > FOLGA).tolist())

    def _note(self, point: Ponto) -> None:
        people = point.formas[self.linhas]
        self.minimo = np.minimum(self.minimo, people)
        self.maximo = np.maximum(self.maximo, people)
        if point.inteiro:
            self._whole_low |= people <= FOLGA
            self._whole_high |= people >= self.limiares - FOLGA

    def _found(self, place: int) -> Achado:
        return Achado(
            int(self.linhas[place]),
            max(0, int(np.ceil(self.minimo[place] - FOLGA))),
            int(np.floor(self.maximo[place] + FOLGA)),
            tuple(sorted(self._proofs.get(place, ()))),
            bool(self._whole_low[place] and self._whole_high[place]),
        )
