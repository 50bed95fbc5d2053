"""The data inventory: every field, readable as CSV, safe in a spreadsheet program."""

import csv
import re
from io import StringIO

from sisetp.domain import inventory
from sisetp.domain.fields import CATALOGUE
from sisetp.domain.inventory import HEADER, data_inventory, inventory_csv
from sisetp.domain.produtos import finalidades


def test_every_field_has_a_complete_row() -> None:
    rows = data_inventory()
    assert [(row.form, row.field) for row in rows] == list(CATALOGUE)
    for row in rows:
        assert all(
            (
                row.form_title,
                row.label,
                row.data_class,
                row.seal,
                row.legal_basis,
                row.retention,
                row.opened_by,
                row.feeds,
            )
        )


def test_sensitive_fields_have_the_basis_of_sensitive_data() -> None:
    row = next(row for row in data_inventory() if (row.form, row.field) == ("A", "raca_cor"))
    assert "art. 11" in row.legal_basis
    assert row.seal.startswith("cifrado")
    assert "ATENDENTE" in row.opened_by


def test_the_purpose_is_said_in_words_not_in_codes_of_reports() -> None:
    purposes = {part for row in data_inventory() for part in row.feeds.split("; ")}
    assert "Boletim mensal: perfil demográfico" in purposes
    assert not [purpose for purpose in purposes if re.match(r"(RM|RAD|RSA|HTCDS|CTDC)\b", purpose)]
    assert finalidades(("RAD-1..E", "RAD-4", "painel do encarregado")) == (
        "Relatório Anual de Dados; Painel do encarregado"
    )


def test_csv_reads_back_with_the_header_first() -> None:
    rows = list(csv.reader(StringIO(inventory_csv()), delimiter=";"))
    assert tuple(rows[0]) == HEADER
    assert len(rows) == len(CATALOGUE) + 1
    assert {len(row) for row in rows} == {len(HEADER)}


def test_a_cell_is_never_a_formula() -> None:
    assert inventory._safe("=1+1") == "'=1+1"
    assert inventory._safe("nome") == "nome"
