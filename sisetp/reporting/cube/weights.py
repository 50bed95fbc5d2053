"""How much each row adds to a count that is not of persons: one, an activity, the people reached, or flows of cases."""

from collections.abc import Callable, Mapping

import numpy as np

from sisetp.reporting.cube.axes import Posicoes, categoria_das_linhas
from sisetp.reporting.cube.rows import Inteiros, Linhas, Rede
from sisetp.reporting.definitions.vocabulary import Conta

CASOS = frozenset(conta for conta in Conta if conta.value.startswith("casos"))

_SIMPLES: Mapping[Conta, str] = {
    Conta.ATIVIDADES: "primeira",
    Conta.ALCANCE: "pessoas",
    Conta.CASOS_NOVOS: "aberto_no_mes",
    Conta.CASOS_REABERTOS: "reaberto_no_mes",
    Conta.CASOS_ENCERRADOS: "encerrado_no_mes",
}


def peso(conta: Conta, fatos: Linhas, tempo: Posicoes | None, rede: Rede) -> Inteiros | None:
    """What each row adds; None when each adds one. `tempo` is the axis of time that splits the count, if any.

    A case that stays open has a row in each month: the stock at the start is read in the first month counted (of the
    period, or of the category of `tempo`), and the stock at the end in the last one.
    """
    if conta in _SIMPLES:
        return fatos.coluna(_SIMPLES[conta]).astype(np.int64)
    if conta is Conta.CASOS_DIAS:
        return fatos.coluna("dias").astype(np.int64) * fatos.coluna("encerrado_no_mes")
    if conta is Conta.CASOS_FIM:
        return fatos.coluna("aberto_no_fim").astype(np.int64) * _no_mes(fatos, tempo, rede, max)
    if conta in (Conta.CASOS, Conta.CASOS_INICIO):
        before = fatos.coluna("aberto_antes").astype(np.int64) * _no_mes(fatos, tempo, rede, min)
        if conta is Conta.CASOS_INICIO:
            return before
        return before + fatos.coluna("aberto_no_mes") + fatos.coluna("reaberto_no_mes")
    return None


def _no_mes(fatos: Linhas, tempo: Posicoes | None, rede: Rede, qual: Callable[[list[int]], int]) -> Inteiros:
    """1 for rows of the first (`min`) or last (`max`) month that sent anything, else 0."""
    months = [par.ano * 12 + par.mes for par in fatos.pares]
    if tempo is None:
        chosen = qual(months) if months else 0
        inside_it: Inteiros = (fatos.mes_corrido == chosen).astype(np.int64)
        return inside_it
    codes = categoria_das_linhas(tempo, fatos, rede)
    result = np.zeros(len(fatos), np.int64)
    for n, category in enumerate(tempo.categorias):
        inside = [m for par, m in zip(fatos.pares, months, strict=True) if tempo.tem_par(par, category.codigos, rede)]
        if inside:
            result[(codes == n) & (fatos.mes_corrido == qual(inside))] = 1
    return result
