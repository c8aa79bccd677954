"""What is published, in memory: as true for who did not publish it as for who did."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from sqlalchemy.orm import Session

from content.text.module_writer import write_module
from models.catalogue import coming_into_force, documents, drafts, in_force, published, suspensions
from models.ground.store import Store
from models.studio import publishing
from models.tables.documents import SuspensionReason, Version, VersionChange
from tests.builders import MONDAY, module

Publishing = Callable[[Session], None]
QUESTION = "listen-active-1"


class Changed(Exception):
    """Somebody changes her mind."""


def publish_anew(db: Session) -> None:
    document = documents.module_document(db, "ecouter")
    text = drafts.latest_text(db, document).replace("minutes: 5", "minutes: 6")
    drafts.save_draft(db, document, text, MONDAY, None)
    publishing.publish(db, document, text, VersionChange.WORDING, MONDAY, by=None)


def retire(db: Session) -> None:
    coming_into_force.retire(db, documents.module_document(db, "ecouter"))


def suspend_question(db: Session) -> None:
    version = documents.in_force_of(db, documents.module_document(db, "ecouter"))
    assert version
    suspensions.suspend(db, version, [QUESTION], SuspensionReason.OUTDATED, MONDAY, by=None)


def ask_again(db: Session) -> None:
    suspensions.release(db, "ecouter", [QUESTION], SuspensionReason.OUTDATED, MONDAY, by=None)


def met(db: Session) -> list[object]:
    """All that learners meet of it."""
    return [one for one in in_force.published_modules(db) if one.module.id == "ecouter"]


def read(store: Store) -> list[object]:
    with store.reading() as db:
        return met(db)


each_change = pytest.mark.parametrize("change", [publish_anew, retire, suspend_question])


@pytest.fixture
def elsewhere(store: Store) -> Iterator[Store]:
    """Another process on the same database."""
    other = Store(store.url)
    yield other
    other.dispose()


@each_change
def test_what_one_process_publishes_another_meets_in_its_next_transaction(
    store: Store, elsewhere: Store, change: Publishing
) -> None:
    before = read(elsewhere)
    with store.writing() as db:
        change(db)
        assert met(db) != before
    assert read(elsewhere) == read(store) != before


@pytest.mark.dialects
def test_a_question_that_is_asked_again_is_met_again(store: Store, elsewhere: Store) -> None:
    before = read(elsewhere)
    with store.writing() as db:
        suspend_question(db)
    assert read(elsewhere) != before
    with store.writing() as db:
        ask_again(db)
    assert read(elsewhere) == read(store) == before


@each_change
def test_what_is_taken_back_half_way_nobody_has_met(store: Store, change: Publishing) -> None:
    before = read(store)
    with pytest.raises(Changed), store.writing() as db:
        change(db)
        assert met(db) != before
        raise Changed
    assert read(store) == before
    with store.writing() as db:
        retire(db)
    assert read(store) == []


def test_a_version_that_was_taken_back_lends_its_number_to_another(store: Store) -> None:
    with pytest.raises(Changed), store.writing() as db:
        publish_anew(db)
        taken_back = max(one.id for one in published.published(db).versions.values())
        assert in_force.module_of(db, taken_back).minutes == 6
        raise Changed
    with store.writing() as db:
        other = write_module(module("autre", ("listen.active",)))
        document = db.get_one(Version, next(iter(published.published(db).versions))).document_id
        db.add(Version(id=taken_back, document_id=document, number=99, text=other, change="first", published_at=MONDAY))
    with store.reading() as db:
        assert in_force.module_of(db, taken_back).id == "autre"


def test_a_draft_changes_nothing_that_is_published(store: Store) -> None:
    with store.reading() as db:
        before = published.published(db)
    with store.writing() as db:
        document = documents.module_document(db, "ecouter")
        drafts.save_draft(db, document, drafts.latest_text(db, document) + "\n", MONDAY, None)
    with store.reading() as db:
        assert published.published(db) is before


@each_change
def test_what_is_taken_back_to_a_savepoint_is_met_no_more(store: Store, change: Publishing) -> None:
    with store.writing() as db:
        before = met(db)
        with suppress(Changed), db.begin_nested():
            change(db)
            assert met(db) != before
            raise Changed
        assert met(db) == before
