"""Secondary suppression by Gaussian elimination, the peer of B5: nothing hidden is a combination of what is shown.

Langsrud's method (GaussSuppression, SSBtools), in arithmetic modulo a prime: candidates come from the largest to the
smallest; one whose reduced column is proportional to that of a primary cell would give it away, and is hidden. As in
its default of printing zeros, only atoms with people are rows. Its rule about singletons is not here, so it hides
fewer cells than the default of the R package does, and promises no interval at all.
"""

import numpy as np
from numpy.typing import NDArray

PRIME = 1_048_573
"""The largest prime below 2**20: a product fits in a double without rounding."""

Matrix = NDArray[np.int64]


def secondary(cells: Matrix, values: Matrix, primary: NDArray[np.bool_]) -> int:
    """Cells hidden beside the primary ones. `cells` is (n_atoms, n_cells) of zeros and ones, `values` (n_cells,)."""
    left, hidden = cells % PRIME, 0
    secret, free = np.flatnonzero(primary), np.ones(len(cells), bool)
    for cell in sorted(np.flatnonzero(~primary).tolist(), key=lambda cell: (-values[cell], cell)):
        rows = np.flatnonzero(left[:, cell] * free)
        if not len(rows):
            continue
        pivot, column = rows[0], left[:, cell] * pow(int(left[rows[0], cell]), PRIME - 2, PRIME) % PRIME
        if _gives_away(column * free % PRIME, left[:, secret] * free[:, None], pivot):
            hidden += 1
            continue
        used = np.flatnonzero(left[pivot])
        left[np.ix_(rows, used)] = (left[np.ix_(rows, used)] - np.outer(column[rows], left[pivot, used])) % PRIME
        free[pivot] = False
    return hidden


def _gives_away(column: Matrix, secret: Matrix, pivot: np.int64) -> bool:
    """Whether some secret column is a multiple of this one, which is 1 at the pivot."""
    multiples = np.outer(column, secret[pivot]) % PRIME
    return bool(((multiples == secret).all(0) & (secret[pivot] != 0)).any())
