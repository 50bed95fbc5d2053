"""Numbers of things by position: one histogram over the axes that give each thing one code, repeated for each code of
the axes that may give it several.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from sisetp.reporting.cube.axes import CATEGORIA, EXCLUIDA, Posicoes, categoria_das_linhas, tem, todas
from sisetp.reporting.cube.groups import Grupos
from sisetp.reporting.cube.rows import Inteiros, Linhas, Marcas, Rede
from sisetp.reporting.definitions.dimensions import Natureza


@dataclass(frozen=True, slots=True)
class Parte:
    """One axis in one way of counting: every position at once (`modo` empty), or one kind of position."""

    eixo: Posicoes
    modo: str

    @property
    def posicoes(self) -> list[int]:
        """Printed positions that this way of counting fills."""
        return [n for n, kind in enumerate(self.eixo.tipos) if self.modo in ("", kind)]

    @property
    def varios(self) -> bool:
        """Tell whether a thing may have several codes here."""
        return self.eixo.dimensao.natureza is Natureza.CONJUNTO and self.modo == CATEGORIA

    @property
    def um(self) -> bool:
        """Tell whether each thing has one code here; neither is true where the axis is collapsed."""
        return self.modo == "" or (self.modo == CATEGORIA and not self.varios)


def histograma(fatos: Linhas, grupos: Grupos, partes: Sequence[Parte], peso: Inteiros | None, rede: Rede) -> Inteiros:
    """Count things; the result has one axis per part, as long as the positions that the part fills."""
    cells, inside, shape = _celulas(fatos, grupos, partes, rede)
    several = [part for part in partes if part.varios]
    sets = [grupos.conjunto(fatos, part.eixo.dimensao) for part in several]
    answers, distinct = _respostas(sets, len(cells))
    size = int(np.prod(shape, dtype=np.int64))
    weights = None if peso is None else peso[grupos.primeira]
    joint = answers * size + cells
    if inside is not None:
        joint, weights = joint[inside], None if weights is None else weights[inside]
    counted = np.bincount(joint, weights, minlength=distinct * size)
    by_answer = np.rint(counted).astype(np.int64).reshape((distinct, size))
    firsts = _primeiras(answers, distinct) if several else np.zeros(1, np.int64)
    members = [
        [tem(values[firsts], part.eixo.dimensao, category.codigos) for category in part.eixo.categorias]
        for part, values in zip(several, sets, strict=True)
    ]
    blocks = [by_answer[todas(masks)].sum(0) if masks else by_answer.sum(0) for masks in product(*members)]
    result = np.array(blocks).reshape((*(len(masks) for masks in members), *shape))
    return _em_ordem(result, partes)


def _celulas(
    fatos: Linhas, grupos: Grupos, partes: Sequence[Parte], rede: Rede
) -> tuple[Inteiros, Marcas | None, tuple[int, ...]]:
    """Cell of each thing on the axes that give it one code, which things have a cell, and how many cells there are."""
    single = [part.eixo for part in partes if part.um]
    codes = [categoria_das_linhas(axis, fatos, rede)[grupos.primeira] for axis in single]
    shape = tuple(len(axis.categorias) for axis in single)
    cells = np.zeros(len(grupos.primeira), np.int64)
    for column, length in zip(codes, shape, strict=True):
        cells = cells * length + column
    return cells, todas([column >= 0 for column in codes]) if codes else None, shape


def _respostas(sets: Sequence[Inteiros], n: int) -> tuple[Inteiros, int]:
    """Number of the combination of answers of each thing, and how many combinations there are."""
    numbers = np.zeros(n, np.int64)
    for values in sets:
        own, distinct = pd.factorize(values)
        numbers = pd.factorize(numbers * (len(distinct) + 1) + own)[0]
    if not sets:
        return numbers, 1
    return numbers, int(numbers.max()) + 1 if n else 0


def _primeiras(numbers: Inteiros, distinct: int) -> Inteiros:
    """A thing with each combination of answers."""
    found = np.zeros(distinct, np.int64)
    found[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return found


def fora_e_desconhecidas(fatos: Linhas, grupos: Grupos, eixos: Sequence[Posicoes], rede: Rede) -> tuple[int, int]:
    """How many things the axes leave out by definition, and how many have a code that no category has."""
    left = np.zeros(len(grupos.primeira), np.bool_)
    strange = left.copy()
    for axis in eixos:
        if axis.dimensao.natureza is Natureza.CONJUNTO:
            if axis.eixo.exclusao:
                left |= tem(grupos.conjunto(fatos, axis.dimensao), axis.dimensao, axis.eixo.exclusao.codigos)
            continue
        codes = categoria_das_linhas(axis, fatos, rede)[grupos.primeira]
        left |= codes == EXCLUIDA
        strange |= (codes < 0) & (codes != EXCLUIDA)
    return int(left.sum()), int((strange & ~left).sum())


def _em_ordem(result: Inteiros, partes: Sequence[Parte]) -> Inteiros:
    """Put the axes in the order of the table, add the totals of those counted at once, keep a place for the others."""
    several = [n for n, part in enumerate(partes) if part.varios]
    single = [n for n, part in enumerate(partes) if part.um]
    result = np.moveaxis(result, range(result.ndim), np.argsort(np.argsort([*several, *single])))
    for n, part in enumerate(partes):
        if not (part.um or part.varios):
            result = np.expand_dims(result, n)
        elif part.modo == "":
            total = result.compress(part.eixo.somam, n).sum(n, keepdims=True)
            result = np.concatenate([result, *[total] * (len(part.posicoes) - result.shape[n])], n)
    return result
