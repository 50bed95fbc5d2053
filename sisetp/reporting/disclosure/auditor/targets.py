"""What has to stay unknown: small forms of every table, forms that can be worked out, and what a neighbour may find."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sisetp.reporting.disclosure.auditor.model import Caso, LinhaAuditada, Moldura, Situacao
from sisetp.reporting.disclosure.auditor.space import Espaco, Reais
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
    """A unit alone with another one in its state, and the forms of the other's people that it could work out."""

    unidade: str
    alvos: tuple[Alvo, ...]


def targets(caso: Caso) -> tuple[Alvo, ...]:
    """Every printed cell, published or hidden, and the virtual forms; sensitive or not is decided by `sensitive`."""
    virtual = (*caso.virtuais, *between_editions(caso.linhas, caso.moldura), *leftovers(caso.linhas, caso.moldura))
    if caso.complementos:
        virtual += complements(caso.linhas, caso.moldura)
    printed = (_printed(line) for line in caso.linhas if line.situacao != Situacao.IMPOSSIVEL)
    return (*printed, *(Alvo(form.forma_json, form.limiar, form.descricao) for form in virtual))


def neighbours_of(moldura: Moldura) -> tuple[tuple[str, str], ...]:
    """(unit, the other one) for both units of every state that has exactly two with people to count."""
    units: dict[str, set[str]] = {}
    for _, unit in moldura.pares:
        units.setdefault(moldura.uf[unit], set()).add(unit)
    pairs = [tuple(sorted(pair)) for _, pair in sorted(units.items()) if len(pair) == 2]
    return tuple(way for one, other in pairs for way in ((one, other), (other, one)))


def insiders(caso: Caso) -> tuple[Detentor, ...]:
    """Units alone with another one in their state, each with the other's share of the forms within the state."""
    living = {unit for _, unit in caso.moldura.pares}
    cells = [(line, json.loads(line.forma_json)) for line in caso.linhas if line.situacao != Situacao.IMPOSSIVEL]
    placed = [(line, form, set(form["lugar"]) & living) for line, form in cells if "lugar" in form]
    return tuple(
        Detentor(
            unit, tuple(_share(line, form, other) for line, form, at in placed if other in at and at <= {unit, other})
        )
        for unit, other in neighbours_of(caso.moldura)
    )


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


def _share(line: LinhaAuditada, form: Mapping[str, list[str]], other: str) -> Alvo:
    text = json.dumps({**form, "lugar": [other]}, ensure_ascii=False, sort_keys=True)
    return Alvo(text, line.limiar, f"{line.linha} / {line.coluna}", line.divulgacao, line.tabela)
