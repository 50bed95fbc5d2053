"""The field catalogue: one entry per domain field. Labels, help, seals, inventory and safety tests derive from it.

Key = (form, field). Forms: A ficha rápida, B complemento de retorno, C pessoa, D caso, E pessoa no caso, F evolução,
G encaminhamento, H suspeito/rede, I atividade, J ciência e direitos, K plano de apoio, L avaliação de risco, P pessoa
procurada (pedido de localização).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Any


class DataClass(StrEnum):
    """Sensitivity class of a field (LGPD arts. 5 and 11)."""

    ADM = "ADM"
    EST = "EST"
    ID = "ID"
    SENS = "SENS"
    TXT = "TXT"
    TXT_S = "TXT-S"


class Seal(StrEnum):
    """Where a field is stored: in a plain column or inside one of the three sealed blobs."""

    PLAIN = "plain"
    ESTAT = "estat"
    IDENT = "ident"
    RELATO = "relato"


class Mandatory(StrEnum):
    """O mandatory, C conditional (the rule is code), F optional, A filled by the system."""

    O = "O"  # noqa: E741 -- the catalogue's own letter
    C = "C"
    F = "F"
    A = "A"


class Kind(StrEnum):
    """Shape of the value: code and multi use a code list; dates are ISO; `referencia` points to another table."""

    CODIGO = "codigo"
    MULTI = "multi"
    INTEIRO = "inteiro"
    TEXTO = "texto"
    DATA = "data"
    DATAHORA = "datahora"
    REFERENCIA = "referencia"
    UUID = "uuid"
    BINARIO = "binario"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of one form. Texts are Portuguese; `question` is the short title shown at the desk."""

    form: str
    name: str
    label: str
    question: str
    help: str
    kind: Kind
    codelist: str | None
    mandatory: Mandatory
    data_class: DataClass
    feeds: tuple[str, ...]
    note: str
    source: str
    max_length: int | None
    min: int | None
    max: int | None
    retention: str
    opened_by: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Catalogue key."""
        return self.form, self.name

    @property
    def seal(self) -> Seal:
        """Seal of the field. Codes about a person go to estat, identity to ident, free text of any class to relato."""
        if self.form == "I" or self.data_class is DataClass.ADM:
            return Seal.PLAIN  # form I describes activities of the unit and names nobody
        if self.data_class is DataClass.ID:
            return Seal.IDENT
        if self.kind is Kind.TEXTO:
            return Seal.RELATO
        return Seal.ESTAT


def _field(raw: Mapping[str, Any]) -> Field:
    return Field(
        form=raw["form"],
        name=raw["name"],
        label=raw["label"],
        question=raw.get("question", raw["label"]),
        help=raw["help"],
        kind=Kind(raw["kind"]),
        codelist=raw.get("codelist"),
        mandatory=Mandatory(raw["mandatory"]),
        data_class=DataClass(raw["data_class"]),
        feeds=tuple(raw.get("feeds", ())),
        note=raw.get("note", ""),
        source=raw.get("source", ""),
        max_length=raw.get("max_length"),
        min=raw.get("min"),
        max=raw.get("max"),
        retention=raw["retention"],
        opened_by=tuple(raw["opened_by"]),
    )


def _load() -> Mapping[tuple[str, str], Field]:
    text = files("sisetp.domain.data").joinpath("campos.json").read_text(encoding="utf-8")
    entries = [_field(raw) for raw in json.loads(text)["campos"]]
    catalogue = {entry.key: entry for entry in entries}
    if len(catalogue) != len(entries):
        raise ValueError("campos.json has a repeated field")
    return MappingProxyType(catalogue)


CATALOGUE: Mapping[tuple[str, str], Field] = _load()


def field(form: str, name: str) -> Field:
    """Return one field. Raises KeyError for a field that is not in the catalogue."""
    return CATALOGUE[form, name]


def fields_of(form: str) -> tuple[Field, ...]:
    """Return the fields of a form, in the order of the form. An unknown form gives an empty tuple."""
    return tuple(entry for entry in CATALOGUE.values() if entry.form == form)
