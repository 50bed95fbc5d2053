"""Generated pages are what the generators give now, and the data dictionary describes exactly what exists."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from sqlalchemy import Table

from sisetp import domain
from sisetp.app import create_app
from sisetp.cli import raiz
from sisetp.cli.comandos import commands_page
from sisetp.cli.documentos import COMMANDS_PAGE, DICTIONARY_PAGE, PERMISSIONS_PAGE, REPORTS_PAGE, STATES_PAGE
from sisetp.cli.paginas.dicionario import dictionary_page
from sisetp.cli.paginas.estados import states_page
from sisetp.cli.paginas.permissoes import permissions_page
from sisetp.cli.paginas.relatorios import reports_page
from sisetp.cli.paginas.tabelas import TABLE_TEXT, column_text, described
from sisetp.db import vault
from sisetp.db.base import Base
from sisetp.domain.codelists import list_names
from sisetp.domain.estados import Maquina
from sisetp.domain.fields import CATALOGUE
from sisetp.domain.maquinas import MAQUINAS
from sisetp.web import matrix
from tests.architecture.places import ROOT
from tests.support.installation import Template, close

REFRESH = "run `make docs`"


def test_the_page_of_commands_is_current() -> None:
    assert _written(COMMANDS_PAGE) == commands_page(raiz), REFRESH


def test_the_data_dictionary_is_current() -> None:
    assert _written(DICTIONARY_PAGE) == dictionary_page(), REFRESH


def test_the_page_of_permissions_is_current(sqlite_template: Template) -> None:
    app = create_app(sqlite_template.settings, testing=True)
    tables = matrix.as_markdown(app)
    close(app)
    assert _written(PERMISSIONS_PAGE) == permissions_page(tables), REFRESH


def test_the_page_of_states_is_current_and_draws_every_machine() -> None:
    page = _written(STATES_PAGE)
    assert page == states_page(), REFRESH
    assert page.count("```mermaid") == len(MAQUINAS)


def test_the_page_of_reports_is_current() -> None:
    assert _written(REPORTS_PAGE) == reports_page(), REFRESH


def test_every_machine_is_in_the_registry() -> None:
    modules = (import_module(f"sisetp.domain.{item.name}") for item in iter_modules(domain.__path__))
    drawn = [value for module in modules for value in vars(module).values() if isinstance(value, Maquina)]
    assert {machine.nome for machine in drawn} == {machine.nome for machine in MAQUINAS}


def test_every_table_and_column_is_described_and_nothing_else_is() -> None:
    columns = {(table.name, column.name) for table in _tables() for column in table.columns}
    assert {table.name for table in _tables()} == set(TABLE_TEXT)
    assert all(column_text(*column) for column in columns)
    assert described() <= columns


@pytest.mark.parametrize("name", list_names())
def test_every_list_is_in_the_annex(name: str) -> None:
    assert f'<a id="lista-{name}"></a>`{name}`' in _written(DICTIONARY_PAGE)


def test_every_field_is_in_the_dictionary() -> None:
    page = _written(DICTIONARY_PAGE)
    assert [entry.key for entry in CATALOGUE.values() if f"| `{entry.name}` | {entry.label}" not in page] == []


def _tables() -> tuple[Table, ...]:
    return (*Base.metadata.sorted_tables, *vault.metadata.sorted_tables)


def _written(page: Path) -> str:
    return (ROOT / page).read_text(encoding="utf-8")
