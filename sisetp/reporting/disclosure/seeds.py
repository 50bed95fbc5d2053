"""Witnesses of the last plan, used again: what was possible then, with the truth wherever nothing had been said yet."""

import numpy as np

from sisetp.reporting.disclosure.atoms import Codigos
from sisetp.reporting.disclosure.certificate import Testemunha
from sisetp.reporting.disclosure.request import Pedido
from sisetp.reporting.disclosure.search import Busca
from sisetp.reporting.disclosure.space import Classes, Mask, Reals
from sisetp.reporting.disclosure.targets import TOL


def sow(busca: Busca, pedido: Pedido) -> int:
    """Keep the earlier witnesses that agree with everything that is not hidden now; returns how many.

    One that does not is tried again with the truth in all the months that the new release speaks of.
    """
    last = pedido.anterior
    if last is None or last.universo.dimensoes != pedido.universo.dimensoes:
        return 0
    names = [name for name, _ in pedido.universo.dimensoes]
    months, units = pedido.universo.codigos("mes"), pedido.universo.codigos("lugar")
    known = np.array([[(mes, unit) in last.universo.pares for unit in units] for mes in months], bool)
    spoken = _months(pedido)
    before = len(busca.pontos)
    for found in last.provas.testemunhas:
        for kept in (known, known & ~spoken[:, None]):
            old = _where(found.codigos, names, kept)
            true = ~_where(pedido.atomos.codigos, names, kept)
            if _plant(busca, pedido, found, old, true):
                break
    return len(busca.pontos) - before


def _months(pedido: Pedido) -> Mask:
    """Months that some cell of the new release counts, shape (n_months,)."""
    every = pedido.universo.codigos("mes")
    spoken = {month for cell in pedido.candidatas for month in cell.forma.codigos("mes") or every}
    return np.array([month in spoken for month in every], bool)


def _where(codigos: Codigos, names: list[str], kept: Mask) -> Mask:
    """Which atoms are in the (month, unit) pairs kept."""
    found: Mask = kept[codigos[:, names.index("mes")], codigos[:, names.index("lugar")]]
    return found


def _plant(busca: Busca, pedido: Pedido, found: Testemunha, old: Mask, true: Mask) -> bool:
    system = busca.sistema
    codes = np.concatenate([found.codigos[old], pedido.atomos.codigos[true]])
    people = np.concatenate([found.pessoas[old], pedido.atomos.contagens[true]]).astype(np.float64)
    flat, place = np.unique(system.espaco.classes(codes), return_inverse=True)
    classes = flat.astype(np.int32)
    summed = np.bincount(place, people, len(classes)).astype(np.float64)
    if (np.abs(system.moved(classes, summed) - system.valores)[~system.oculta] > TOL).any():
        return False
    insider = found.detentor if _knows(busca, found.detentor, classes, summed) else None
    busca.keep(classes, summed, insider)
    return True


def _knows(busca: Busca, detentor: str | None, classes: Classes, people: Reals) -> bool:
    """Whether an insider's own rows are still the true ones."""
    if detentor is None:
        return False
    own = busca.owned(detentor)
    true = dict(zip(busca.sistema.suporte.tolist(), busca.sistema.pessoas.tolist(), strict=True))
    mine = {code: count for code, count in zip(classes.tolist(), people.tolist(), strict=True) if own[code] and count}
    return mine == {code: count for code, count in true.items() if own[code]}
