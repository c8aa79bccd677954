"""Runs the migrations on the database that `models.ground.schema` names."""

from alembic import context
from sqlalchemy import Connection

from models.ground.schema import is_ours, refuse_older
from models.ground.store import Store
from models.tables.base import Base


def run() -> None:
    """Migrate the database that was named."""
    store = Store(context.config.attributes["url"])
    try:
        with store.engine.connect() as connection:
            _migrate(connection)
    finally:
        store.dispose()


def _migrate(connection: Connection) -> None:
    """Migrate inside one transaction; SQLite copies a table to alter it."""
    if connection.dialect.name == "sqlite":
        _let_tables_go(connection)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_name=is_ours,
    )
    with context.begin_transaction():
        refuse_older(context.get_context().get_current_revision(), context.script.get_base())
        context.run_migrations()
    connection.commit()


def _let_tables_go(connection: Connection) -> None:
    """Suspend foreign keys, before the transaction begins as SQLite wants it: tables are copied and dropped in turn."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")


run()
