"""Tables that lost a crossing and whose every number another table of the release prints: they are said, not printed.

A table of ages without ages would repeat the table of totals under a title that promises something else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sisetp.reporting.definitions.model import Quadro
from sisetp.reporting.disclosure.plan import Plano
from sisetp.reporting.releases.descent import Descida
from sisetp.reporting.releases.tables import Grade

Repetidas = tuple[tuple[str, str], ...]
"""Codes of a table that repeats another, and of that other."""


def without_repeats(descida: Descida, quadros: Sequence[Quadro]) -> tuple[Descida, Repetidas]:
    """The descent without the tables that repeat others; `quadros` are the tables as they are defined.

    Equal groups are one form with one state and one proof, so what is left out changes nothing that is proven.
    """
    axes = {quadro.codigo: len(quadro.eixos) for quadro in quadros}
    kept = {grade.quadro.codigo: grade for grade in descida.grades}
    found: dict[str, str] = {}
    for grade in reversed(descida.grades):
        codigo = grade.quadro.codigo
        where = _printed_in(grade, kept) if len(grade.quadro.eixos) < axes[codigo] else None
        if where is not None:
            found[codigo] = where
            del kept[codigo]
    if not found:
        return descida, ()
    return _only(descida, kept), tuple((codigo, _last(found, codigo)) for codigo in axes if codigo in found)


def _printed_in(grade: Grade, kept: Mapping[str, Grade]) -> str | None:
    """Code of the first other table that has every group of this one."""
    own = {casa.hash for casa in grade.casas}
    others = (other for codigo, other in kept.items() if codigo != grade.quadro.codigo)
    return next((other.quadro.codigo for other in others if own <= {casa.hash for casa in other.casas}), None)


def _last(found: Mapping[str, str], codigo: str) -> str:
    """The table that is printed, when the one that a table repeats repeats another in turn."""
    while codigo in found:
        codigo = found[codigo]
    return codigo


def _only(descida: Descida, kept: Mapping[str, Grade]) -> Descida:
    chosen = [grade.quadro.codigo in kept for grade in descida.grades]
    return replace(
        descida,
        tabelas=tuple(table for table, stays in zip(descida.tabelas, chosen, strict=True) if stays),
        grades=tuple(grade for grade, stays in zip(descida.grades, chosen, strict=True) if stays),
        plano=_plan(descida.plano, list(_cells(descida.grades, chosen))),
    )


def _cells(grades: Sequence[Grade], chosen: Sequence[bool]) -> Iterator[bool]:
    """For each cell of the plan (those where somebody can be, in order), whether its table stays."""
    for grade, stays in zip(grades, chosen, strict=True):
        yield from (stays for casa in grade.casas if casa.possivel)


def _plan(plano: Plano, stays: Sequence[bool]) -> Plano:
    return replace(
        plano,
        estados=tuple(value for value, stay in zip(plano.estados, stays, strict=True) if stay),
        valores=tuple(value for value, stay in zip(plano.valores, stays, strict=True) if stay),
        formas=tuple(value for value, stay in zip(plano.formas, stays, strict=True) if stay),
    )
