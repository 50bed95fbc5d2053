"""Drawings are a function of what is shown: nothing hidden reaches a length, place, word or scale (attack C11)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.reporting.render import words
from sisetp.reporting.render.charts import chart
from sisetp.reporting.render.drawing import HIDDEN, Desenho, Rect, svg
from sisetp.reporting.render.map import classes, state_map
from sisetp.reporting.tables import Tabela
from tests.support.documentos import (
    FAIXAS,
    IMPOSSIVEL,
    MESES,
    SEM_ENVIO,
    da_unidade,
    hostil,
    por_mes,
    por_sexo,
    por_sexo_e_faixa,
    por_uf,
    tabela,
)

Draw = Callable[[Tabela], Desenho | None]
TRUTH = [[12, 7], [3, 40], [88, 2], [25, 31]]
PLACES = {(1, 0), (1, 1), (2, 1)}


def with_truth(hidden: int, *, protect: bool, **mais: Any) -> Tabela:
    """The same published cells over another truth; without protection, what a careless renderer would be given."""
    truth = [[hidden if (i, j) in PLACES else value for j, value in enumerate(row)] for i, row in enumerate(TRUTH)]
    return tabela(truth, PLACES if protect else (), **mais)


def picture(draw: Draw, table: Tabela) -> str:
    desenho = draw(table)
    assert desenho is not None
    return svg(desenho)


SHAPES: list[dict[str, Any]] = [
    {},
    {"linhas": MESES[:4], "rotulo_linhas": "Mês"},
    {"linhas": FAIXAS[:4], "colunas": ("Feminino", "Masculino"), "multipla": True},
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("hidden", [0, 4, 5, 100_000])
def test_c11_nothing_hidden_reaches_a_chart(shape: dict[str, Any], hidden: int) -> None:
    first = picture(chart, with_truth(1, protect=True, **shape))
    assert picture(chart, with_truth(hidden, protect=True, **shape)) == first
    naive = picture(chart, with_truth(1, protect=False, **shape))
    assert picture(chart, with_truth(hidden, protect=False, **shape)) != naive


def test_c11_nothing_hidden_reaches_the_map() -> None:
    cells = [row[0] for row in por_uf().celulas[:-1]]
    hidden = [place for place, cell in enumerate(cells) if cell.valor is None]
    truths = [[cell.valor or 0 for cell in cells] for _ in range(2)]
    for one, few, many in zip(hidden, (0, 1, 2, 3, 4, 13), (13, 4, 3, 2, 1, 0), strict=True):
        truths[0][one], truths[1][one] = few, many  # the total, which is published, is the same
    safe = [picture(state_map, por_uf(truth)) for truth in truths]
    naive = [picture(state_map, tabela([[n] for n in truth], linhas_uf=por_uf().linhas_uf[:-1])) for truth in truths]
    assert safe[0] == safe[1]
    assert naive[0] != naive[1]


@given(st.lists(st.lists(st.integers(0, 300), min_size=2, max_size=2), min_size=3, max_size=8), st.data())
def test_c11_every_hidden_cell_is_a_mark_of_one_size(truth: list[list[int]], data: st.DataObject) -> None:
    places = [(i, j) for i in range(len(truth)) for j in range(2)]
    hidden = data.draw(st.sets(st.sampled_from(places), min_size=1))
    desenho = chart(tabela(truth, hidden))
    assert desenho is not None
    marks = [shape for shape in desenho.shapes if isinstance(shape, Rect) and shape.fill == HIDDEN]
    assert len(marks) == len(hidden)
    assert {(mark.x, mark.width, mark.height) for mark in marks} == {(marks[0].x, marks[0].width, marks[0].height)}
    assert [label.text for label in desenho.labels].count("x") == len(hidden)


@pytest.mark.parametrize(
    "table", [por_uf(), por_sexo(), por_sexo_e_faixa(), por_mes(), por_mes(ocultas={(2, 0)}), hostil()]
)
def test_a_drawing_is_well_formed_named_and_said_in_words(table: Tabela) -> None:
    for draw in (chart, state_map):
        if desenho := draw(table):
            root = ElementTree.fromstring(svg(desenho))  # noqa: S314  # our own output
            named = {element.get("id"): element.text for element in root.iter() if element.get("id")}
            assert [named[key] for key in root.attrib["aria-labelledby"].split()] == [table.titulo, desenho.description]
            assert "style" not in svg(desenho)
            for row in table.celulas[: len(table.linhas) - table.total_linha]:
                shown = row[: len(row) - table.total_coluna]
                assert all(words.cell(c) in desenho.description for c in shown if c.valor is not None)


def test_a_state_without_data_is_grey_and_never_in_a_class() -> None:
    late = replace(por_uf(), celulas=((SEM_ENVIO,), (IMPOSSIVEL,), *por_uf().celulas[2:]))
    desenho = state_map(late)
    assert desenho is not None
    assert "AC sem envio, AL não se aplica" in desenho.description
    assert "sem envio ou sem unidade" in [label.text for label in desenho.labels]
    assert "sem envio ou sem unidade" not in picture(state_map, por_uf())


def test_periods_with_a_footnote_are_still_a_line() -> None:
    assert picture(chart, replace(por_mes(), rotulo_linhas="Mês²")) == picture(chart, por_mes())


def test_a_hidden_month_breaks_the_line() -> None:
    whole, broken = picture(chart, por_mes()), picture(chart, por_mes(ocultas={(2, 0)}))
    assert whole.count('stroke-width="2.5"') == 1
    assert broken.count('stroke-width="2.5"') == 2


def test_a_month_that_was_not_sent_is_said_and_never_a_zero() -> None:
    desenho = chart(da_unidade().tabelas[0])
    assert desenho is not None
    assert "junho sem envio" in desenho.description
    assert not [shape for shape in desenho.shapes if isinstance(shape, Rect)]


def test_totals_are_not_drawn_and_bars_are_in_proportion() -> None:
    desenho = chart(por_sexo())
    assert desenho is not None
    bars = [shape for shape in desenho.shapes if isinstance(shape, Rect)]
    assert len(bars) == 2
    assert bars[0].width / bars[1].width == pytest.approx(790 / 609)


def test_what_is_too_much_to_read_is_not_drawn() -> None:
    assert chart(tabela([[1] * 5] * 5)) is None
    assert chart(tabela([[1]] * 40)) is None
    assert chart(tabela([[1]])) is None
    assert state_map(por_sexo()) is None


def test_f9_classes_of_the_map_are_at_most_five_and_hold_every_number_shown() -> None:
    numbers = [5, 5, 7, 9, 12, 300, 41, 18]
    found = classes(numbers)
    assert len(found) == 5
    assert all(any(low <= value <= high for low, high in found) for value in numbers)
    assert classes([3, 3]) == ((3, 3),)
    assert classes([]) == ()


def test_counts_of_different_things_are_side_by_side_and_never_added() -> None:
    counted = [[3, 920], [1, 86]]
    assert "3 + 920" in picture(chart, tabela(counted, rotulo_colunas="Sexo", colunas=("Feminino", "Masculino")))
    unlike = picture(chart, tabela(counted, rotulo_colunas="", colunas=("Atividades", "Pessoas alcançadas")))
    assert " + " not in unlike
    assert ">920<" in unlike
