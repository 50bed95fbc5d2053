"""The data inventory: every field, readable as CSV, safe in a spreadsheet program."""

import csv
from io import StringIO

from sisetp.domain import inventory
from sisetp.domain.fields import CATALOGUE
from sisetp.domain.inventory import HEADER, data_inventory, inventory_csv


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


def test_csv_reads_back_with_the_header_first() -> None:
    rows = list(csv.reader(StringIO(inventory_csv()), delimiter=";"))
    assert tuple(rows[0]) == HEADER
    assert len(rows) == len(CATALOGUE) + 1
    assert {len(row) for row in rows} == {len(HEADER)}


def test_a_cell_is_never_a_formula() -> None:
    assert inventory._safe("=1+1") == "'=1+1"
    assert inventory._safe("nome") == "nome"
