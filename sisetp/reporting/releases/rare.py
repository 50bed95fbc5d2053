"""Which categories of a table become one before anything of it is hidden: rare ones, and who did not say.

Source: secrecy design, 4b and 5.1 («recode rare categories before suppressing»). A rare answer would otherwise hide a
whole row or column to protect itself. Who did not say is no group of its own, so it joins one category that the
dimension names, the same in every table and release: codings then nest, and the other categories keep their numbers.
"""

from collections.abc import Callable, Sequence

from sisetp.domain.geography import PAIS_NAO_INFORMADO
from sisetp.reporting.definitions.model import Categoria, Eixo

DEMAIS = "DEMAIS"
"""Code of the category of all the codes that an axis does not name."""

Tamanho = Callable[[Categoria], int]
"""How many people of the release are in a category, in the whole country."""

_CALADAS = frozenset({"NI", PAIS_NAO_INFORMADO})
_SEM_NOME = _CALADAS | {DEMAIS}
_FOLGA = 2
"""People are never spread evenly: who did not say is too few for a table below so many times the threshold a row."""


def rare(axis: Eixo, limiar: int, tamanho: Tamanho) -> tuple[Categoria, ...]:
    """Categories to make one because they are rare in the whole country, in the order of the axis; empty for none.

    Rare ones join each other; when all of them do not reach the threshold, what takes them in too.
    """
    summed = [entry for entry in axis.categorias if entry.soma]
    few = [entry for entry in summed if tamanho(entry) < limiar]
    if few and sum(map(tamanho, few)) < limiar:
        few += _company(axis, few, [entry for entry in summed if entry not in few], tamanho)
    return _one(summed, few)


def thin(axis: Eixo, limiar: int, cruzadas: int, tamanho: Tamanho) -> tuple[Categoria, ...]:
    """Who did not say, and who takes it in, when it is too few for a number in each of `cruzadas` categories that the
    axis is crossed with; in the order of the axis, empty for none."""
    summed = [entry for entry in axis.categorias if entry.soma]
    silent = [entry for entry in summed if _silent(entry)]
    if cruzadas < 2 or not silent or sum(map(tamanho, silent)) >= _FOLGA * limiar * cruzadas:
        return ()
    return _one(summed, [*silent, *_host(axis, [entry for entry in summed if entry not in silent])])


def kept(before: Eixo, after: Eixo) -> tuple[Categoria, ...]:
    """Who did not say, and who takes it in, in an axis made again in larger groups, when they were one before."""
    summed = [entry for entry in after.categorias if entry.soma]
    silent = [entry for entry in summed if _silent(entry)]
    if any(map(_silent, before.categorias)) or not silent:
        return ()
    return _one(summed, [*silent, *_host(after, [entry for entry in summed if entry not in silent])])


def gives_way(axis: Eixo, entry: Categoria) -> bool:
    """Tell whether a category is the one that takes in who did not say: when one must be hidden, it goes first."""
    return axis.dimensao.acolhe in (entry.codigo, *entry.codigos)


def _company(axis: Eixo, few: Sequence[Categoria], others: Sequence[Categoria], tamanho: Tamanho) -> list[Categoria]:
    """Who joins rare categories: what says nothing precise; for who did not say, its host; else the smallest."""
    by_size = sorted(others, key=lambda entry: (tamanho(entry), entry.codigo))
    nameless = [entry for entry in by_size if entry.codigo in _SEM_NOME or _silent(entry)]
    host = _host(axis, others) if all(map(_silent, few)) else []
    return (nameless or host or by_size)[:1]


def _host(axis: Eixo, others: Sequence[Categoria]) -> list[Categoria]:
    folded = [entry for entry in others if entry.codigo == DEMAIS]
    return folded or [entry for entry in others if gives_way(axis, entry)][:1]


def _silent(entry: Categoria) -> bool:
    return entry.codigo in _CALADAS or set(entry.codigos) <= _CALADAS


def _one(summed: Sequence[Categoria], chosen: Sequence[Categoria]) -> tuple[Categoria, ...]:
    """The chosen ones in order, unless that is one alone, or all there is."""
    return tuple(entry for entry in summed if entry in chosen) if 1 < len(chosen) < len(summed) else ()
