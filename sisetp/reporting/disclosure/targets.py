"""What has to be shown: for every sensitive form, one possible year without anybody in it and one with many."""

from dataclasses import dataclass

import numpy as np

from sisetp.reporting.disclosure.certificate import Lado
from sisetp.reporting.disclosure.space import Classes, Mask, Reals
from sisetp.reporting.disclosure.system import Sistema

TOL = 1e-6
"""Distance below which two numbers of people are the same."""


@dataclass(frozen=True, slots=True)
class Alvo:
    """One side of one form, for the public (`detentor` None) or for an insider."""

    linha: int
    lado: Lado
    limiar: int
    detentor: str | None = None

    def distancia(self, valores: Reals) -> float:
        """People between these values of the forms and what has to be shown."""
        value = float(valores[self.linha])
        return self.limiar - value if self.lado is Lado.ALTO else value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ponto:
    """A possible year: people over classes of atoms, the value of every form, and the insider it was made for.

    `folga[i]`: whether form i keeps its true value. Shapes: (n,), (n,), (n_rows,), (n_rows,).
    """

    classes: Classes
    pessoas: Reals
    valores: Reals
    fiel: Mask
    detentor: str | None

    @property
    def inteiro(self) -> bool:
        """Whether it is made of whole people."""
        return bool((np.abs(self.pessoas - np.rint(self.pessoas)) <= TOL).all())

    def serves(self, detentor: str | None) -> bool:
        """Whether it proves something to this reader: what convinces an insider convinces everybody."""
        return detentor is None or detentor == self.detentor


def wanted(sistema: Sistema) -> list[Alvo]:
    """Every side of every sensitive form: the public's first, then each insider's; the farthest from the truth first,
    because what shows them shows others."""
    found = []
    for row in np.flatnonzero(sistema.sensivel).tolist():
        found += [Alvo(row, side, int(sistema.limiares[row])) for side in Lado]
    seen: dict[tuple[str, int], int] = {}
    for rest in sistema.linhas.restos:
        if sistema.valores[rest.linha] < rest.limiar and not sistema.espaco.vazia[rest.linha]:
            key = (rest.detentor, rest.linha)
            seen[key] = max(seen.get(key, 0), rest.limiar)
    for (insider, row), limit in sorted(seen.items()):
        found += [Alvo(row, side, limit, insider) for side in Lado]
    return sorted(found, key=lambda alvo: (alvo.detentor or "", -alvo.distancia(sistema.valores)))


def point(sistema: Sistema, classes: Classes, pessoas: Reals, detentor: str | None) -> Ponto:
    """Keep a possible year: empty atoms dropped, values within a hair of whole numbers made whole."""
    full = pessoas > 1e-9
    kept = pessoas[full]
    near = np.rint(kept)
    whole = np.where(np.abs(kept - near) < TOL / 10, near, kept)
    values = sistema.moved(classes[full], kept)
    return Ponto(
        classes=classes[full],
        pessoas=whole,
        valores=values,
        fiel=np.abs(values - sistema.valores) <= TOL,
        detentor=detentor,
    )
