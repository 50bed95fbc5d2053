"""The attacker's space: every combination of codes that can exist, folded to what the published forms can tell apart.

Codes that no form separates are one class, so the whole cross of a year (millions of combinations) becomes a table of
at most some hundred thousand classes, small enough to ask, exactly, which combination would widen a bound.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.reporting.disclosure.auditor.model import PAR, VIGENCIA, Moldura, Suporte

Matriz = NDArray[np.bool_]
Indices = NDArray[np.intp]
Reais = NDArray[np.float64]

_PIECE = 1 << 21
"""Classes looked at together when the whole space is searched: 16 MB of floats."""


@dataclass(frozen=True, slots=True)
class Eixo:
    """One axis of the space: the dimensions it is made of and the combinations of their codes that can exist."""

    nomes: tuple[str, ...]
    codigos: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Espaco:
    """`mascaras[k][f, c]` says whether form f takes class c of axis k; `classe[k]` gives the class of each code.

    `linha` gives the row of a form from its text: texts that select the same atoms have the same row.
    """

    eixos: tuple[Eixo, ...]
    linha: Mapping[str, int]
    mascaras: tuple[Matriz, ...]
    classe: tuple[Indices, ...]

    @property
    def forma(self) -> tuple[int, ...]:
        """Number of classes along each axis."""
        return tuple(mask.shape[1] for mask in self.mascaras)

    @property
    def possiveis(self) -> int:
        """Number of classes of the whole space."""
        return int(np.prod(self.forma, dtype=np.int64))

    def incidence(self, atomos: Indices, rows: Indices | slice = slice(None)) -> Matriz:
        """Which forms hold which atoms: (forms, atoms). `atomos` has one row of classes per atom."""
        held = self.mascaras[0][rows][:, atomos[:, 0]]
        for axis, mask in enumerate(self.mascaras[1:], start=1):
            held &= mask[rows][:, atomos[:, axis]]
        return held

    def empty(self) -> Matriz:
        """Forms that no combination can be in (structural zeros)."""
        return np.asarray(np.stack([~mask.any(axis=1) for mask in self.mascaras]).any(axis=0))

    def count(self, pessoas: "Pessoas") -> tuple[Indices, Reais, Reais]:
        """True atoms as classes, each once, the people in each, and the people in each form."""
        coded = np.stack([table[pessoas.codigos[:, axis]] for axis, table in enumerate(self.classe)], axis=1)
        atoms, inverse = np.unique(coded, axis=0, return_inverse=True)
        people = np.zeros(len(atoms))
        np.add.at(people, inverse.ravel(), pessoas.contagens)
        return atoms, people, self.incidence(atoms) @ people

    def cost(self, weights: Reais, atomos: Indices) -> Reais:
        """Sum of the weights of the forms that hold each atom."""
        total = np.zeros(len(atomos))
        for key, part in self._parts(weights).items():
            total += part[tuple(atomos[:, axis] for axis in key)]
        return total

    def cheapest(self, weights: Reais, limit: int, floor: float, free: Matriz) -> Indices:
        """Classes of the whole space whose sum of weights over the forms that hold them is below `floor`: the `limit`
        lowest, lowest first, among the classes of the first axis that are `free`. Exact: it looks at every class, a
        piece at a time."""
        parts = self._parts(weights)
        found, cost = np.zeros((0, len(self.eixos)), np.intp), np.zeros(0)
        width = max(1, _PIECE * self.forma[0] // max(self.possiveis, 1))
        for start in range(0, self.forma[0], width):
            piece = self._sum(parts, start, min(start + width, self.forma[0]))
            piece[~free[start : start + width]] = np.inf
            flat = np.flatnonzero(piece < floor)
            if len(flat) > limit:
                flat = flat[np.argpartition(piece.ravel()[flat], limit)[:limit]]
            classes = np.stack(np.unravel_index(flat, piece.shape), axis=1)
            classes[:, 0] += start
            found, cost = np.concatenate([found, classes]), np.concatenate([cost, piece.ravel()[flat]])
        return found[np.argsort(cost, kind="stable")[:limit]]

    def _parts(self, weights: Reais) -> dict[tuple[int, ...], Reais]:
        """Weights added up over the axes that each kind of form restricts: the whole sum is that of the parts."""
        used = np.flatnonzero(weights)
        full = np.stack([mask[used].all(axis=1) for mask in self.mascaras], axis=1)
        parts: dict[tuple[int, ...], Reais] = {}
        for kind in np.unique(full, axis=0):
            key = tuple(np.flatnonzero(~kind).tolist())
            rows = used[(full == kind).all(axis=1)]
            parts[key] = _outer(weights[rows], [self.mascaras[axis][rows].astype(float) for axis in key])
        return parts

    def _sum(self, parts: Mapping[tuple[int, ...], Reais], start: int, stop: int) -> Reais:
        total = np.zeros((stop - start, *self.forma[1:]))
        for key, part in parts.items():
            cut = part[start:stop] if key[:1] == (0,) else part
            sizes = [cut.shape[key.index(axis)] if axis in key else 1 for axis in range(len(self.forma))]
            total += cut.reshape(sizes)
        return total


@dataclass(frozen=True, slots=True)
class Pessoas:
    """The truth: position of each atom's codes along each axis of the year, and the people it holds."""

    codigos: Indices
    contagens: Reais


