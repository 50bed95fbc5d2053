"""An invented network on SQLite with one year frozen and closed, and all its records of that year opened one by one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import SystemActor
from sisetp.app import create_app
from sisetp.db.models.unidade import Unidade
from sisetp.db.session import unit_of_work
from sisetp.reporting import snapshots
from sisetp.services import demonstracao
from tests.support import forca_bruta
from tests.support.clock import MovableClock
from tests.support.forca_bruta import Lidos
from tests.support.installation import Template, cheap, close, sqlite_settings
from tests.support.staff import OPERATOR

ANO = 2025
ESTATISTICA = SystemActor(name="estatistica", units=None)


@dataclass(frozen=True)
class Rede:
    """A frozen demonstration network and everything in it, opened one by one."""

    app: Flask
    pasta: Path
    unidades: list[Lidos]

    def na(self, uf: str) -> list[Lidos]:
        """Units of a state."""
        return [unit for unit in self.unidades if unit.uf == uf]


@contextmanager
def rede_de(pessoas: int, template: Template, folder: Path) -> Iterator[Rede]:
    """Invent a network, freeze all its consolidated months, close the last year, and read every record."""
    shutil.copytree(template.settings.instance, folder)
    clock = MovableClock()
    app = cheap(create_app(sqlite_settings(folder), clock=clock, testing=True))
    with app.app_context():
        demonstracao.seed(ambiente="demonstracao", pessoas=pessoas, semente=11, clock=clock)
        with unit_of_work(OPERATOR, read_only=True) as session:
            ids = list(session.scalars(select(Unidade.id).order_by(Unidade.id)))
        for unidade_id in ids:
            scope = SystemActor(name="estatistica", units=frozenset({unidade_id}))
            with unit_of_work(scope) as session:
                snapshots.catch_up(session, unidade_id, clock=clock, ano=ANO)
        with unit_of_work(ESTATISTICA) as session:
            snapshots.close_year(session, OPERATOR, ANO, clock=clock)
        with unit_of_work(ESTATISTICA, read_only=True) as session:
            read = [forca_bruta.ler(session, unidade_id, ANO) for unidade_id in ids]
    yield Rede(app, folder, read)
    close(app)
