"""The step back points again at what is in force of each document: not at what is to come, and at what was retired."""

import pytest
from sqlalchemy import text

from models.catalogue import coming_into_force, documents
from models.catalogue.documents import RULES
from models.ground import schema
from models.ground.store import Store
from models.studio import publishing
from models.studio.rule_changes import effective_day
from models.tables.documents import VersionChange
from tests.builders import MONDAY
from tests.studio.rule_changes.made_changes import AFTER, Team, document, law_module

pytestmark = [pytest.mark.dialects, pytest.mark.nightly]
"""Of steps that are taken once."""


def pointed_at(store: Store) -> dict[str, int | None]:
    schema.downgrade(store.url, "0053")
    with store.reading() as db:
        rows = db.execute(text("SELECT document.id, published_id FROM document")).all()
    schema.upgrade(store.url)
    return {row[0]: row[1] for row in rows}


def in_force(store: Store) -> dict[str, int | None]:
    with store.reading() as db:
        rows = db.execute(text("SELECT id FROM document")).scalars()
        found = {name: documents.in_force_of(db, document(db, name)) for name in rows}
        return {name: version.id if version else None for name, version in found.items()}


def test_each_document_points_again_at_what_is_in_force(store: Store) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        publishing.publish(
            db, document(db), law_module(title="Droit, redit"), VersionChange.WORDING, MONDAY, team.author
        )
        coming_into_force.retire(db, document(db, "droit.nl"))
        db.add(coming_into_force.new_document("brouillon", "module"))
        team.accepted(db)
    before = in_force(store)
    assert before["droit.nl"] and not before["brouillon"]
    assert pointed_at(store) == before
    with store.writing() as db:
        effective_day.take_effect(db, AFTER)
    after = in_force(store)
    assert {name for name, version in after.items() if version != before[name]} == {"droit", RULES}
    assert pointed_at(store) == after
