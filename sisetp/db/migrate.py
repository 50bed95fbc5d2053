"""Bring both databases to a revision: the main one through Flask-Migrate, the vault with its own small history."""

import flask_migrate
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from sisetp.config import MIGRATIONS, VAULT_MIGRATIONS
from sisetp.db.base import db
from sisetp.db.runtime import current_runtime
from sisetp.domain.errors import Refused


def upgrade_all() -> None:
    """Apply every pending migration to the vault and then to the main database."""
    command.upgrade(vault_config(), "head")
    flask_migrate.upgrade(directory=str(MIGRATIONS))


def require_current(app: Flask) -> None:
    """Refuse to serve over databases of another version of the system. Raises: Refused."""
    with app.app_context():
        for folder, engine in ((MIGRATIONS, db.engine), (VAULT_MIGRATIONS, current_runtime().vault.engine)):
            with engine.connect() as connection:
                present = MigrationContext.configure(connection).get_current_revision()
            if present != ScriptDirectory(str(folder)).get_current_head():
                raise Refused(
                    "Os bancos de dados são de outra versão do sistema. Guarde uma cópia e use «sisetp migrar»."
                )


def vault_config() -> Config:
    """Alembic configuration of the vault, bound to the running application's vault engine."""
    config = Config(attributes={"engine": current_runtime().vault.engine})
    config.set_main_option("script_location", str(VAULT_MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config
