"""Forms that no table prints and that must be protected all the same: what a reader could work out by subtracting."""

from collections.abc import Iterable, Sequence

from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.request import Candidata, Protegida

_VINTAGE = ("nasceu", "morreu")


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
    return _protected(found)


def between_editions(universo: Universo, celulas: Iterable[Candidata]) -> tuple[Protegida, ...]:
    """People whom the revised edition adds to each of its cells, and people whom it takes out of them.

    A cell of the revised edition has `morreu` = «fim»; others give nothing. Source: section 5.2 (vintage).
    """
    found: dict[Forma, int] = {}
    names = [name for name, _ in universo.dimensoes]
    for cell in celulas:
        if not set(_VINTAGE) <= set(names) or cell.forma.codigos("morreu") != frozenset(["fim"]):
            continue
        base = {name: codes for name, codes in cell.forma.selecao if name not in _VINTAGE}
        born = cell.forma.codigos("nasceu") or frozenset(universo.codigos("nasceu"))
        for edition in sorted(born - {"1"}):
            earlier = [code for code in universo.codigos("nasceu") if code < edition]
            for vintage in (
                {"nasceu": (edition,), "morreu": ("fim",)},
                {"nasceu": tuple(earlier), "morreu": (edition,)},
            ):
                _keep(found, Forma.de({**base, **vintage}), cell.limiar)
    return _protected(found)


def _along(name: str, codes: frozenset[str], cells: list[Candidata], found: dict[Forma, int]) -> None:
    lines: dict[Forma, list[tuple[frozenset[str], int]]] = {}
    for cell in cells:
        rest = Forma(tuple(pair for pair in cell.forma.selecao if pair[0] != name))
        lines.setdefault(rest, []).append((cell.forma.codigos(name) or codes, cell.limiar))
    for rest, parts in lines.items():
        for total, _ in parts:
            for part, limit in parts:
                if part < total:
                    _keep(found, Forma.de({**dict(rest.selecao), name: total - part}), limit)


def _keep(found: dict[Forma, int], forma: Forma, limiar: int) -> None:
    found[forma] = max(limiar, found.get(forma, 0))


def _protected(found: dict[Forma, int]) -> tuple[Protegida, ...]:
    return tuple(Protegida(forma=forma, limiar=limit) for forma, limit in found.items())
