"""Composition root: settings, keys, databases and pages become one application."""

import os
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from sisetp import web
from sisetp.config import DEMONSTRACAO, MIGRATIONS, Settings, load_settings
from sisetp.crypto import keyring
from sisetp.crypto.keys import ALL_PLANES, STATISTICS_PLANES, Plane
from sisetp.crypto.providers import RootProvider
from sisetp.crypto.providers.credential import CredentialProvider
from sisetp.crypto.providers.file import FileProvider
from sisetp.crypto.sealed import Sealer
from sisetp.db import models
from sisetp.db.base import db
from sisetp.db.engine import engine_options, prepare
from sisetp.db.runtime import EXTENSION, DbRuntime
from sisetp.db.vault import Vault
from sisetp.domain import codelists
from sisetp.domain.clock import Clock, SystemClock
from sisetp.domain.errors import Refused

_TABLES = models.__all__  # importing the package registers every table


def load_keys(settings: Settings, *, planes: frozenset[Plane] = ALL_PLANES) -> Sealer:
    """Open the keyring of an installation with only the planes this process needs.

    Raises: crypto.errors.KeyringError (a Refused) with the cause in Portuguese.
    """
    return Sealer(keyring.load(settings.keyring_path, root_provider(settings), planes=planes))


def root_provider(settings: Settings) -> RootProvider:
    """Provider of the root key that the settings name: `arquivo` or `credencial` (systemd).

    Raises: Refused for another name.
    """
    if settings.root_key_provider == "arquivo":
        return FileProvider(settings.root_key_path)
    if settings.root_key_provider == "credencial":
        return CredentialProvider(os.environ)
    raise Refused("SISETP_RAIZ deve ser «arquivo» ou «credencial».")


def create_app(
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    sealer: Sealer | None = None,
    testing: bool = False,
) -> Flask:
    """Build the application; `testing` cheapens password hashing and lets exceptions through.

    Raises: Refused when the installation has not been initialised.
    """
    settings = settings or load_settings()
    if not settings.initialised:
        raise Refused("Esta instalação ainda não foi iniciada. Use «sisetp iniciar».")
    app = Flask("sisetp.web", instance_path=str(settings.instance))
    app.config.update(
        TESTING=testing,
        SECRET_KEY=_secret(settings.secret_path),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_body_bytes,
    )
    app.extensions["sisetp.settings"] = settings
    if settings.overlay_path.exists():
        codelists.load_overlay(settings.overlay_path)
    _connect(app, settings, clock or SystemClock(), sealer or load_keys(settings))
    web.register(app, settings)
    return app


def create_statistics_app(settings: Settings | None = None, *, clock: Clock | None = None) -> Flask:
    """Build the application of a process that only counts: it loads no key of identity, narrative or index.

    Raises: Refused when the installation has not been initialised, or its keyring cannot be used.
    """
    settings = settings or load_settings()
    sealer = load_keys(settings, planes=STATISTICS_PLANES) if settings.initialised else None
    return create_app(settings, clock=clock, sealer=sealer)


def _connect(app: Flask, settings: Settings, clock: Clock, sealer: Sealer) -> None:
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    Migrate(app, db, directory=str(MIGRATIONS), compare_type=True)
    vault = Vault(settings.vault_url)
    _refuse_old_keyring(vault, sealer)
    app.extensions[EXTENSION] = DbRuntime(
        vault=vault,
        clock=clock,
        audit_mac=sealer.audit_mac,
        head_mac=sealer.head_mac,
        delivery_mac=sealer.delivery_mac,
        keys=sealer,
        invented=settings.ambiente == DEMONSTRACAO,
    )


def _refuse_old_keyring(vault: Vault, sealer: Sealer) -> None:
    floor = vault.keyring_floor()
    if sealer.keyring_version < floor:
        vault.dispose()
        raise Refused(f"O chaveiro é uma cópia antiga: versão {sealer.keyring_version}, e já se usou a {floor}.")
    vault.raise_keyring_floor(sealer.keyring_version)


def _secret(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError as cause:
        raise Refused("O segredo dos formulários não pôde ser lido na pasta de chaves.") from cause
