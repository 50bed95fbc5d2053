"""Forms that no table prints and that a reader could work out: differences between editions, wholes minus parts."""

import json
from collections.abc import Iterable, Mapping

from sisetp.reporting.disclosure.auditor.model import VIGENCIA, LinhaAuditada, Moldura, Situacao, Virtual
from sisetp.reporting.disclosure.auditor.view import pieces

Selecao = Mapping[str, frozenset[str]]
Celula = tuple[LinhaAuditada, Selecao]
Resto = frozenset[tuple[str, frozenset[str]]]

RETIFICACAO = "retificação"
SOBRA = "sobra"
COMPLEMENTO = "complemento"


def between_editions(linhas: Iterable[LinhaAuditada], moldura: Moldura) -> tuple[Virtual, ...]:
    """People whom a later edition added to a printed cell, and people whom it took out of it.

    For every form asked of a later edition; nothing while the year has one edition.
    """
    codes = dict(moldura.dimensoes)
    if not set(VIGENCIA) <= set(codes):
        return ()
    found: dict[str, Virtual] = {}
    for line, chosen in _selections(linhas):
        if chosen.get("morreu", frozenset(codes["morreu"])) != {"fim"}:
            continue
        editions = chosen.get("nasceu", frozenset(codes["nasceu"]))
        for edition in sorted(editions - {"1"}):
            earlier = frozenset(code for code in codes["nasceu"] if int(code) < int(edition))
            base = {name: value for name, value in chosen.items() if name not in VIGENCIA}
            for change in (
                {"nasceu": frozenset({edition}), "morreu": frozenset({"fim"})},
                {"nasceu": earlier, "morreu": frozenset({edition})},
            ):
                _keep(found, RETIFICACAO, line, base | change)
    return tuple(found.values())


def leftovers(linhas: Iterable[LinhaAuditada], moldura: Moldura) -> tuple[Virtual, ...]:
    """Smallest pieces that the cells cut each other into along one dimension, over all tables and releases, when no
    cell prints them: whatever sums and differences give is made of them.

    With nested categories that are all there, there are none. Lists of countries that differ, ages that cross, a unit
    that moves to another state, a month that came out without a table, leave something.
    """
    cells = list(_selections(linhas))
    found: dict[str, Virtual] = {}
    for name, codes in moldura.dimensoes:
        if name not in VIGENCIA:
            for rest, same in _groups(cells, name, frozenset(codes)).items():
                for piece in pieces(same):
                    if piece not in same:
                        line = max((same[cell] for cell in same if piece < cell), key=lambda each: each.limiar)
                        _keep(found, SOBRA, line, {**dict(rest), name: piece})
    return tuple(found.values())


def complements(linhas: Iterable[LinhaAuditada], moldura: Moldura) -> tuple[Virtual, ...]:
    """Whole minus part along one dimension, within each table: «everybody but these», whatever cells make it up."""
    tables: dict[tuple[str, str], list[Celula]] = {}
    for cell in _selections(linhas):
        tables.setdefault((cell[0].divulgacao, cell[0].tabela), []).append(cell)
    found: dict[str, Virtual] = {}
    for cells in tables.values():
        for name, codes in moldura.dimensoes:
            for rest, same in _groups(cells, name, frozenset(codes)).items():
                for whole in same:
                    for part, line in same.items():
                        if part < whole:
                            _keep(found, COMPLEMENTO, line, {**dict(rest), name: whole - part})
    return tuple(found.values())


def _groups(
    cells: Iterable[Celula], name: str, every: frozenset[str]
) -> Mapping[Resto, Mapping[frozenset[str], LinhaAuditada]]:
    """Cells by what they select outside a dimension, then by what they select in it: the line with the highest
    threshold."""
    grouped: dict[Resto, dict[frozenset[str], LinhaAuditada]] = {}
    for line, chosen in cells:
        rest = frozenset((other, codes) for other, codes in chosen.items() if other != name)
        same = grouped.setdefault(rest, {})
        codes = chosen.get(name, every)
        if codes not in same or same[codes].limiar < line.limiar:
            same[codes] = line
    return grouped


def _selections(linhas: Iterable[LinhaAuditada]) -> Iterable[tuple[LinhaAuditada, Selecao]]:
    for line in linhas:
        if line.situacao != Situacao.IMPOSSIVEL:
            yield line, {name: frozenset(codes) for name, codes in json.loads(line.forma_json).items()}


def _keep(found: dict[str, Virtual], kind: str, line: LinhaAuditada, chosen: Selecao) -> None:
    text = json.dumps({name: sorted(codes) for name, codes in sorted(chosen.items())}, ensure_ascii=False)
    where = f"{kind} de {line.tabela}: {line.linha} / {line.coluna}"
    if text not in found or found[text].limiar < line.limiar:
        found[text] = Virtual(descricao=where, forma_json=text, limiar=line.limiar)
