"""What commands receive from the entry point, since they sit below the composition root."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flask import Flask

from sisetp.access.actor import SystemActor
from sisetp.config import Settings, load_settings
from sisetp.crypto.providers import RootProvider
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Refused

OPERATOR = SystemActor(name="operador")


class AppFactory(Protocol):
    """`sisetp.app.create_app`."""

    def __call__(self, settings: Settings, *, clock: Clock) -> Flask:
        """Build the application of an installation."""
        ...


ProviderFactory = Callable[[Settings], RootProvider]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligacao:
    """Builders of the composition root, the environment and the clock. `environ` None is the process's own.

    The application of statistics loads no key of identity, narrative or index.
    `harden` prepares a process that will hold keys while it serves, given the instance folder. `permissions` gives the
    tables of the matrix of permissions of an application.
    """

    create_app: AppFactory
    create_statistics_app: AppFactory
    root_provider: ProviderFactory
    harden: Callable[[Path], None]
    permissions: Callable[[Flask], str]
    environ: Mapping[str, str] | None
    clock: Clock

    def settings(self) -> Settings:
        """Settings of the instance folder in use.

        Raises: Refused.
        """
        return load_settings(self.environ)

    def initialised(self) -> Settings:
        """Settings of an installation that exists.

        Raises: Refused when there is none.
        """
        settings = self.settings()
        if not settings.initialised:
            raise Refused("Esta instalação ainda não foi iniciada. Use «sisetp iniciar».")
        return settings

    @contextmanager
    def application(self) -> Iterator[Flask]:
        """Application context of the installation in use.

        Raises: Refused when there is none.
        """
        app = self.create_app(self.initialised(), clock=self.clock)
        with app.app_context():
            yield app

    @contextmanager
    def statistics(self) -> Iterator[Flask]:
        """Application context of a process that only counts: the statistics keys and no other.

        Raises: Refused when there is no installation.
        """
        app = self.create_statistics_app(self.initialised(), clock=self.clock)
        with app.app_context():
            yield app
