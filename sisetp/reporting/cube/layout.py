"""Where numbers are printed: the rows and columns of a table, and the position of each on the axes counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sisetp.reporting.cube.axes import CATEGORIA, Posicoes
from sisetp.reporting.definitions.model import Medida, com_nota

SEPARADOR = " · "


@dataclass(frozen=True, slots=True)
class Lugar:
    """One printed row or column: its label, its position on each axis of this side, and the measure that it is."""

    rotulo: str
    indice: tuple[int, ...]
    medida: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lado:
    """All rows, or all columns. `total` says that the last one is a total or a valid base."""

    rotulo: str
    eixos: tuple[Posicoes, ...]
    lugares: tuple[Lugar, ...]
    total: bool

    @property
    def rotulos(self) -> tuple[str, ...]:
        """Labels in order."""
        return tuple(place.rotulo for place in self.lugares)

    def so_presentes(self, tem_numero: Callable[[Lugar], bool]) -> "Lado":
        """Without the categories that are dropped when nothing is counted in them."""
        kept = tuple(place for place in self.lugares if tem_numero(place) or not self._caduca(place))
        return replace(self, lugares=kept)

    def _caduca(self, place: Lugar) -> bool:
        pairs = zip(self.eixos, place.indice, strict=True)
        return any(
            axis.tipos[n] == CATEGORIA and (axis.eixo.so_presentes or axis.categorias[n].so_presente)
            for axis, n in pairs
        )


def lado(axes: Sequence[Posicoes], medidas: Sequence[Medida]) -> Lado:
    """Lay out one side: the positions of one axis, of two nested ones, or the measures when there is no axis."""
    places = [Lugar("", ())]
    for axis in axes:
        own = list(enumerate(_rotulos(axis)))
        places = [
            Lugar(SEPARADOR.join(filter(None, (place.rotulo, text))), (*place.indice, n))
            for place in places
            for n, text in own
        ]
    if medidas:
        places = [Lugar(com_nota(measure.rotulo, measure.nota), (), n) for n, measure in enumerate(medidas)]
    return Lado(
        rotulo=SEPARADOR.join(com_nota(axis.eixo.rotulo, axis.eixo.nota) for axis in axes),
        eixos=tuple(axes),
        lugares=tuple(places),
        total=bool(axes) and all(axis.tipos and axis.tipos[-1] != CATEGORIA for axis in axes),
    )


def _rotulos(axis: Posicoes) -> tuple[str, ...]:
    labels = (com_nota(category.rotulo, category.nota) for category in axis.categorias)
    return (*labels, *(label for label in (axis.eixo.total, axis.eixo.base_valida) if label))
