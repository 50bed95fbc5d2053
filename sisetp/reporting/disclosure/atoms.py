"""Atoms: the people of one civil year, counted by finest combination of codes.

Source: secrecy design, section 2 (notation): x >= 0 over atoms, every publishable cell is a sum of some of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sisetp.reporting.disclosure.forms import Forma, Universo

Codigos = NDArray[np.int16]
Contagens = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Atomos:
    """`codigos[a, d]` is the position of atom a's code in dimension d of the universe; `contagens[a]` its people.

    Shapes: (n_atoms, n_dims) int16 and (n_atoms,) int64. The same combination may stand in several rows.
    """

    codigos: Codigos
    contagens: Contagens

    def __post_init__(self) -> None:
        if self.codigos.ndim != 2 or self.contagens.shape != (len(self.codigos),):
            raise ValueError("atoms: codes and counts do not fit")

    def __len__(self) -> int:
        return len(self.contagens)

    @classmethod
    def de(cls, universo: Universo, linhas: Iterable[tuple[Sequence[str], int]]) -> "Atomos":
        """Build from (codes in the universe's order, people). Raises KeyError for a code that is not listed."""
        tables = [{code: place for place, code in enumerate(codes)} for _, codes in universo.dimensoes]
        rows = list(linhas)
        codigos = [[table[code] for table, code in zip(tables, codes, strict=True)] for codes, _ in rows]
        return cls(
            codigos=np.array(codigos, np.int16).reshape(len(rows), len(tables)),
            contagens=np.array([people for _, people in rows], np.int64),
        )

    def agregados(self) -> "Atomos":
        """The same people with one row per combination, sorted by code, empty combinations dropped."""
        codes, inverse = np.unique(self.codigos, axis=0, return_inverse=True)
        people = np.zeros(len(codes), np.int64)
        np.add.at(people, inverse.reshape(-1), self.contagens)
        return Atomos(codigos=codes[people != 0], contagens=people[people != 0])

    def onde(self, selected: NDArray[np.bool_]) -> "Atomos":
        """Only the atoms selected by a boolean mask of shape (n_atoms,)."""
        return Atomos(codigos=self.codigos[selected], contagens=self.contagens[selected])


def selected(universo: Universo, forma: Forma, codigos: Codigos) -> NDArray[np.bool_]:
    """Which atoms a form counts, shape (n_atoms,). Raises KeyError for a dimension that the universe lacks."""
    names = [name for name, _ in universo.dimensoes]
    mask = np.ones(len(codigos), bool)
    for name, wanted in forma.selecao:
        if name not in names:
            raise KeyError(name)
        flags = np.isin(np.array(universo.codigos(name), dtype=object), wanted)
        mask &= flags[codigos[:, names.index(name)]]
    return mask


def count(universo: Universo, forma: Forma, atomos: Atomos) -> int:
    """Value of a form: how many people its atoms hold."""
    return int(atomos.contagens[selected(universo, forma, atomos.codigos)].sum())
