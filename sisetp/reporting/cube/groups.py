"""What is counted: rows as they are, or each person once with the codes of her first contact.

The order of first contacts is month, day, unit id (decision 16), then the order of the segment, which is that of the
content of its rows; it is made once per kind of fact and reused by every table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sisetp.reporting.cube.axes import Posicoes, Selecao, categoria_das_linhas, sem_exclusivos
from sisetp.reporting.cube.rows import Inteiros, Linhas, Rede
from sisetp.reporting.definitions.dimensions import Dimensao
from sisetp.reporting.facts import ESQUEMAS


@dataclass(frozen=True, slots=True)
class Grupos:
    """Things counted once each: `primeira[i]` is the row that gives thing i its codes.

    `linhas` are all rows in order of thing and `inicios[i]` where those of thing i begin; both None when each row is
    a thing by itself.
    """

    primeira: Inteiros
    linhas: Inteiros | None = None
    inicios: Inteiros | None = None

    def conjunto(self, fatos: Linhas, dimensao: Dimensao) -> Inteiros:
        """Everything answered by each thing, as bit masks."""
        column = fatos.coluna(dimensao.colunas[fatos.tabela]).astype(np.uint64, copy=False)
        if self.linhas is None or self.inicios is None:
            return column[self.primeira]  # type: ignore[return-value]  # masks are counted as integers
        if not len(self.linhas):
            return column[:0]  # type: ignore[return-value]
        return sem_exclusivos(np.bitwise_or.reduceat(column[self.linhas], self.inicios), dimensao)


def por_linha(fatos: Linhas, selecao: Selecao) -> Grupos:
    """Every row of a selection, as itself."""
    mask = selecao.mascara
    return Grupos(np.arange(len(fatos)) if mask is None else np.flatnonzero(mask))


def distintos(fatos: Linhas, selecao: Selecao, presos: Sequence[Posicoes], rede: Rede) -> Grupos:
    """Each person once, in each category of the axes in `presos` (places and times) apart.

    Rows outside the categories of these axes are left out.
    """
    name = ("grupos", selecao.chave, tuple(axis.chave for axis in presos))
    return fatos.guardado(name, lambda: _distintos(fatos, selecao, tuple(presos), rede))


def _distintos(fatos: Linhas, selecao: Selecao, presos: tuple[Posicoes, ...], rede: Rede) -> Grupos:
    order, keys = _ordem(fatos, presos, rede)
    if selecao.mascara is not None:
        chosen = selecao.mascara[order]
        order, keys = order[chosen], keys[chosen]
    inside = keys >= 0
    if not inside.all():
        order, keys = order[inside], keys[inside]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.int64)
    return Grupos(order[starts], order, starts)


def _ordem(fatos: Linhas, presos: tuple[Posicoes, ...], rede: Rede) -> tuple[Inteiros, Inteiros]:
    """Rows by person, in order of contact, and the number of each person (negative: in none)."""
    name = ("ordem", tuple(axis.chave for axis in presos))
    if not presos:
        return fatos.guardado(name, lambda: _por_pessoa(fatos))

    def within() -> tuple[Inteiros, Inteiros]:
        order, keys = _ordem(fatos, (), rede)
        for axis in presos:
            codes = categoria_das_linhas(axis, fatos, rede)[order]
            keys = np.where((codes < 0) | (keys < 0), -1, keys * len(axis.categorias) + codes)
        again = np.argsort(keys, kind="stable")
        return order[again], keys[again]

    return fatos.guardado(name, within)


def _por_pessoa(fatos: Linhas) -> tuple[Inteiros, Inteiros]:
    moment = fatos.mes_corrido
    names = {field.nome for field in ESQUEMAS[fatos.tabela]}
    if fatos.tabela.value == "vitima":
        moment = moment + fatos.coluna("mes")
    if "dia" in names:
        moment = moment * 32 + fatos.coluna("dia")
    in_time = np.lexsort((fatos.unidade, moment))
    values = fatos.coluna("pessoa")[in_time]
    again = np.argsort(values, kind="stable")
    order, values = in_time[again], values[again]
    numbers = np.cumsum(np.concatenate(([0], values[1:] != values[:-1]))) if len(values) else np.zeros(0, np.int64)
    return order, numbers
