"""Counts one measure over the printed positions of its axes: categories, totals and valid bases.

Totals are counted, never added up: a person seen by two units is once in the total of the country and once in each
unit. Where one thing has one category the two are the same number, and the total is read from the same histogram.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from sisetp.reporting.cube.axes import CATEGORIA, TOTAL, Posicoes, Selecao, categoria_das_linhas, filtradas
from sisetp.reporting.cube.groups import Grupos, distintos, por_linha
from sisetp.reporting.cube.histogram import Parte, fora_e_desconhecidas, histograma
from sisetp.reporting.cube.rows import Cubo, Inteiros, Linhas
from sisetp.reporting.cube.weights import CASOS, peso
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.dimensions import Natureza
from sisetp.reporting.definitions.model import Categoria, Eixo, Filtro, Medida
from sisetp.reporting.definitions.vocabulary import DISTINTAS, Conta

_PESSOAS = DISTINTAS | {Conta.PESSOAS_SOMA}
_COM_TEMPO = CASOS | (_PESSOAS - {Conta.VITIMAS})  # facts of victims have one month, of the first contact of the year


@dataclass(frozen=True, slots=True, kw_only=True)
class Contagem:
    """Numbers of one measure, with one axis for each of the table's.

    `fora` is how many the definition leaves out, `desconhecidas` how many have a code that no category has.
    """

    valores: Inteiros
    fora: int
    desconhecidas: int


def contar(cubo: Cubo, medida: Medida, filtros: Sequence[Filtro], eixos: Sequence[Posicoes]) -> Contagem:
    """Count one measure of a table with these filters; `valores[i, j]` belongs to printed positions i and j.

    The mean of days is rounded half up, and -1 where there was nothing to take the mean of.
    """
    if medida.conta is not Conta.CASOS_DIAS:
        return _contar(cubo, medida, filtros, eixos, medida.conta)
    days = _contar(cubo, medida, filtros, eixos, Conta.CASOS_DIAS).valores
    closed = _contar(cubo, medida, filtros, eixos, Conta.CASOS_ENCERRADOS)
    mean = np.where(closed.valores > 0, (2 * days + closed.valores) // (2 * np.maximum(closed.valores, 1)), -1)
    return Contagem(valores=mean, fora=closed.fora, desconhecidas=closed.desconhecidas)


def _contar(cubo: Cubo, medida: Medida, filtros: Sequence[Filtro], eixos: Sequence[Posicoes], conta: Conta) -> Contagem:
    rows = cubo.linhas(medida.fato)
    chosen = filtradas((*filtros, *medida.filtro), rows, cubo.rede)
    apart = [n for n, axis in enumerate(eixos) if _a_parte(axis, conta)]
    values = np.zeros(tuple(len(axis.tipos) for axis in eixos), np.int64)
    for modes in product(*(dict.fromkeys(eixos[n].tipos) for n in apart)):
        mode = dict(zip(apart, modes, strict=True))
        parts = [Parte(axis, mode.get(n, "")) for n, axis in enumerate(eixos)]
        block = _modo(cubo, rows, chosen, parts, conta)
        values[np.ix_(*(part.posicoes for part in parts))] = block
    out, unknown = fora_e_desconhecidas(rows, _grupos(cubo, rows, chosen, [], conta), eixos, cubo.rede)
    return Contagem(valores=values, fora=out, desconhecidas=unknown)


def _modo(cubo: Cubo, rows: Linhas, chosen: Selecao, parts: list[Parte], conta: Conta) -> Inteiros:
    """Numbers of one way of counting."""
    split = [part.eixo for part in parts if part.modo == CATEGORIA and _volta(part.eixo, conta)]
    for part in parts:
        if part.modo == TOTAL and _volta(part.eixo, conta):
            chosen = _dentro(part.eixo, rows, chosen, cubo)
    time = next((part.eixo for part in parts if _e_tempo(part.eixo) and part.modo != TOTAL), None)
    repeated = any(part.eixo.dimensao.repetida and part.modo == CATEGORIA for part in parts)
    weights = None if repeated else peso(conta, rows, time, cubo.rede)
    return histograma(rows, _grupos(cubo, rows, chosen, split, conta), parts, weights, cubo.rede)


def _a_parte(axis: Posicoes, conta: Conta) -> bool:
    """Tell whether the categories and the total of an axis are counted apart."""
    return axis.dimensao.natureza is Natureza.CONJUNTO or _volta(axis, conta)


def _volta(axis: Posicoes, conta: Conta) -> bool:
    """Tell whether one thing may come again in another category: in another place or month, for another public."""
    if conta is Conta.ATIVIDADES:
        return axis.dimensao.repetida  # one row for each kind of public: the first one stands for the activity
    if axis.dimensao.natureza is Natureza.LUGAR:
        return conta in _PESSOAS
    return _e_tempo(axis) and conta in _COM_TEMPO


def _e_tempo(axis: Posicoes) -> bool:
    return axis.dimensao.natureza is Natureza.TEMPO


def _dentro(axis: Posicoes, rows: Linhas, chosen: Selecao, cubo: Cubo) -> Selecao:
    """Rows that the total of an axis takes: those of its categories, but for the ones that do not add up to it."""
    if axis.eixo.exclusao is None and axis.somam.all():
        return chosen
    codes = categoria_das_linhas(axis, rows, cubo.rede)
    return chosen.e(axis.chave, (codes >= 0) & np.append(axis.somam, False)[codes])


def _grupos(cubo: Cubo, rows: Linhas, chosen: Selecao, split: list[Posicoes], conta: Conta) -> Grupos:
    """The things counted. `split` are the axes whose categories are counted each by itself."""
    if conta not in _PESSOAS:
        return por_linha(rows, chosen)
    if conta is Conta.PESSOAS_SOMA:
        split = [*split, _unidades(cubo)]
    return distintos(rows, chosen, split, cubo.rede)


def _unidades(cubo: Cubo) -> Posicoes:
    codes = sorted(place.codigo for place in cubo.rede.values())
    categories = tuple(Categoria(codigo=code, rotulo=code, codigos=(code,)) for code in codes)
    return Posicoes(eixo=Eixo(dimensao=DIMENSOES["unidade"], rotulo="", categorias=()), categorias=categories)
