"""The data inventory (LGPD art. 37): one row per field, derived from the catalogue. Feeds the RIPD."""

import csv
from dataclasses import astuple, dataclass
from io import StringIO

from sisetp.domain.fields import CATALOGUE, DataClass, Field, Seal
from sisetp.domain.produtos import finalidades

FORM_TITLES = {
    "A": "Ficha rápida",
    "B": "Complemento de pessoa que retorna",
    "C": "Pessoa",
    "D": "Caso",
    "E": "Pessoa no caso",
    "F": "Evolução do caso",
    "G": "Encaminhamento",
    "H": "Suspeito ou rede",
    "I": "Atividade institucional",
    "J": "Ciência, base legal e direitos do titular",
    "K": "Plano de apoio",
    "L": "Avaliação de risco",
    "P": "Pessoa procurada",
}
HEADER = (
    "Formulário",
    "Título do formulário",
    "Campo",
    "Rótulo",
    "Classe",
    "Guarda",
    "Base legal",
    "Retenção",
    "Quem abre",
    "Finalidade",
)

_SEAL_TEXT = {
    Seal.PLAIN: "coluna operacional, sem dado sobre a pessoa",
    Seal.ESTAT: "cifrado (códigos)",
    Seal.IDENT: "cifrado (identificação)",
    Seal.RELATO: "cifrado (texto livre)",
}
_POLICY = "LGPD art. 7º, III (política pública; Lei 13.344/2016, art. 10)"
_SENSITIVE_POLICY = "LGPD art. 11, II, b (política pública; Lei 13.344/2016, art. 10)"
_BASIS = {
    DataClass.ADM: _POLICY,
    DataClass.EST: _POLICY,
    DataClass.ID: _POLICY,
    DataClass.SENS: _SENSITIVE_POLICY,
    DataClass.TXT: _SENSITIVE_POLICY,
    DataClass.TXT_S: f"{_SENSITIVE_POLICY}; sigilo profissional",
}
# A cell that begins so would be run as a formula by a spreadsheet program.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryRow:
    """One field of the inventory, all texts in Portuguese; the columns are those of HEADER."""

    form: str
    form_title: str
    field: str
    label: str
    data_class: str
    seal: str
    legal_basis: str
    retention: str
    opened_by: str
    feeds: str


def data_inventory() -> tuple[InventoryRow, ...]:
    """Return the inventory of every field of the catalogue, in catalogue order."""
    return tuple(_row(entry) for entry in CATALOGUE.values())


def inventory_csv() -> str:
    """Return the inventory as CSV text: semicolons, every cell quoted, first line the header."""
    stream = StringIO()
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([_safe(cell) for cell in astuple(row)] for row in data_inventory())
    return stream.getvalue()


def _row(entry: Field) -> InventoryRow:
    return InventoryRow(
        form=entry.form,
        form_title=FORM_TITLES[entry.form],
        field=entry.name,
        label=entry.label,
        data_class=entry.data_class.value,
        seal=_SEAL_TEXT[entry.seal],
        legal_basis=_BASIS[entry.data_class],
        retention=entry.retention,
        opened_by=", ".join(entry.opened_by),
        feeds=finalidades(entry.feeds),
    )


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
