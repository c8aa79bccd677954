"""Files that wait in a house from before are in one table, with all that is known of them, and back."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text

from models.catalogue import uploads
from models.directory import entry_imports
from models.ground import schema
from models.ground.store import Store
from models.tables.base import Base
from models.tables.directory import EntryProposal
from models.tables.uploads import Upload, UploadPurpose, UploadState
from tests import bringing
from tests import uploads as files
from tests.builders import MONDAY

pytestmark = [pytest.mark.nightly, pytest.mark.dialects]
"""Of steps that are taken once."""


def rows(store: Store, table: type[Base]) -> list[tuple[object, ...]]:
    with store.reading() as db:
        found = db.execute(select(*table.__table__.c).order_by(table.__table__.c.id))
        return [tuple(map(without_empty, row)) for row in found]


def without_empty(value: object) -> object:
    """What was never told is an empty list in the tables of before."""
    return {name: one for name, one in value.items() if one not in ([], {})} if isinstance(value, dict) else value


def test_what_waits_is_the_same_after_a_step_back_and_forth_but_for_its_number(store: Store) -> None:
    entries = list(files.at_each_stage(store, MONDAY))
    published, left = files.read(store, MONDAY, "Une autre"), files.read(store, MONDAY, "Une troisième")
    with store.writing() as db:
        for number, state in ((published, UploadState.DONE), (left, UploadState.TAKEN)):
            upload = db.get_one(Upload, number)
            upload.state, upload.told = state, {**upload.told, "accepted_by": uuid4().hex}
        for one in entry_imports.waiting(db, published, 10):
            one.published_at = MONDAY
        db.query(EntryProposal).filter_by(upload_id=left).update({"accepted": True})
    workshop = [bringing.bring(store, MONDAY, bringing.AIKEN), bringing.bring_pack(store, MONDAY, b"x")]
    before, proposed = rows(store, Upload), rows(store, EntryProposal)
    schema.downgrade(store.url, "0047")
    with store.engine.connect() as connection:
        states = connection.execute(text("SELECT id, state, publisher FROM directory_upload ORDER BY id")).all()
        assert [tuple(one[1:]) for one in states[-2:]] == [("taken", "Une autre"), ("taken", "Une troisième")]
    schema.upgrade(store.url)
    assert rows(store, EntryProposal) == proposed
    after = rows(store, Upload)
    held = len(before) - len(workshop)
    assert [number for number, *_ in after[held:]] == [number + max(workshop) for number in workshop]
    assert [one[1:] for one in after] == [one[1:] for one in before]
    assert [number for number, *_ in after[:held]] == [*entries, published, left]
    with store.writing() as db:
        new = uploads.bring(db, uuid4(), MONDAY, UploadPurpose.QUESTIONS, b"", "quiz.txt")
        assert new == after[-1][0] + 1  # type: ignore[operator]
        uploads.forget(db, left, UploadPurpose.ENTRIES)
    assert {one[1] for one in rows(store, EntryProposal)} == {one[1] for one in proposed} - {left}
