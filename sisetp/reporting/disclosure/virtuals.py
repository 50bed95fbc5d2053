"""Forms that no table prints and that must be protected all the same: what a reader could work out by subtracting."""

from collections.abc import Iterable

from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.request import Candidata, Protegida

_VINTAGE = ("nasceu", "morreu")


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
                changed = Forma.de({**base, **vintage})
                found[changed] = max(cell.limiar, found.get(changed, 0))
    return tuple(Protegida(forma=forma, limiar=limit) for forma, limit in found.items())
