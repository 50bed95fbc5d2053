"""Bring both databases to a revision: the main one through Flask-Migrate, the vault with its own small history."""

import flask_migrate
from alembic import command
from alembic.config import Config

from sisetp.config import MIGRATIONS, VAULT_MIGRATIONS
from sisetp.db.runtime import current_runtime


def upgrade_all() -> None:
    """Apply every pending migration to the vault and then to the main database."""
    command.upgrade(vault_config(), "head")
    flask_migrate.upgrade(directory=str(MIGRATIONS))


def vault_config() -> Config:
    """Alembic configuration of the vault, bound to the running application's vault engine."""
    config = Config(attributes={"engine": current_runtime().vault.engine})
    config.set_main_option("script_location", str(VAULT_MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config
