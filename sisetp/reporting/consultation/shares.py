"""Percentages of a table with their valid base: what was answered. «Não informado» is shown and is in no base."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sisetp.reporting.consultation.question import COLUNA, LINHA
from sisetp.reporting.cube.axes import CATEGORIA, Posicoes
from sisetp.reporting.cube.table import Contado
from sisetp.reporting.definitions.dimensions import Natureza
from sisetp.reporting.render.words import number, percent

Lugar = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentuais:
    """`textos[i][j]` is the share of a cell («33,3%»), empty where there is none or its base is zero; `base` says of
    what, in words.
    """

    textos: tuple[tuple[str, ...], ...]
    base: tuple[str, ...]


def shares(contado: Contado, sentido: str) -> Percentuais | None:
    """Shares of each column (`COLUNA`) or of each row (`LINHA`); None when the question has nothing to share out."""
    axes = (*contado.linhas.eixos, *contado.colunas.eixos)
    along = _along(contado, sentido)
    if along is None:
        return None
    numbers = _numbers(contado)
    texts = tuple(
        tuple(_share(numbers, (*row.indice, *column.indice), along, axes[along]) for column in contado.colunas.lugares)
        for row in contado.linhas.lugares
    )
    return Percentuais(textos=texts, base=tuple(_said(numbers, axes, along)))


def _along(contado: Contado, sentido: str) -> int | None:
    """Number of the axis whose answers are shared out: never time, in which people come back."""
    rows, columns = contado.linhas.eixos, contado.colunas.eixos
    first = 0 if sentido == COLUNA else len(rows)
    chosen = {COLUNA: rows, LINHA: columns}.get(sentido, ())
    return next((first + n for n, axis in enumerate(chosen) if _shared(axis)), None)


def _shared(axis: Posicoes) -> bool:
    return axis.dimensao.natureza is not Natureza.TEMPO and axis.tipos[-1] != CATEGORIA


def _numbers(contado: Contado) -> dict[Lugar, int]:
    """The printed numbers by their position on every axis."""
    return {
        (*row.indice, *column.indice): cell.valor
        for row, cells in zip(contado.linhas.lugares, contado.tabela.celulas, strict=True)
        for column, cell in zip(contado.colunas.lugares, cells, strict=True)
        if cell.valor is not None
    }


def _share(numbers: dict[Lugar, int], place: Lugar, along: int, axis: Posicoes) -> str:
    if place not in numbers or axis.tipos[place[along]] != CATEGORIA or place[along] in _unanswered(axis):
        return ""
    base = _base(numbers, place, along, axis)
    return percent(numbers[place], base) if base > 0 else ""


def _base(numbers: dict[Lugar, int], place: Lugar, along: int, axis: Posicoes) -> int:
    """The total of the axis at a place, less what was not answered there."""
    everything = numbers.get(_at(place, along, len(axis.tipos) - 1), 0)
    return everything - sum(numbers.get(_at(place, along, n), 0) for n in _unanswered(axis))


def _unanswered(axis: Posicoes) -> tuple[int, ...]:
    """Positions that hold nothing but the empty answer."""
    empty = (axis.dimensao.vazio,)
    return tuple(n for n, category in enumerate(axis.categorias) if category.codigos == empty)


def _at(place: Lugar, along: int, position: int) -> Lugar:
    return (*place[:along], position, *place[along + 1 :])


def _said(numbers: dict[Lugar, int], axes: Sequence[Posicoes], along: int) -> Iterator[str]:
    axis = axes[along]
    name = axis.dimensao.rotulo
    whole = tuple(len(entry.tipos) - 1 for entry in axes)
    total = numbers.get(whole, 0)
    base = _base(numbers, whole, along, axis)
    left = total - base
    out = f" Ficam fora da base, e aparecem na tabela: {number(left)} sem resposta." if left else ""
    yield f"Percentuais sobre as respostas a «{name}»: base de {number(base)}, de {number(total)} no total.{out}"
    if len(axes) > 1:
        yield "Cada percentual usa a base da própria coluna ou linha: o total dela menos quem não respondeu."
    if axis.tipos[-1] != "total":
        yield "Os percentuais passam de 100% somados: cada pessoa ou registro pode ter mais de uma resposta."
    mixed = [c.rotulo for c in axis.categorias if axis.dimensao.vazio in c.codigos and len(c.codigos) > 1]
    if mixed:
        yield f"«{mixed[0]}» inclui quem não respondeu."
