"""What the templates of tables of numbers read: numbers in words, the legend of marks, and the drawing of a table."""

from flask import Flask
from markupsafe import Markup

from sisetp.config import DEMONSTRACAO, Settings
from sisetp.reporting.render import charts, drawing, words
from sisetp.reporting.render.built import CREDIT
from sisetp.reporting.render.map import state_map
from sisetp.reporting.tables import Celula, Tabela

_FEW_COLUMNS = 5


def init_numbers(app: Flask) -> None:
    """Give templates what macros/numeros.html uses: see there."""
    app.add_template_filter(words.number, "numero")
    app.add_template_filter(spoken, "marca_falada")
    app.add_template_global(words.legend, "legenda_de")
    app.add_template_global(words.status, "situacao_de")
    app.add_template_global(words.rules, "regras_de")
    app.add_template_global(drawn, "desenho_de")
    app.add_template_global(side_by_side, "cabe_ao_lado")
    settings: Settings = app.extensions["sisetp.settings"]
    app.jinja_env.globals.update(credito_do_mapa=CREDIT, numeros_inventados=settings.ambiente == DEMONSTRACAO)
    app.add_template_test(is_mapped, "mapeada")


def spoken(celula: Celula) -> str:
    """How a screen reader says the mark of a cell that has no number."""
    return words.SPOKEN[celula.marca]


def drawn(tabela: Tabela) -> Markup | None:
    """The SVG of a table, a map where its rows are states; None when it has no drawing. Its labels are escaped."""
    desenho = state_map(tabela) or charts.chart(tabela)
    return Markup(drawing.svg(desenho)) if desenho else None  # noqa: S704  # built by reporting, which escapes labels


def is_mapped(tabela: Tabela) -> bool:
    """Tell whether the drawing of a table is a map, which carries the credit of its outlines."""
    return state_map(tabela) is not None


def side_by_side(tabela: Tabela) -> bool:
    """Tell whether a table is narrow enough to have its drawing beside it rather than under it."""
    return len(tabela.colunas) <= _FEW_COLUMNS