def located(moldura: Moldura, suporte: Suporte) -> Pessoas:
    """Find the true atoms along the axes.

    Raises: RuleViolation for a combination that cannot exist.
    """
    axes = tuple(_axes(moldura))
    columns = []
    for axis in axes:
        places = [moldura.nomes.index(name) for name in axis.nomes]
        known = {code: index for index, code in enumerate(axis.codigos)}
        found = [known.get(tuple(atom[place] for place in places), -1) for atom in suporte.codigos]
        columns.append(np.array(found, np.intp))
    codes = np.stack(columns, axis=1)
    if (codes < 0).any():
        raise _refused("suporte", "Há pessoas em uma combinação que a moldura do ano não admite.")
    return Pessoas(codes, np.array(suporte.contagens, float))


def build(moldura: Moldura, formas: Iterable[str]) -> Espaco:
    """The space that these forms (texts) can tell apart. Equal texts are one form.

    Raises: RuleViolation when a form names a dimension or a code that the year does not have (a second calendar, a
    question with several answers, a code of another year): its atoms could not be compared with those of the others.
    """
    texts = tuple(dict.fromkeys(formas))
    if not texts:
        raise _refused("forma", "Não há nenhuma célula para auditar.")
    chosen = [_selection(text, moldura) for text in texts]
    axes = tuple(_axes(moldura))
    whole = [_mask(axis, chosen) for axis in axes]
    possible = np.logical_and.reduce([mask.any(axis=1) for mask in whole])
    packed = np.concatenate([np.packbits(mask & possible[:, None], axis=1) for mask in whole], axis=1)
    rows: dict[bytes, int] = {}
    line = {text: rows.setdefault(packed[place].tobytes(), len(rows)) for place, text in enumerate(texts)}
    first = np.unique([line[text] for text in texts], return_index=True)[1]
    folded = [_fold(mask[first]) for mask in whole]
    return Espaco(axes, line, tuple(mask for mask, _ in folded), tuple(inverse for _, inverse in folded))


def _mask(axis: Eixo, chosen: Sequence[Mapping[str, frozenset[str]]]) -> Matriz:
    whole = np.ones((len(chosen), len(axis.codigos)), dtype=bool)
    for position, name in enumerate(axis.nomes):
        members: dict[frozenset[str], Matriz] = {}
        for row, selected in enumerate(chosen):
            if name in selected:
                codes = selected[name]
                if codes not in members:
                    members[codes] = np.array([code[position] in codes for code in axis.codigos])
                whole[row] &= members[codes]
    return whole


def _axes(moldura: Moldura) -> Iterable[Eixo]:
    """First month, place and editions together, as far as the year has them: what can exist depends on all of them."""
    codes = dict(moldura.dimensoes)
    editions = VIGENCIA if set(VIGENCIA) <= set(codes) else ()
    lives = [life for life in product(*(codes[name] for name in editions)) if not life or _precedes(*life)]
    late = moldura.tardios
    where = (
        (*pair, *life) for pair in sorted(moldura.pares) for life in lives if pair not in late or life[:1] != ("1",)
    )
    yield Eixo((*PAR, *editions), tuple(where))
    for name, values in moldura.dimensoes:
        if name not in PAR and name not in editions:
            yield Eixo((name,), tuple((value,) for value in values))


def _precedes(born: str, died: str) -> bool:
    return died == "fim" or int(born) < int(died)


def _selection(text: str, moldura: Moldura) -> dict[str, frozenset[str]]:
    known = dict(moldura.dimensoes)
    selected = {name: frozenset(codes) for name, codes in json.loads(text).items()}
    for name, codes in selected.items():
        if name not in known:
            raise _refused("forma", f"A dimensão «{name}» não é da moldura do ano: a tabela não pode ser publicada.")
        if not codes <= set(known[name]):
            raise _refused("forma", f"A dimensão «{name}» tem um código que a moldura do ano não conhece.")
    return selected


def _fold(mask: Matriz) -> tuple[Matriz, Indices]:
    seen: dict[bytes, int] = {}
    packed = np.packbits(mask, axis=0)
    inverse = np.array(
        [seen.setdefault(packed[:, code].tobytes(), len(seen)) for code in range(mask.shape[1])], np.intp
    )
    first = np.array([int(np.argmax(inverse == group)) for group in range(len(seen))], np.intp)
    return mask[:, first], inverse


def _outer(weights: Reais, masks: Sequence[Reais]) -> Reais:
    if not masks:
        return np.asarray(weights.sum())
    letters = "abcdefgh"[: len(masks)]
    return np.asarray(
        np.einsum(f"r,{','.join('r' + letter for letter in letters)}->{letters}", weights, *masks, optimize=True)
    )


def _refused(field: str, message: str) -> RuleViolation:
    return RuleViolation((FieldMessage(field, message),))
