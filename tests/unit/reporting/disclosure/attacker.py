"""Somebody who keeps every file: bounds of a form by linear programmes over every possible atom, sharing no code."""

from collections.abc import Mapping, Sequence
from itertools import product

import highspy
import numpy as np

from sisetp.reporting.disclosure.forms import Forma, Universo

Atom = tuple[str, ...]


def atoms_of(universo: Universo) -> list[Atom]:
    """Every combination of codes that can hold anybody."""
    names = [name for name, _ in universo.dimensoes]
    every = product(*(codes for _, codes in universo.dimensoes))
    return [atom for atom in every if universo.possivel(dict(zip(names, atom, strict=True)))]


def row(universo: Universo, atoms: Sequence[Atom], forma: Forma) -> np.ndarray:
    """Incidence of a form, by plain set membership."""
    names = [name for name, _ in universo.dimensoes]
    wanted = dict(forma.selecao)
    return np.array([all(atom[names.index(name)] in codes for name, codes in wanted.items()) for atom in atoms], float)


class Attacker:
    """What can be worked out from published numbers; `own` are the people an insider knows, atom by atom."""

    def __init__(
        self,
        universo: Universo,
        published: Mapping[Forma, int],
        *,
        insider: str = "",
        own: Mapping[Atom, int] | None = None,
    ) -> None:
        self.universo, self.atoms = universo, atoms_of(universo)
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self.highs.setOptionValue("output_flag", False)
        place = [name for name, _ in universo.dimensoes].index("lugar")
        for atom in self.atoms:
            fixed = insider and atom[place] == insider
            known = float((own or {}).get(atom, 0))
            self.highs.addVar(known if fixed else 0.0, known if fixed else highspy.kHighsInf)
        for forma, value in published.items():
            used = np.flatnonzero(row(universo, self.atoms, forma)).astype(np.int32)
            self.highs.addRow(float(value), float(value), len(used), used, np.ones(len(used)))

    def bounds(self, forma: Forma) -> tuple[float, float]:
        """Least and most people that the form may hold; infinite when nothing limits it."""
        weights = row(self.universo, self.atoms, forma)
        found = []
        for sign in (1.0, -1.0):
            self.highs.changeColsCost(len(weights), np.arange(len(weights), dtype=np.int32), sign * weights)
            self.highs.run()
            status = self.highs.getModelStatus()
            done = status == highspy.HighsModelStatus.kOptimal
            found.append(sign * self.highs.getInfo().objective_function_value if done else -sign * np.inf)
        return max(0.0, found[0]), found[1]

    def learns(self, forma: Forma, limiar: int) -> bool:
        """Whether a small group is given away: surely somebody, or surely fewer than the threshold."""
        low, high = self.bounds(forma)
        return low > 1e-6 or high < limiar - 1e-6
