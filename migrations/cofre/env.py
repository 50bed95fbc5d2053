"""Alembic environment of the vault; the engine is handed over by `sisetp.db.migrate`."""

from alembic import context

from sisetp.db import vault

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=vault.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
