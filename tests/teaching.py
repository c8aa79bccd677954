"""Databases in which something is taught, filled by a copy once they have been filled by hand: that is quicker."""

import shutil
from hashlib import sha256
from pathlib import Path

from sqlalchemy import text

from content.pack import Pack
from models.ground.store import Store
from tests import builders

REMEMBER = """
DO $$ DECLARE
    one name;
    filled boolean;
BEGIN
    CREATE SCHEMA taught;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', one) INTO filled;
        IF filled THEN EXECUTE format('CREATE TABLE taught.%I AS TABLE public.%I', one, one); END IF;
    END LOOP;
    CREATE VIEW taught.tables AS SELECT tablename FROM pg_tables WHERE schemaname = 'taught';
    CREATE MATERIALIZED VIEW taught.counts AS
        SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
RECALL = """
DO $$ DECLARE
    one name;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM taught.tables LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM taught.%I', one, one);
    END LOOP;
    PERFORM setval(format('public.%I', sequencename)::regclass, last_value) FROM taught.counts;
END $$
"""


def teach(store: Store, pack: Pack) -> None:
    """Put the default parameters in force and publish a pack, in an empty database that nobody has open."""
    kept = f"taught_{sha256(repr(pack).encode()).hexdigest()[:12]}"
    if store.url.startswith("sqlite"):
        _teach_sqlite(store, pack, Path(store.url.removeprefix("sqlite:///")), kept)
    else:
        _teach_postgresql(store, pack, kept)


def _teach_sqlite(store: Store, pack: Pack, file: Path, kept: str) -> None:
    template = file.with_name(f"{kept}.sqlite3")
    store.dispose()
    if template.exists():
        shutil.copy(template, file)
    else:
        builders.set_up(store, pack)
        store.dispose()
        shutil.copy(file, template)


def _teach_postgresql(store: Store, pack: Pack, kept: str) -> None:
    with store.engine.begin() as connection:
        if known := connection.execute(text("SELECT to_regnamespace(:kept)"), {"kept": kept}).scalar():
            connection.execute(text(RECALL.replace("taught", kept)))
    if not known:
        builders.set_up(store, pack)
        with store.engine.begin() as connection:
            connection.execute(text(REMEMBER.replace("taught", kept)))
