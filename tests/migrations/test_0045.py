"""Of a house from before, what its directory lists is derived again: its undated copies are recent no more."""

import pytest
from sqlalchemy import select

from content.directory.entry import PACK_SERVICE
from content.readings import Reading, ReadingManner
from models.catalogue import coming_into_force
from models.directory import entry_index
from models.ground import schema
from models.ground.store import Store
from models.tables.directory import ListedEntry, ListedFact
from tests.builders import MONDAY, small_pack
from tests.directory.published_entries import READ_ON, entry, publish_entries, read_otherwise

pytestmark = pytest.mark.nightly
"""Of steps that are taken once."""


def test_what_the_pack_had_published_without_a_manner_is_an_undated_copy_after_the_upgrade(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        publish_entries(db, read_otherwise(entry(), service=PACK_SERVICE), entry("maison"))
    schema.downgrade(store.url, "0044")
    schema.upgrade(store.url)
    with store.writing() as db:
        assert db.scalars(select(ListedEntry)).all() == []
        assert entry_index.catch_up(db) == 2
        read = {fact.document_id: fact.reading for fact in db.scalars(select(ListedFact))}
        passed_on = {one.document_id: one.passed_on["inclusion"]["service"] for one in db.scalars(select(ListedEntry))}
    assert read == {"entry:ecoute": Reading(READ_ON, ReadingManner.COPY), "entry:maison": Reading(READ_ON)}
    assert passed_on["entry:maison"]["date_maj"] == READ_ON.isoformat() != passed_on["entry:ecoute"]["date_maj"]
