"""The same bounds in whole numbers: people are not halved, and a reader knows it.

A bound that only halves of people reach is refuted here by branch and bound. Done over the union of all releases when
its space is small, otherwise table by table (fewer constraints: what it breaks is broken in the union too). Source:
secrecy design 5.3 («integer check done for all ≤400-atom tables») and attack C7.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from sisetp.reporting.disclosure.auditor.bounds import FOLGA, Sistema
from sisetp.reporting.disclosure.auditor.causes import known
from sisetp.reporting.disclosure.auditor.model import Caso, Situacao
from sisetp.reporting.disclosure.auditor.space import Espaco, Indices, Pessoas, Reais, build
from sisetp.reporting.disclosure.auditor.targets import Alvo

MAIOR = 400
"""Atoms of the largest system that is searched in whole numbers."""


@dataclass(frozen=True, slots=True)
class Inteiro:
    """A form that was searched in whole numbers; `causas` are the (release, table) pairs it was searched in."""

    alvo: Alvo
    minimo: int
    maximo: int
    causas: tuple[tuple[str, str], ...]


def whole_bounds(caso: Caso, alvos: Iterable[Alvo], space: Espaco, pessoas: Pessoas) -> tuple[Inteiro, ...]:
    """Bounds in whole numbers of the targets that some small system holds; the others are left out."""
    doubtful = tuple(alvos)
    if not doubtful:
        return ()
    if space.possiveis <= MAIOR:
        return _searched(caso, doubtful, space, pessoas)
    tables: dict[tuple[str, str], list[Alvo]] = {}
    for alvo in doubtful:
        if alvo.tabela:
            tables.setdefault((alvo.divulgacao, alvo.tabela), []).append(alvo)
    found: list[Inteiro] = []
    for (release, table), own in tables.items():
        lines = tuple(line for line in caso.linhas if (line.divulgacao, line.tabela) == (release, table))
        part = replace(caso, linhas=lines, externas=())
        texts = [line.forma_json for line in lines if line.situacao != Situacao.OCULTA]
        small = build(caso.moldura, [*texts, *(alvo.forma_json for alvo in own)])
        if small.possiveis <= MAIOR:
            found.extend(_searched(part, tuple(own), small, pessoas))
    return tuple(found)


def _searched(caso: Caso, alvos: tuple[Alvo, ...], space: Espaco, pessoas: Pessoas) -> tuple[Inteiro, ...]:
    atoms, people, truth = space.count(pessoas)
    reader = known(caso, space, truth)
    every = np.indices(space.forma).reshape(len(space.forma), -1).T
    system = Sistema(space, reader.baixo, reader.alto, atoms, people, every)
    system.whole()
    rows = np.array([space.linha[alvo.forma_json] for alvo in alvos], np.intp)
    limits = np.array([alvo.limiar for alvo in alvos], float)
    low = _reached(system, rows, 1.0, truth[rows], np.zeros(len(rows)))
    system.cap(rows, limits)
    high = _reached(system, rows, -1.0, truth[rows], limits)
    causes = tuple(reader.causes(reader.origem))
    return tuple(
        Inteiro(alvo, round(least), round(most), causes) for alvo, least, most in zip(alvos, low, high, strict=True)
    )


def _reached(system: Sistema, rows: Indices, sign: float, start: Reais, goal: Reais) -> Reais:
    """How near to the goal each form gets: all that are not there together, while that helps, then one by one.

    `sign` 1 goes down, -1 up; what goes up alone goes without the caps, for whole numbers may jump over them.
    """
    best = start.copy()
    together = True
    while together:
        short = sign * best > sign * goal + FOLGA
        if not short.any():
            return best
        found = _best(system, rows, rows[short], sign, best)
        together = bool((sign * found > sign * goal + FOLGA).sum() < short.sum())
        best = found
    system.uncap(rows)
    for place in np.flatnonzero(sign * best > sign * goal + FOLGA):
        best = _best(system, rows, rows[place : place + 1], sign, best)
    return best


def _best(system: Sistema, rows: Indices, moved: Indices, sign: float, best: Reais) -> Reais:
    weights = np.zeros(len(system.baixo))
    weights[moved] = sign
    found = system.minimise(weights).formas[rows]
    return np.minimum(best, found) if sign > 0 else np.maximum(best, found)
