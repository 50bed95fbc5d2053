"""Create an installation: folders, keys, databases, network and, last of all, the marker that says it is complete."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol
from uuid import UUID, uuid4

from flask import Flask

from sisetp.access.actor import SystemActor
from sisetp.cli import chaves
from sisetp.config import Settings
from sisetp.crypto.providers import RootProvider
from sisetp.db.migrate import upgrade_all
from sisetp.db.session import unit_of_work
from sisetp.domain.clock import Clock, SystemClock
from sisetp.domain.errors import Refused
from sisetp.services import unidades

OPERATOR = SystemActor(name="operador")
AMBIENTES = ("producao", "demonstracao")


class AppFactory(Protocol):
    """`sisetp.app.create_app`, handed over by the entry point: commands sit below the composition root."""

    def __call__(self, settings: Settings, *, clock: Clock) -> Flask:
        """Build the application of an installation."""
        ...


ProviderFactory = Callable[[Settings], RootProvider]


def create_installation(
    settings: Settings,
    *,
    ambiente: str,
    create_app: AppFactory,
    root_provider: ProviderFactory,
    clock: Clock | None = None,
) -> Settings:
    """Create everything an installation needs and return its settings.

    An interrupted run is taken up where it stopped; a finished installation is never touched.
    Raises: Refused when the installation exists, the keys cannot be made, or the database belongs to another one.
    """
    if settings.initialised or os.path.lexists(settings.marker_path):
        raise Refused("Esta instalação já foi iniciada; nada foi alterado.")
    if ambiente not in AMBIENTES:
        raise Refused("O ambiente deve ser «producao» ou «demonstracao».")
    clock = clock or SystemClock()
    provider = root_provider(settings)
    known = chaves.known_installation(settings, provider)
    instalacao = known or uuid4()
    chaves.create_keys(settings, provider, instalacao=instalacao)
    ready = replace(settings, ambiente=ambiente, instalacao=str(instalacao))
    app = create_app(ready, clock=clock)
    with app.app_context():
        upgrade_all()
        with unit_of_work(OPERATOR) as session:
            network = unidades.load_network(session, OPERATOR, resuming=known is not None, clock=clock)
        chaves.add_unit_keys(ready, provider, [line.id for line in network])
        with unit_of_work(OPERATOR) as session:
            unidades.record_start(session, OPERATOR, ambiente=ambiente, unidades=len(network))
    _write_marker(ready, ambiente, instalacao)
    return ready


def _write_marker(settings: Settings, ambiente: str, instalacao: UUID) -> None:
    temporary = settings.marker_path.with_suffix(".tmp")
    temporary.write_text(f'ambiente = "{ambiente}"\ninstalacao = "{instalacao}"\n', encoding="utf-8")
    temporary.replace(settings.marker_path)
