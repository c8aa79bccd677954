"""In which languages one is received at an entry is known after the upgrade and back, without deriving it again."""

import pytest
from sqlalchemy import select, text

from models.catalogue import coming_into_force
from models.ground import schema
from models.ground.store import Store
from models.tables.directory import EntryTie, TieSubject
from tests.builders import MONDAY, small_pack
from tests.directory.published_entries import entry, publish_entries

pytestmark = [pytest.mark.dialects, pytest.mark.nightly]
"""Of steps that are taken once."""


def spoken(store: Store) -> list[tuple[str, str]]:
    with store.reading() as db:
        rows = select(EntryTie.document_id, EntryTie.name).where(EntryTie.subject == TieSubject.LANGUAGE)
        return [(row[0], row[1]) for row in db.execute(rows.order_by(EntryTie.name))]


def test_languages_become_ties_and_back(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        publish_entries(db, entry())
    before = spoken(store)
    assert before
    schema.downgrade(store.url, "0051")
    with store.reading() as db:
        rows = db.execute(text("SELECT document_id, language FROM spoken_at_entry ORDER BY language")).all()
        assert [(row[0], row[1]) for row in rows] == before
        assert db.scalars(text("SELECT name FROM entry_tie WHERE subject = 'language'")).all() == []
    schema.upgrade(store.url)
    assert spoken(store) == before
