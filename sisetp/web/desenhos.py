"""What the templates of tables of numbers read: numbers in words and the legend of marks."""

from flask import Flask

from sisetp.reporting.render import words
from sisetp.reporting.tables import Celula, Tabela


def init_numbers(app: Flask) -> None:
    """Give templates the filters `numero` (integer), `marca_falada` (cell) and the global `legenda_de(tabelas)`."""
    app.add_template_filter(words.number, "numero")
    app.add_template_filter(spoken, "marca_falada")
    app.add_template_global(words.legend, "legenda_de")
    app.add_template_global(side_by_side, "cabe_ao_lado")


def spoken(celula: Celula) -> str:
    """How a screen reader says the mark of a cell that has no number."""
    return words.SPOKEN[celula.marca]


def side_by_side(tabela: Tabela) -> bool:
    """Tell whether a table is narrow enough to have its drawing beside it rather than under it."""
    return len(tabela.colunas) <= 2
