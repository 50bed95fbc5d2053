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
from sisetp.reporting.disclosure.auditor.space import Espaco, build
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


def whole_bounds(caso: Caso, alvos: Iterable[Alvo], space: Espaco) -> tuple[Inteiro, ...]:
    """Bounds in whole numbers of the targets that some small system holds; the others are left out."""
    doubtful = tuple(alvos)
    if not doubtful:
        return ()
    if space.possiveis <= MAIOR:
        return _searched(caso, doubtful, space)
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
            found.extend(_searched(part, tuple(own), small))
    return tuple(found)


def _searched(caso: Caso, alvos: tuple[Alvo, ...], space: Espaco) -> tuple[Inteiro, ...]:
    atoms, people, truth = space.count(caso.suporte)
    reader = known(caso, space, truth)
    every = np.indices(space.forma).reshape(len(space.forma), -1).T
    system = Sistema(space, reader.baixo, reader.alto, atoms, people, every)
    system.whole()
    causes = tuple(reader.causes(reader.origem))
    return tuple(_bounded(system, alvo, causes) for alvo in alvos)


def _bounded(system: Sistema, alvo: Alvo, causes: tuple[tuple[str, str], ...]) -> Inteiro:
    row = system.espaco.linha[alvo.forma_json]
    weights = np.zeros(len(system.baixo))
    weights[row] = 1.0
    low = system.minimise(weights).soma
    place = np.array([row], np.intp)
    system.cap(place, np.array([float(alvo.limiar)]))
    high = -system.minimise(-weights).soma
    system.uncap(place)
    if high < alvo.limiar - FOLGA:
        high = -system.minimise(-weights).soma
    return Inteiro(alvo, round(low), round(high), causes)
