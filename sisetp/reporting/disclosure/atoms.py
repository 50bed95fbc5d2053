"""Atoms: the people of one civil year, counted by finest combination of codes.

Source: secrecy design, section 2 (notation): x >= 0 over atoms, every publishable cell is a sum of some of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

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
        order = np.lexsort(self.codigos.T[::-1])
        codes = self.codigos[order]
        first = np.ones(len(codes), bool)
        first[1:] = (codes[1:] != codes[:-1]).any(1)
        people = np.add.reduceat(self.contagens[order], np.flatnonzero(first)) if len(codes) else self.contagens
        return Atomos(codigos=codes[first], contagens=people).onde(people != 0)

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


def counts(universo: Universo, formas: Sequence[Forma], atomos: Atomos) -> Contagens:
    """Value of each of many forms, shape (n_forms,): the same as `count`, without going over the atoms for every form.

    Forms that narrow the same dimensions, or some of those, are read from one contingency table. Raises as `selected`.
    """
    values = np.zeros(len(formas), np.int64)
    narrowed: dict[frozenset[str], list[int]] = {}
    for place, forma in enumerate(formas):
        narrowed.setdefault(frozenset(name for name, _ in forma.selecao), []).append(place)
    tables: dict[frozenset[str], list[int]] = {}
    for names in sorted(narrowed, key=len, reverse=True):
        tables.setdefault(next((wider for wider in tables if names <= wider), names), []).extend(narrowed[names])
    for names, places in tables.items():
        values[places] = _of_table(universo, sorted(names), [dict(formas[place].selecao) for place in places], atomos)
    return values


def _of_table(
    universo: Universo, names: Sequence[str], selecoes: Sequence[Mapping[str, tuple[str, ...]]], atomos: Atomos
) -> Contagens:
    """Values of forms that narrow no other dimensions than `names`.

    Codes of a dimension that no form tells apart are one class; the table has one axis for each dimension, first of
    classes of codes, then (each axis multiplied by a matrix of zeros and ones) of the sets that the forms ask for.
    """
    cells, shape, asked, index = np.zeros(len(atomos), np.int64), [], [], []
    for name in names:
        place = {code: place for place, code in enumerate(universo.codigos(name))}
        sets = {codes: row for row, codes in enumerate(dict.fromkeys(chosen.get(name) for chosen in selecoes))}
        inside = np.zeros((len(sets), len(place)))
        for codes, row in sets.items():
            inside[row, [place[code] for code in (place if codes is None else place.keys() & set(codes))]] = 1
        classes, of_code = np.unique(inside, axis=1, return_inverse=True)
        axis = [known for known, _ in universo.dimensoes].index(name)
        cells = cells * classes.shape[1] + of_code[atomos.codigos[:, axis]]
        shape.append(classes.shape[1])
        asked.append(classes)
        index.append([sets[chosen.get(name)] for chosen in selecoes])
    table: NDArray[Any] = np.bincount(cells, atomos.contagens, prod(shape)).reshape(shape)
    for classes in asked:
        table = np.tensordot(table, classes, (0, 1))
    values: Contagens = np.rint(table[tuple(index)]).astype(np.int64)
    return values
