"""How sheets go on paper: whole when they can be read so, tables not cut in two, never wider than the page."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from sisetp.reporting.render.paper import dispor
from sisetp.reporting.render.xlsx import render_xlsx
from sisetp.reporting.tables import Cobertura
from tests.support.documentos import da_unidade, publicado, tabela
from tests.support.planilhas import rows

LINE = 15.0


def test_a_long_narrow_table_stands_upright_on_one_page() -> None:
    found = dispor([30, 12], [LINE] * 45, [0])
    assert (found.em_pe, found.uma_pagina) == (True, True)


def test_a_wide_table_lies_on_one_page() -> None:
    found = dispor([30, *[14] * 8], [LINE] * 20, [0])
    assert (found.em_pe, found.uma_pagina) == (False, True)


def test_tables_that_do_not_fit_together_are_not_cut_in_two() -> None:
    found = dispor([58, 12, 12, 12], [LINE] * 120, [0, 25, 50, 90])
    assert not found.uma_pagina
    room = (11.69 - 1.5) * 72 * 100 / found.escala
    pages = [0, *found.quebras, 120]
    assert set(found.quebras) <= {25, 50, 90}
    assert found.quebras
    assert all((end - start) * LINE <= room for start, end in pairwise(pages))


@pytest.mark.parametrize("columns", [3, 8, 20])
def test_no_column_falls_off_the_page(columns: int) -> None:
    widths = [40, *[13] * columns]
    found = dispor(widths, [LINE] * 300, [0, 150])
    page = (8.27 if found.em_pe else 11.69) - 1
    assert sum(7 * chars + 5 for chars in widths) / 96 * found.escala / 100 <= page * 0.9


def test_a_table_longer_than_a_page_begins_where_it_may() -> None:
    assert dispor([60, 12], [LINE] * 400, [0, 10]).quebras == (10,)
    assert dispor([60, 12], [LINE] * 400, [0]).quebras == ()


def test_what_is_written_under_a_narrow_table_can_be_read() -> None:
    rule = "Cada pessoa conta uma vez no ano civil, no mês e na unidade do primeiro contato do ano. " * 2
    made = tabela([[1], [2]], codigo="B1", titulo="Pessoas", linhas=("a", "b"), colunas=("Pessoas",))
    content = render_xlsx(publicado(tabelas=(replace(made, regras=(rule,)),)))
    sheet = load_workbook(BytesIO(content))["B1"]
    (place,) = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value == rule]
    (merged,) = [area for area in sheet.merged_cells.ranges if place in area]
    assert sum(sheet.column_dimensions[chr(64 + n)].width for n in range(merged.min_col, merged.max_col + 1)) > 90


@pytest.mark.parametrize(
    ("faltam", "months"),
    [((), None), (("NETP-SP (março, abril)",), "março, abril"), (("NETP-SP",), "o período inteiro")],
)
def test_the_cover_of_a_unit_says_which_months_may_still_change(faltam: tuple[str, ...], months: str | None) -> None:
    made = da_unidade(cobertura=Cobertura(enviaram=1 - len(faltam), esperadas=1, faltam=faltam))
    cover = {row[0]: row[1] for row in rows(render_xlsx(made), "Capa")}
    assert cover.get("Ainda não consolidado") == months
    assert not {"Unidades", "Sem envio", "Edição"} & set(cover)
    assert {"Unidades", "Sem envio", "Edição"} <= {row[0] for row in rows(render_xlsx(publicado()), "Capa")}
