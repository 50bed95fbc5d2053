"""Total minus cell, protected as the study does. The application asks its auditor instead."""

from collections.abc import Sequence

from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.request import Candidata, Protegida


def complements(universo: Universo, celulas: Sequence[Candidata]) -> tuple[Protegida, ...]:
    """Total minus cell, for every pair of cells of one table that differ in one dimension only, one inside the other.

    Cells of earlier releases are given in the same shape, with their release in the name of the table.
    """
    tables: dict[str, list[Candidata]] = {}
    for cell in celulas:
        tables.setdefault(cell.tabela, []).append(cell)
    found: dict[Forma, int] = {}
    for cells in tables.values():
        for name, codes in universo.dimensoes:
            if any(cell.forma.codigos(name) is not None for cell in cells):
                _along(name, frozenset(codes), cells, found)
    return tuple(Protegida(forma=forma, limiar=limit) for forma, limit in found.items())


def _along(name: str, codes: frozenset[str], cells: list[Candidata], found: dict[Forma, int]) -> None:
    lines: dict[Forma, list[tuple[frozenset[str], int]]] = {}
    for cell in cells:
        rest = Forma(tuple(pair for pair in cell.forma.selecao if pair[0] != name))
        lines.setdefault(rest, []).append((cell.forma.codigos(name) or codes, cell.limiar))
    for rest, parts in lines.items():
        for total, _ in parts:
            for part, limit in parts:
                if part < total:
                    left = Forma.de({**dict(rest.selecao), name: total - part})
                    found[left] = max(limit, found.get(left, 0))
