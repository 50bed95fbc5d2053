"""Arithmetic of the patient reader: subtract a part from a whole, and pass bounds along every sum until they settle.

The second is the shuttle algorithm (Buzzigoli and Giusti 1999) over all the sums that the published cells form.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sisetp.reporting.disclosure.auditor.model import Moldura
from sisetp.reporting.disclosure.auditor.view import Chave, Codigos, Grupo, Vista, groups, pieces

_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Palpite:
    """What an attack says about a form: between `minimo` and `maximo` people (`maximo` None = no upper end)."""

    chave: Chave
    minimo: int
    maximo: int | None
    limiar: int


@dataclass(slots=True)
class _Faixa:
    baixo: int
    alto: float
    limiar: int


def subtractions(
    cells: Iterable[Vista], dimensao: str, moldura: Moldura, keep: Callable[[Vista, Vista], bool]
) -> Iterator[Palpite]:
    """Whole minus part, both published, where `keep(whole, part)`."""
    for group in groups((cell for cell in cells if cell.valor is not None), dimensao, moldura):
        for codes, wholes in group.celulas.items():
            for fewer, parts in group.celulas.items():
                pair = next(((w, p) for w in wholes for p in parts if fewer < codes and keep(w, p)), None)
                if pair is not None:
                    left = (pair[0].valor or 0) - (pair[1].valor or 0)
                    yield Palpite(group.chave(codes - fewer, moldura), left, left, max(pair[0].limiar, pair[1].limiar))


def settled(
    cells: Iterable[Vista], dimensoes: Iterable[str], moldura: Moldura, known: Iterable[Palpite] = ()
) -> tuple[Palpite, ...]:
    """Bounds of every hidden cell once no sum along these dimensions tightens them any more."""
    seen = tuple(cells)
    bounds: dict[Chave, _Faixa] = {}
    for cell in seen:
        found = bounds.setdefault(cell.chave, _Faixa(0, float("inf"), cell.limiar))
        found.limiar = max(found.limiar, cell.limiar)
        if cell.valor is not None:
            found.baixo, found.alto = cell.valor, float(cell.valor)
    hidden = [name for name, band in bounds.items() if band.baixo != band.alto]
    for hint in known:
        if hint.chave in bounds:
            band = bounds[hint.chave]
            band.baixo = max(band.baixo, hint.minimo)
            band.alto = band.alto if hint.maximo is None else min(band.alto, hint.maximo)
    sums = []
    for name in dimensoes:
        for group in groups(seen, name, moldura):
            for piece, limit in _unprinted(group):
                form = group.chave(piece, moldura)
                if bounds.setdefault(form, _Faixa(0, float("inf"), limit)).alto == float("inf"):
                    hidden.append(form)
            sums += [(bounds[whole], [bounds[part] for part in parts]) for whole, parts in _sums(group, moldura)]
    for _ in range(_ROUNDS):
        if not sum([_tighten(whole, parts) for whole, parts in sums]):
            break
    return tuple(_guess(name, bounds[name]) for name in hidden)


def _unprinted(group: Grupo) -> Iterator[tuple[Codigos, int]]:
    """Pieces that the cells of a group cut each other into and that none of them prints, with their thresholds."""
    for piece in pieces(group.celulas):
        if piece not in group.celulas:
            over = [cell for codes, cells in group.celulas.items() if piece < codes for cell in cells]
            yield piece, max(cell.limiar for cell in over)


def _sums(group: Grupo, moldura: Moldura) -> Iterator[tuple[Chave, list[Chave]]]:
    """Wholes that some of the group's cells add up to: its smallest cells, its largest, and those of each table."""
    tables: dict[tuple[str, str], set[Codigos]] = {}
    for codes, cells in group.celulas.items():
        for cell in cells:
            tables.setdefault((cell.divulgacao, cell.tabela), set()).add(codes)
    cut = pieces(group.celulas)
    for whole in group.celulas:
        inside = {codes for codes in group.celulas if codes < whole}
        pools = [inside, *(own & inside for own in tables.values()), {piece for piece in cut if piece < whole}]
        smallest = [{codes for codes in pool if not any(other < codes for other in pool)} for pool in pools]
        largest = {codes for codes in inside if not any(codes < other for other in inside)}
        for parts in {frozenset(pool) for pool in (*smallest, largest)}:
            if sum(map(len, parts)) == len(whole) and frozenset().union(*parts) == whole:
                yield group.chave(whole, moldura), [group.chave(part, moldura) for part in parts]


def _tighten(whole: _Faixa, parts: list[_Faixa]) -> bool:
    before = [(band.baixo, band.alto) for band in (whole, *parts)]
    least, most = sum(part.baixo for part in parts), sum(part.alto for part in parts)
    whole.baixo, whole.alto = max(whole.baixo, least), min(whole.alto, most)
    for part in parts:
        part.alto = min(part.alto, whole.alto - (least - part.baixo))
        others = sum(other.alto for other in parts if other is not part)
        part.baixo = max(part.baixo, int(whole.baixo - others) if others < whole.baixo else 0)
        least, most = sum(each.baixo for each in parts), sum(each.alto for each in parts)
    return before != [(band.baixo, band.alto) for band in (whole, *parts)]


def _guess(name: Chave, band: _Faixa) -> Palpite:
    return Palpite(name, band.baixo, None if band.alto == float("inf") else int(band.alto), band.limiar)
