"""Atoms: joined, they are the same people, and many forms at once have the values that each has by itself."""

from collections import Counter

import numpy as np
import pytest

from sisetp.reporting.disclosure.atoms import Atomos, count, counts
from sisetp.reporting.disclosure.forms import Forma, Universo

UNIVERSO = Universo(
    ano=2026,
    dimensoes=(
        ("mes", ("01", "02", "03")),
        ("lugar", ("A", "B", "C", "D")),
        ("sexo", ("F", "M")),
        ("raca", ("X", "Y")),
    ),
    pares=frozenset(),
)


def people(seed: int, rows: int) -> Atomos:
    """Invented rows; the same combination comes many times, and somebody may be taken away again."""
    drawn = np.random.default_rng(seed)
    codes = np.stack([drawn.integers(0, len(known), rows) for _, known in UNIVERSO.dimensoes], 1).astype(np.int16)
    return Atomos(codigos=codes, contagens=drawn.integers(-1, 4, rows))


def any_form(drawn: np.random.Generator) -> Forma:
    """Any set of codes, possibly none or all or some that nobody has, of two dimensions at most."""
    chosen = {}
    for axis in drawn.choice(len(UNIVERSO.dimensoes), drawn.integers(0, 3), replace=False):
        name, codes = UNIVERSO.dimensoes[axis]
        chosen[name] = [code for code in (*codes, "?") if drawn.random() < 0.5]
    return Forma.de(chosen)


def test_joined_atoms_are_the_same_people_once_each_in_order() -> None:
    atoms = people(1, 400)
    told = Counter[tuple[int, ...]]()
    for code, number in zip(atoms.codigos.tolist(), atoms.contagens.tolist(), strict=True):
        told[tuple(code)] += number
    joined = atoms.agregados()
    found = list(zip(map(tuple, joined.codigos.tolist()), joined.contagens.tolist(), strict=True))
    assert found == sorted((code, number) for code, number in told.items() if number)
    assert len(people(1, 0).agregados()) == 0


@pytest.mark.parametrize("rows", [0, 1, 400])
def test_many_forms_at_once_have_the_values_of_each(rows: int) -> None:
    drawn, atoms = np.random.default_rng(2), people(3, rows)
    forms = [Forma(()), *(any_form(drawn) for _ in range(300))]
    found = counts(UNIVERSO, forms, atoms)
    assert found.dtype == np.int64
    assert found.tolist() == [count(UNIVERSO, form, atoms) for form in forms]
    assert not rows or len(set(found.tolist())) > 1
    assert counts(UNIVERSO, [], atoms).tolist() == []


def test_a_dimension_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError, match="pais"):
        counts(UNIVERSO, [Forma.de({"pais": ("BR",)})], people(1, 3))
