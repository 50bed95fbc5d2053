"""What a patient reader has on the desk: every published cell as codes by dimension, and sums that must hold.

No solver here: the simulated attacks use what anybody can do with a spreadsheet.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sisetp.reporting.disclosure.auditor.model import PAR, VIGENCIA, Caso, Moldura, Situacao

Codigos = frozenset[str]
Chave = frozenset[tuple[str, Codigos]]
"""A form as a set of (dimension, codes); dimensions that take every code are left out."""


@dataclass(frozen=True, slots=True)
class Vista:
    """One cell as the reader sees it: `valor` None when hidden."""

    chave: Chave
    valor: int | None
    limiar: int
    divulgacao: str
    tabela: str

    def codigos(self, dimensao: str) -> Codigos | None:
        """Codes in a dimension; None for all."""
        return next((codes for name, codes in self.chave if name == dimensao), None)


@dataclass(frozen=True, slots=True)
class Grupo:
    """Cells that differ in one dimension only: codes there → the cells that say it, and all codes of the dimension."""

    dimensao: str
    resto: Chave
    celulas: Mapping[Codigos, tuple[Vista, ...]]

    def chave(self, codes: Codigos, moldura: Moldura) -> Chave:
        """The form of these codes with the rest of the group."""
        return self.resto if codes == _all(moldura, self.dimensao) else self.resto | {(self.dimensao, codes)}


@dataclass(frozen=True, slots=True)
class Mesa:
    """The reader's desk: what was published. `pessoas` is the truth, to tell what was recovered from a wrong guess,
    and what an insider knows of her own unit."""

    caso: Caso
    celulas: tuple[Vista, ...]
    _codigos: NDArray[np.intp]
    _contagens: NDArray[np.int64]

    @classmethod
    def de(cls, caso: Caso) -> "Mesa":
        """The desk of somebody who kept every file."""
        tables = [{code: place for place, code in enumerate(codes)} for _, codes in caso.moldura.dimensoes]
        rows = [[table[code] for table, code in zip(tables, atom, strict=True)] for atom in caso.suporte.codigos]
        codes = np.array(rows, np.intp).reshape(len(rows), len(tables))
        return cls(caso, _views(caso), codes, np.array(caso.suporte.contagens, np.int64))

    @property
    def moldura(self) -> Moldura:
        """The frame of the year."""
        return self.caso.moldura

    def pessoas(self, chave: Chave) -> int:
        """How many people a form that can be counted truly holds."""
        inside = np.ones(len(self._contagens), dtype=bool)
        for name, chosen in chave:
            place = self.moldura.nomes.index(name)
            flags = np.array([code in chosen for code in self.moldura.dimensoes[place][1]])
            inside &= flags[self._codigos[:, place]]
        return int(self._contagens[inside].sum())


def key(text: str, moldura: Moldura) -> Chave:
    """A form's text as a key."""
    chosen = {name: frozenset(codes) for name, codes in json.loads(text).items()}
    return frozenset((name, codes) for name, codes in chosen.items() if codes != _all(moldura, name))


def groups(cells: Iterable[Vista], dimensao: str, moldura: Moldura) -> tuple[Grupo, ...]:
    """Cells gathered by all that is not this dimension; groups with one member are of no use and left out."""
    whole = _all(moldura, dimensao)
    gathered: dict[Chave, dict[Codigos, tuple[Vista, ...]]] = {}
    for cell in cells:
        codes = cell.codigos(dimensao)
        rest = cell.chave if codes is None else cell.chave - {(dimensao, codes)}
        same = gathered.setdefault(rest, {})
        same[codes or whole] = (*same.get(codes or whole, ()), cell)
    return tuple(Grupo(dimensao, rest, same) for rest, same in gathered.items() if len(same) > 1)


def pieces(sets: Iterable[Codigos]) -> tuple[Codigos, ...]:
    """The smallest pieces that sets of codes cut each other into: codes that are in the same sets stay together."""
    known = tuple(sets)
    found: dict[frozenset[int], set[str]] = {}
    for code in sorted(frozenset().union(*known)):
        found.setdefault(frozenset(place for place, codes in enumerate(known) if code in codes), set()).add(code)
    return tuple(frozenset(codes) for codes in found.values())


def countable(chave: Chave, moldura: Moldura) -> bool:
    """Whether the form is one of the year's: a sum of people who are in one place each."""
    return {name for name, _ in chave} <= set(moldura.nomes)


def possible(chave: Chave, moldura: Moldura) -> bool:
    """Whether anybody could be there: some unit sent some of its months."""
    return bool(senders(chave, moldura))


def senders(chave: Chave, moldura: Moldura) -> Codigos:
    """Units of the form that sent any of its months."""
    chosen = dict(chave)
    months, places = chosen.get(PAR[0]), chosen.get(PAR[1])
    first = chosen.get(VIGENCIA[0]) == frozenset({"1"})
    return frozenset(
        place
        for month, place in (moldura.pares - moldura.tardios if first else moldura.pares)
        if (months is None or month in months) and (places is None or place in places)
    )


def without_editions(chave: Chave) -> Chave:
    """The form whatever its edition."""
    return frozenset((name, codes) for name, codes in chave if name not in VIGENCIA)


def _views(caso: Caso) -> tuple[Vista, ...]:
    return tuple(
        Vista(key(line.forma_json, caso.moldura), line.valor, line.limiar, line.divulgacao, line.tabela)
        for line in caso.linhas
        if line.situacao != Situacao.IMPOSSIVEL
    )


def _all(moldura: Moldura, dimensao: str) -> Codigos:
    return frozenset(dict(moldura.dimensoes).get(dimensao, ()))
