"""What has to stay unknown: small forms of every table, forms that can be worked out, and what a neighbour may find."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sisetp.reporting.disclosure.auditor.model import Caso, LinhaAuditada, Moldura, Situacao
from sisetp.reporting.disclosure.auditor.space import Espaco, Reais
from sisetp.reporting.disclosure.auditor.view import Chave, Codigos, key, senders
from sisetp.reporting.disclosure.auditor.virtuals import RETIFICACAO, between_editions, complements, leftovers


@dataclass(frozen=True, slots=True)
class Alvo:
    """A form to protect: its text, its threshold, what it is called, and the release and table that print it
    (empty for a form that no table prints)."""

    forma_json: str
    limiar: int
    descricao: str
    divulgacao: str = ""
    tabela: str = ""

    @property
    def retificacao(self) -> bool:
        """True for the difference between two editions."""
        return self.descricao.startswith(RETIFICACAO)


@dataclass(frozen=True, slots=True)
class Detentor:
    """A unit alone with another one somewhere, and the forms of the other's people that it could work out."""

    unidade: str
    alvos: tuple[Alvo, ...]


def targets(caso: Caso) -> tuple[Alvo, ...]:
    """Every printed cell, published or hidden, and the virtual forms; sensitive or not is decided by `sensitive`."""
    virtual = (*caso.virtuais, *between_editions(caso.linhas, caso.moldura), *leftovers(caso.linhas, caso.moldura))
    if caso.complementos:
        virtual += complements(caso.linhas, caso.moldura)
    printed = (_printed(line) for line in caso.linhas if line.situacao != Situacao.IMPOSSIVEL)
    return (*printed, *(Alvo(form.forma_json, form.limiar, form.descricao) for form in virtual))


def neighbours_of(moldura: Moldura, places: Iterable[frozenset[str]] = ()) -> tuple[tuple[str, str], ...]:
    """(unit, the other one) for both units of every state that has exactly two with people to count, and of every one
    of these sets of units that has exactly two."""
    states: dict[str, set[str]] = {}
    for _, unit in moldura.pares:
        states.setdefault(moldura.uf[unit], set()).add(unit)
    pairs = {tuple(sorted(units)) for units in (*states.values(), *places) if len(units) == 2}
    return tuple(way for one, other in sorted(pairs) for way in ((one, other), (other, one)))


def where(chave: Chave, caso: Caso) -> Codigos:
    """Units that have people in a form, as far as insiders go: in its months, or in any month of a state."""
    if not caso.so_ufs:
        return senders(chave, caso.moldura)
    place = frozenset(chosen for chosen in chave if chosen[0] == "lugar")
    return senders(place, caso.moldura) if place else frozenset()


def insiders(caso: Caso) -> tuple[Detentor, ...]:
    """Units alone with another one, each with the other's share of the printed forms where nobody else is."""
    cells = [line for line in caso.linhas if line.situacao != Situacao.IMPOSSIVEL]
    placed = [(line, where(key(line.forma_json, caso.moldura), caso)) for line in cells]
    found: dict[str, list[Alvo]] = {}
    for unit, other in neighbours_of(caso.moldura, () if caso.so_ufs else {at for _, at in placed}):
        shares = [_share(line, other) for line, at in placed if other in at and at <= {unit, other}]
        found.setdefault(unit, []).extend(shares)
    return tuple(Detentor(unit, tuple(shares)) for unit, shares in sorted(found.items()))


def sensitive(alvos: Iterable[Alvo], space: Espaco, truth: Reais) -> tuple[Alvo, ...]:
    """Targets that hold fewer people than their threshold and can hold any: one per form, with the highest threshold
    asked of it."""
    found: dict[int, Alvo] = {}
    empty = space.empty()
    for alvo in alvos:
        row = space.linha[alvo.forma_json]
        if truth[row] < alvo.limiar and not empty[row] and (row not in found or found[row].limiar < alvo.limiar):
            found[row] = alvo
    return tuple(found.values())


def narrowed(detentores: Iterable[Detentor], space: Espaco, truth: Reais) -> tuple[Detentor, ...]:
    """The same neighbours with their sensitive targets only."""
    return tuple(replace(each, alvos=sensitive(each.alvos, space, truth)) for each in detentores)


def _printed(line: LinhaAuditada) -> Alvo:
    return Alvo(line.forma_json, line.limiar, f"{line.linha} / {line.coluna}", line.divulgacao, line.tabela)


def _share(line: LinhaAuditada, other: str) -> Alvo:
    text = json.dumps({**json.loads(line.forma_json), "lugar": [other]}, ensure_ascii=False, sort_keys=True)
    return Alvo(text, line.limiar, f"{line.linha} / {line.coluna}", line.divulgacao, line.tabela)
