"""Forms that no table prints and that a reader could work out: differences between editions, total minus cell."""

import json
from collections.abc import Iterable, Mapping

from sisetp.reporting.disclosure.auditor.model import VIGENCIA, LinhaAuditada, Moldura, Situacao, Virtual

Selecao = Mapping[str, frozenset[str]]
Celula = tuple[LinhaAuditada, Selecao]

RETIFICACAO = "retificação"
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


def complements(linhas: Iterable[LinhaAuditada], moldura: Moldura) -> tuple[Virtual, ...]:
    """Total minus cell, where the total and the cell of one table differ in one dimension only."""
    tables: dict[tuple[str, str], list[Celula]] = {}
    for line, chosen in _selections(linhas):
        tables.setdefault((line.divulgacao, line.tabela), []).append((line, chosen))
    found: dict[str, Virtual] = {}
    for cells in tables.values():
        for name, codes in moldura.dimensoes:
            if any(name in chosen for _, chosen in cells):
                whole: list[Celula] = [(line, {name: frozenset(codes), **chosen}) for line, chosen in cells]
                _complements_along(name, whole, found)
    return tuple(found.values())


def _complements_along(name: str, cells: list[Celula], found: dict[str, Virtual]) -> None:
    lines: dict[frozenset[tuple[str, frozenset[str]]], list[Celula]] = {}
    for line, chosen in cells:
        rest = frozenset((other, codes) for other, codes in chosen.items() if other != name)
        lines.setdefault(rest, []).append((line, chosen))
    for line_cells in lines.values():
        for _, total in line_cells:
            for line, part in line_cells:
                if part[name] < total[name]:
                    _keep(found, COMPLEMENTO, line, {**part, name: total[name] - part[name]})


def _selections(linhas: Iterable[LinhaAuditada]) -> Iterable[tuple[LinhaAuditada, Selecao]]:
    for line in linhas:
        if line.situacao != Situacao.IMPOSSIVEL:
            yield line, {name: frozenset(codes) for name, codes in json.loads(line.forma_json).items()}


def _keep(found: dict[str, Virtual], kind: str, line: LinhaAuditada, chosen: Selecao) -> None:
    text = json.dumps({name: sorted(codes) for name, codes in sorted(chosen.items())}, ensure_ascii=False)
    where = f"{kind} de {line.tabela}: {line.linha} / {line.coluna}"
    if text not in found or found[text].limiar < line.limiar:
        found[text] = Virtual(descricao=where, forma_json=text, limiar=line.limiar)
