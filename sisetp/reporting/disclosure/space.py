"""The space of possible atoms, no finer than a set of forms can tell apart.

Two codes that every form treats alike are one class, so a year with millions of possible atoms becomes the product of
a few short axes, and nothing an attacker could use is lost. Month, place and vintage are one axis, because only some
of their combinations can hold anybody: who sent which month is public knowledge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sisetp.reporting.disclosure.atoms import Codigos
from sisetp.reporting.disclosure.forms import Forma, Universo

Mask = NDArray[np.bool_]
Classes = NDArray[np.int32]
Reals = NDArray[np.float64]

_NOTHING = 1e-6
_JOINT = ("mes", "lugar", "nasceu", "morreu")
_LAST = "morreu"
"""A class that does not tell who leaves is one of people who stay: its first point has the last code."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """`points`: possible code positions over `dims`, shape (n_points, n_dims); `label[p]` the class of a point.

    `cover[i, c]` says whether form i takes class c; `first[c]` is the representative point of a class.
    """

    dims: tuple[int, ...]
    points: NDArray[np.int16]
    label: Classes
    first: Classes
    cover: Mask


class Espaco:
    """Classes of atoms for some forms, in the order given; `vazia[i]` when no atom can be in form i.

    `so_separa`: forms that only split classes, and are no row.
    """

    def __init__(self, universo: Universo, formas: Sequence[Forma], *, so_separa: Sequence[Forma] = ()) -> None:
        self.universo = universo
        self._names = tuple(name for name, _ in universo.dimensoes)
        joint = tuple(place for place, name in enumerate(self._names) if name in _JOINT)
        groups = ([joint] if joint else []) + [(place,) for place in range(len(self._names)) if place not in joint]
        self._axes = [self._axis(dims, formas, so_separa) for dims in groups]
        self.shape = tuple(len(axis.first) for axis in self._axes)
        self.formas = len(formas)
        self.vazia: Mask = np.any([~axis.cover.any(1) for axis in self._axes], axis=0)
        self._terms = self._by_axes()

    @property
    def size(self) -> int:
        """How many classes of atoms are possible."""
        return int(np.prod(self.shape))

    def classes(self, codigos: Codigos) -> Classes:
        """Flat class of each atom, shape (n_atoms,). Raises ValueError for an atom that cannot hold anybody."""
        coordinates = []
        for axis in self._axes:
            lookup = np.full([len(self.universo.dimensoes[d][1]) for d in axis.dims], -1, np.int32)
            lookup[tuple(axis.points.T)] = axis.label
            coordinates.append(lookup[tuple(codigos[:, d] for d in axis.dims)])
        if any((found < 0).any() for found in coordinates):
            raise ValueError("atoms outside the universe")
        return np.ravel_multi_index(tuple(coordinates), self.shape).astype(np.int32)

    def codigos(self, classes: Classes) -> Codigos:
        """A possible atom of each flat class, shape (n, n_dims): the first one in the order of the universe."""
        found = np.zeros((len(classes), len(self._names)), np.int16)
        for axis, place in zip(self._axes, np.unravel_index(classes, self.shape), strict=True):
            found[:, axis.dims] = axis.points[axis.first[place]]
        return found

    def rows(self, classes: Classes) -> Mask:
        """Which forms count which classes, shape (n_forms, n)."""
        mask = np.ones((self.formas, len(classes)), bool)
        for axis, place in zip(self._axes, np.unravel_index(classes, self.shape), strict=True):
            mask &= axis.cover[:, place]
        return mask

    def values(self, classes: Classes, pessoas: Reals) -> Reals:
        """People in every form, shape (n_forms,), of so many in each class: `rows(classes) @ pessoas`, for many."""
        dense = np.bincount(classes, pessoas, self.size).reshape(self.shape)
        total = np.zeros(self.formas)
        for shape, forms, cells, _ in self._terms:
            lost = tuple(axis for axis, length in enumerate(shape) if length == 1)
            total += np.bincount(forms, dense.sum(lost).reshape(-1)[cells], self.formas)
        return total

    def prices(self, duals: Reals) -> Reals:
        """Sum of the duals of the forms that count each class, flat, for every possible class."""
        total = np.zeros(self.shape)
        for shape, forms, cells, size in self._terms:
            used = duals[forms]
            if used.any():
                total += np.bincount(cells, used, size).reshape(shape)
        return total.reshape(-1)

    def spread(self, prices: Reals, best: int) -> Classes:
        """Classes with a price above nothing: the `best` dearest, and the dearest one of every class of every axis."""
        found = np.flatnonzero(prices > _NOTHING)
        found = found[np.argsort(-prices[found], kind="stable")]
        chosen = [found[:best]]
        for place in np.unravel_index(found, self.shape):
            chosen.append(found[np.unique(place, return_index=True)[1]])
        return np.unique(np.concatenate(chosen)).astype(np.int32)

    def _axis(self, dims: tuple[int, ...], formas: Sequence[Forma], so_separa: Sequence[Forma]) -> _Axis:
        names = [self._names[d] for d in dims]
        lists = [self.universo.dimensoes[d][1] for d in dims]
        points = [
            tuple(codes.index(code) for codes, code in zip(lists, found, strict=True))
            for found in product(
                *(codes[::-1] if name == _LAST else codes for name, codes in zip(names, lists, strict=True))
            )
            if self.universo.possivel(dict(zip(names, found, strict=True)))
        ]
        array = np.array(points, np.int16).reshape(len(points), len(dims))
        every = [*formas, *so_separa]
        cover = np.ones((len(every), len(points)), bool)
        for number, (name, codes) in enumerate(zip(names, lists, strict=True)):
            chosen = [forma.codigos(name) for forma in every]
            flags = np.array([[wanted is None or code in wanted for code in codes] for wanted in chosen], bool)
            cover &= flags.reshape(len(every), len(codes))[:, array[:, number]]
        distinct = np.unique(cover, axis=0)
        _, first, label = np.unique(distinct, axis=1, return_index=True, return_inverse=True)
        kept = cover[: len(formas), first]
        return _Axis(dims, array, label.reshape(-1).astype(np.int32), first.astype(np.int32), kept)

    def _by_axes(self) -> list[tuple[tuple[int, ...], Classes, Classes, int]]:
        """Per set of axes that forms restrict: shape to broadcast, forms and cells of the entries, cells in all."""
        narrow = np.array([~axis.cover.all(1) for axis in self._axes]).T.reshape(self.formas, len(self._axes))
        terms = []
        for pattern in np.unique(narrow, axis=0):
            shape = tuple(int(size) if used else 1 for size, used in zip(self.shape, pattern, strict=True))
            entries, cells = [], []
            for form in np.flatnonzero((narrow == pattern).all(1)):
                picks = [
                    np.flatnonzero(axis.cover[form]) if used else np.zeros(1, int)
                    for axis, used in zip(self._axes, pattern, strict=True)
                ]
                grid = np.ravel_multi_index(tuple(np.meshgrid(*picks, indexing="ij")), shape).reshape(-1)
                cells.append(grid.astype(np.int32))
                entries.append(np.full(len(grid), form, np.int32))
            terms.append((shape, np.concatenate(entries), np.concatenate(cells), int(np.prod(shape))))
        return terms
