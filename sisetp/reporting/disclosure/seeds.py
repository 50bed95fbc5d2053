"""Years to begin with: witnesses of the last plan, with the truth wherever nothing had been said yet; and, for a
revised edition, the same years with everybody gone and somebody alike come."""

from collections.abc import Iterable, Sequence

import numpy as np

from sisetp.reporting.disclosure.atoms import Codigos
from sisetp.reporting.disclosure.forms import Forma
from sisetp.reporting.disclosure.request import Pedido
from sisetp.reporting.disclosure.search import Busca
from sisetp.reporting.disclosure.space import Classes, Mask, Reals
from sisetp.reporting.disclosure.targets import Ponto, point

_Gente = tuple[Codigos, Reals]
"""Codes and people: shapes (n, n_dims), (n,)."""

_FIRST, _SECOND = 0, 1
"""Positions of `nasceu`: since the first edition, since the revised one."""
_LEFT, _STAYS = 0, 1
"""Positions of `morreu`: gone with the revised edition, never."""


def sow(busca: Busca, pedido: Pedido) -> int:
    """Keep the years to begin with that agree with all that is not hidden now; returns how many."""
    before = len(busca.pontos)
    _hide_again(busca, pedido)
    _again(busca, pedido)
    if _revises(cell.forma for cell in pedido.candidatas):
        for found in tuple(busca.pontos):
            _exchange(busca, pedido, found)
    return len(busca.pontos) - before


def _revises(formas: Iterable[Forma]) -> bool:
    """Whether some form is of a revised edition."""
    return any(forma.codigos("morreu") == frozenset(["fim"]) for forma in formas)


def _hide_again(busca: Busca, pedido: Pedido) -> None:
    """Cells of a revised edition that were hidden in the first one stay so: the difference would give them away."""
    hidden = {_of_people(cell.forma) for cell in pedido.publicadas if cell.valor is None}
    lines = busca.sistema.linhas.linhas
    again = [_revises([line.forma]) and _of_people(line.forma) in hidden for line in lines]
    busca.sistema.hide(np.array(again, bool))


def _of_people(forma: Forma) -> Forma:
    """A form without the editions that it counts."""
    return Forma(tuple(pair for pair in forma.selecao if pair[0] not in ("nasceu", "morreu")))


def _again(busca: Busca, pedido: Pedido) -> None:
    """Witnesses of the last plan. One that does not hold is tried again with the truth in all the months that the new
    release speaks of."""
    last = pedido.anterior
    if last is None or last.universo.dimensoes != pedido.universo.dimensoes:
        return
    months, units = pedido.universo.codigos("mes"), pedido.universo.codigos("lugar")
    known = np.array([[(mes, unit) in last.universo.pares for unit in units] for mes in months], bool)
    spoken = _months(pedido)
    truth = (pedido.atomos.codigos, pedido.atomos.contagens.astype(np.float64))
    changes = [] if _revises(cell.forma for cell in pedido.publicadas) else _changes(pedido, truth)
    for found in last.provas.testemunhas:
        for kept in (known, known & ~spoken[:, None]):
            people = [_where(pedido, (found.codigos, found.pessoas), kept), _where(pedido, truth, ~kept)]
            people += [_where(pedido, change, kept) for change in changes]
            if _plant(busca, people, found.detentor):
                break


def _months(pedido: Pedido) -> Mask:
    """Months that some cell of the new release counts, shape (n_months,)."""
    every = pedido.universo.codigos("mes")
    spoken = {month for cell in pedido.candidatas for month in cell.forma.codigos("mes") or every}
    return np.array([month in spoken for month in every], bool)


def _changes(pedido: Pedido, truth: _Gente) -> list[_Gente]:
    """What a first revision changes: who comes and who leaves; and, to be taken away, the same people as they were."""
    codes, people = truth
    names = _names(pedido)
    if "morreu" not in names:
        return []
    late = codes[:, names.index("nasceu")] == _SECOND
    gone = ~late & (codes[:, names.index("morreu")] == _LEFT)
    as_if = codes[gone].copy()
    as_if[:, names.index("morreu")] = _STAYS
    return [(codes[late | gone], people[late | gone]), (as_if, -people[gone])]


def _exchange(busca: Busca, pedido: Pedido, found: Ponto) -> None:
    """The same year, where everybody of the first edition left and as many people alike came: no table shows it."""
    names = _names(pedido)
    born, died, place = (names.index(name) for name in ("nasceu", "morreu", "lugar"))
    codes, people = busca.sistema.espaco.codigos(found.classes), found.pessoas
    moved = (codes[:, born] == _FIRST) & (codes[:, died] == _STAYS)
    if found.detentor is not None:
        moved &= codes[:, place] != pedido.universo.codigos("lugar").index(found.detentor)
    gone, come = codes[moved].copy(), codes[moved].copy()
    gone[:, died], come[:, born] = _LEFT, _SECOND
    _plant(busca, [(codes[~moved], people[~moved]), (gone, people[moved]), (come, people[moved])], found.detentor)


def _names(pedido: Pedido) -> list[str]:
    return [name for name, _ in pedido.universo.dimensoes]


def _where(pedido: Pedido, gente: _Gente, kept: Mask) -> _Gente:
    """The people in the (month, unit) pairs kept."""
    names = _names(pedido)
    codes, people = gente
    mask = kept[codes[:, names.index("mes")], codes[:, names.index("lugar")]]
    return codes[mask], people[mask]


def _plant(busca: Busca, gente: Sequence[_Gente], detentor: str | None) -> bool:
    """Keep a year when it is one, and agrees with all that is not hidden now."""
    system = busca.sistema
    flat, place = np.unique(system.espaco.classes(np.concatenate([codes for codes, _ in gente])), return_inverse=True)
    people = np.bincount(place, np.concatenate([found for _, found in gente]), len(flat)).astype(np.float64)
    if (people < 0).any():
        return False
    classes = flat.astype(np.int32)
    insider = detentor if _knows(busca, detentor, classes, people) else None
    kept = point(system, classes, people, insider)
    if not kept.fiel[~system.oculta].all():
        return False
    busca.pontos.append(kept)
    return True


def _knows(busca: Busca, detentor: str | None, classes: Classes, people: Reals) -> bool:
    """Whether an insider's own rows are still the true ones."""
    if detentor is None:
        return False
    own = busca.owned(detentor)
    true = dict(zip(busca.sistema.suporte.tolist(), busca.sistema.pessoas.tolist(), strict=True))
    mine = {code: count for code, count in zip(classes.tolist(), people.tolist(), strict=True) if own[code] and count}
    return mine == {code: count for code, count in true.items() if own[code]}
