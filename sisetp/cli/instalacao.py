"""Create an installation: folders, keys, databases, network and, last of all, the marker that says it is complete."""

import os
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

from sisetp.cli import chaves
from sisetp.cli.ligacao import OPERATOR, AppFactory, ProviderFactory
from sisetp.config import Settings
from sisetp.db.migrate import upgrade_all
from sisetp.db.session import unit_of_work
from sisetp.domain.clock import Clock, SystemClock
from sisetp.domain.errors import Refused
from sisetp.services import unidades

AMBIENTES = ("producao", "demonstracao")


def create_installation(
    settings: Settings,
    *,
    ambiente: str,
    create_app: AppFactory,
    root_provider: ProviderFactory,
    clock: Clock | None = None,
    first: Callable[[], None] | None = None,
) -> Settings:
    """Create everything an installation needs and return its settings.

    An interrupted run is taken up where it stopped; a finished installation is never touched. `first` runs inside the
    new application, before the marker: the first administrator.
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
            network = unidades.load_network(session, OPERATOR, resuming=known is not None)
        chaves.add_unit_keys(ready, provider, [line.id for line in network])
        chaves.add_national_keys(ready, provider, ano=clock.now().year)
        with unit_of_work(OPERATOR) as session:
            unidades.record_start(session, OPERATOR, ambiente=ambiente, unidades=len(network))
        if first is not None:
            first()
    _write_marker(ready, ambiente, instalacao)
    return ready


def _write_marker(settings: Settings, ambiente: str, instalacao: UUID) -> None:
    temporary = settings.marker_path.with_suffix(".tmp")
    temporary.write_text(f'ambiente = "{ambiente}"\ninstalacao = "{instalacao}"\n', encoding="utf-8")
    temporary.replace(settings.marker_path)
