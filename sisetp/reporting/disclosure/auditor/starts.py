"""Atoms to begin with: fresh random ones near the truth, so that few have to be searched for afterwards."""

import numpy as np

from sisetp.reporting.disclosure.auditor.space import Espaco, Indices

_NEAR = 4
_CROSSED = 3000


def nearby(space: Espaco, atomos: Indices, linhas: Indices, semente: int) -> Indices:
    """For each row, a few true atoms moved into it, and true atoms crossed with one another: (atoms, axes)."""
    chance = np.random.default_rng(semente)
    if not len(atomos):
        return np.zeros((0, len(space.forma)), np.intp)
    moved = [_moved(space, atomos[chance.integers(len(atomos), size=_NEAR)], int(row), chance) for row in linhas]
    crossed = np.stack([column[chance.integers(len(atomos), size=_CROSSED)] for column in atomos.T], axis=1)
    return np.concatenate([*moved, crossed])


def _moved(space: Espaco, atomos: Indices, row: int, chance: np.random.Generator) -> Indices:
    moved = atomos.copy()
    for axis, mask in enumerate(space.mascaras):
        inside = np.flatnonzero(mask[row])
        if not len(inside):
            return atomos
        out = ~mask[row][moved[:, axis]]
        moved[out, axis] = inside[chance.integers(len(inside), size=int(out.sum()))]
    return moved
