"""Shared fields in words: label of the catalogue and the value as a person reads it, neutral where a list has both."""

from collections.abc import Mapping
from datetime import date

from sisetp.domain.codelists import codelist
from sisetp.domain.fields import Field, Kind, field
from sisetp.domain.partilha import PARTES
from sisetp.services.encaminhamentos.resultados import CampoCompartilhado

Shared = Mapping[str, Mapping[str, object]]
_MONTHS = ("periodo_inicio", "periodo_fim")  # year and month in one number, as AAAAMM


def in_words(dados: Shared) -> tuple[CampoCompartilhado, ...]:
    """Return the fields of a payload, just computed or opened from a copy, in the order of the parts."""
    return tuple(
        CampoCompartilhado(
            parte=parte,
            nome=name,
            rotulo=field(form, name).question,
            valor=_value(field(form, name), dados[parte][name]),
        )
        for parte, fields in PARTES.items()
        if parte in dados
        for form, name in fields
        if name in dados[parte]
    )


def _value(entry: Field, value: object) -> str:
    if entry.codelist is not None:
        codes = value if isinstance(value, list | tuple) else (value,)
        return ", ".join(_label(entry.codelist, str(code)) for code in codes)
    if entry.kind is Kind.DATA:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    if entry.name in _MONTHS and isinstance(value, int):
        return f"{value % 100:02d}/{value // 100}"
    return str(value)


def _label(lista: str, code: str) -> str:
    known = codelist(lista)
    return known.label(code, desk=True) if code in known else code
