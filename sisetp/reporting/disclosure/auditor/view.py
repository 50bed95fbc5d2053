"""What a patient reader has on the desk: every published cell as codes by dimension, and sums that must hold.

No solver here: the simulated attacks use what anybody can do with a spreadsheet.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


def views(caso: Caso) -> tuple[Vista, ...]:
    """Every cell that counts somebody, with what it says; dimensions outside the frame are kept as they are."""
    return tuple(
        Vista(key(line.forma_json, caso.moldura), line.valor, line.limiar, line.divulgacao, line.tabela)
        for line in caso.linhas
        if line.situacao != Situacao.IMPOSSIVEL
    )


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


def people(chave: Chave, caso: Caso) -> int:
    """Truth about a form that can be counted, to tell what was recovered from what was only guessed."""
    names = caso.moldura.nomes
    chosen = [(names.index(name), codes) for name, codes in chave]
    pairs = zip(caso.suporte.codigos, caso.suporte.contagens, strict=True)
    return sum(count for atom, count in pairs if all(atom[place] in codes for place, codes in chosen))


def countable(chave: Chave, moldura: Moldura) -> bool:
    """Whether the form is one of the year's: a sum of people who are in one place each."""
    return {name for name, _ in chave} <= set(moldura.nomes)


def possible(chave: Chave, moldura: Moldura) -> bool:
    """Whether anybody could be there: some unit sent some of its months."""
    chosen = dict(chave)
    months, places = chosen.get(PAR[0]), chosen.get(PAR[1])
    first = chosen.get(VIGENCIA[0]) == frozenset({"1"})
    return any(
        (months is None or month in months) and (places is None or place in places)
        for month, place in (moldura.pares - moldura.tardios if first else moldura.pares)
    )


def without_editions(chave: Chave) -> Chave:
    """The form whatever its edition."""
    return frozenset((name, codes) for name, codes in chave if name not in VIGENCIA)


def _all(moldura: Moldura, dimensao: str) -> Codigos:
    return frozenset(dict(moldura.dimensoes).get(dimensao, ()))
