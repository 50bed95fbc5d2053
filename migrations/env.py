"""Alembic environment of the main database, run through Flask-Migrate."""

from alembic import context
from flask import current_app

from sisetp.db.base import Base

engine = current_app.extensions["migrate"].db.engine

with engine.connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # Batch migrations copy and drop a table; with this on, dropping it would touch the rows that refer to it.
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=sqlite,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if sqlite:
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise RuntimeError("a migration left a broken reference")
        connection.rollback()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
