"""Runs the migrations on the database that `models.ground.schema` names."""

from alembic import context
from sqlalchemy import Connection

from models.ground.schema import is_ours, refuse_older, take_turn
from models.ground.store import Store
from models.tables.base import Base

PATIENCE_SECONDS = 3600


def run() -> None:
    """Migrate the database that was named."""
    store = Store(context.config.attributes["url"])
    try:
        with store.engine.connect().execution_options(begin="IMMEDIATE") as connection:
            _migrate(connection)
    finally:
        store.dispose()


def _migrate(connection: Connection) -> None:
    """Migrate inside one transaction; SQLite copies a table to alter it."""
    if connection.dialect.name == "sqlite":
        _prepare_sqlite(connection)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        # SQLite can, with a driver that leaves BEGIN to us; by itself Alembic would commit after each step.
        transactional_ddl=True,
        include_name=is_ours,
    )
    with context.begin_transaction():
        take_turn(connection)
        refuse_older(context.get_context().get_current_revision(), context.script.get_base())
        context.run_migrations()
    connection.commit()


def _prepare_sqlite(connection: Connection) -> None:
    """Suspend foreign keys before the transaction begins, as SQLite wants it: tables are copied and dropped in turn.

    Whoever starts while another process migrates waits until that is done, however much there is to copy.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    for pragma in ("foreign_keys=OFF", f"busy_timeout={PATIENCE_SECONDS * 1000}"):
        driver.execute(f"PRAGMA {pragma}")


run()
