"""Settles the categories of the axes that a definition leaves open: units, years, and the largest of a long list."""

from collections.abc import Iterator, Sequence

from sisetp.domain.period import Period
from sisetp.reporting.cube.axes import Posicoes, codigos_abertos
from sisetp.reporting.cube.counting import contar
from sisetp.reporting.cube.rows import Cubo
from sisetp.reporting.definitions.dimensions import Dimensao
from sisetp.reporting.definitions.model import Categoria, Eixo, Filtro, Medida

DEMAIS = "DEMAIS"


def posicoes(cubo: Cubo, eixo: Eixo, medida: Medida, filtros: Sequence[Filtro]) -> Posicoes:
    """Lay an axis on the facts; the largest categories of an open list are chosen by one measure, ties by the list."""
    if not eixo.aberto:
        return Posicoes(eixo=eixo, categorias=tuple(_no_periodo(eixo, cubo.periodo)))
    if eixo.dimensao.aberta:
        names = {place.codigo: place.nome for place in cubo.rede.values()}
        codes = codigos_abertos(eixo.dimensao, cubo.linhas(medida.fato), cubo.rede)
        return Posicoes(eixo=eixo, categorias=tuple(_categoria(code, names.get(code, code)) for code in codes))
    every = Posicoes(eixo=eixo, categorias=tuple(_categoria(code, "") for code in eixo.dimensao.codigos()))
    counted = contar(cubo, medida, filtros, [every]).valores.tolist()
    return Posicoes(eixo=eixo, categorias=_maiores(eixo, dict(zip(eixo.dimensao.codigos(), counted, strict=False))))


def _no_periodo(eixo: Eixo, periodo: Period) -> Iterator[Categoria]:
    """Categories of an axis; of months and semesters, those of the period."""
    first, last = periodo.inicio.month, periodo.fim.month
    codes = {
        "mes": {f"{n:02d}" for n in range(first, last + 1)},
        "semestre": {f"S{1 + (n > 6)}" for n in (first, last)},
    }.get(eixo.dimensao.nome)
    return (entry for entry in eixo.categorias if codes is None or not codes.isdisjoint(entry.codigos))


def _maiores(eixo: Eixo, contados: dict[str, int]) -> tuple[Categoria, ...]:
    """The largest codes by count, the others together, and «não informado» apart at the end."""
    dimension = eixo.dimensao
    ranked = sorted((code for code in contados if code != dimension.vazio), key=lambda code: -contados[code])
    chosen = [code for code in ranked[: eixo.maiores or len(ranked)] if contados[code]]
    rest = tuple(code for code in ranked if code not in chosen)
    categories = [_categoria(code, dimension.rotulo_de(code)) for code in chosen]
    if rest:
        categories.append(Categoria(codigo=DEMAIS, rotulo=eixo.demais, codigos=rest))
    if dimension.vazio in contados:
        categories.append(_vazio(dimension))
    return tuple(categories)


def _vazio(dimension: Dimensao) -> Categoria:
    return _categoria(dimension.vazio, dimension.rotulo_de(dimension.vazio))


def _categoria(codigo: str, rotulo: str) -> Categoria:
    return Categoria(codigo=codigo, rotulo=rotulo, codigos=(codigo,))
