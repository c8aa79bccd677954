"""What versions tell of re-readings, and how they bring the next one forward, never put it back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from content.module import Module
from content.readings import Reading
from content.rules import read_rules
from content.text.redating import redate_module
from models.catalogue import documents
from models.catalogue.documents import RULES
from models.freshness import LEAST_READINGS, YEAR, again_after
from models.ground.store import Store
from models.studio import rereading
from models.studio.rereading import MODULE_AGAIN, RULE_AGAIN, TextThen, readings_of_versions
from models.tables.documents import Document, Version, VersionChange
from tests import builders
from tests.builders import MONDAY, module, question, small_pack

DAY = timedelta(days=1)
READ_EVERY = 60 * DAY
BEGUN = MONDAY - 50 * READ_EVERY


def then(days: int, says: str, dated: str = "", *, is_wording: bool = False) -> TextThen:
    return TextThen(BEGUN + days * DAY, says + dated, says, is_wording)


def told(*history: TextThen) -> list[tuple[int, bool]]:
    """After how many days each re-reading came, and whether it found a change."""
    return [(round(one.years * YEAR), one.changed) for one in readings_of_versions(history)]


def test_other_dates_are_a_reading_that_changed_nothing_another_text_one_that_did_and_wording_none() -> None:
    assert told(then(0, "a"), then(10, "a", "dated"), then(40, "b", "dated")) == [(10, False), (30, True)]
    assert told(then(0, "a"), then(10, "à", is_wording=True), then(40, "à", "dated", is_wording=True)) == [(40, False)]
    assert (told(), told(then(0, "a")), told(then(0, "a"), then(10, "a"))) == ([], [], [])


@given(st.lists(st.tuples(st.integers(1, 900), st.sampled_from("ab"), st.sampled_from(["", "x", "y"])), max_size=120))
def test_whatever_was_found_the_next_day_is_never_later(versions: list[tuple[int, str, str]]) -> None:
    history, day = [], 0
    for gap, says, dated in versions:
        day += gap
        history.append(then(day, says, dated))
    for constant in (MODULE_AGAIN, RULE_AGAIN):
        assert again_after(constant, readings_of_versions(history)) <= constant


# -------------------------------------------------------------------------------------------------- simulated histories


def add_versions(db: Session, document: Document, texts: Sequence[str], change: VersionChange) -> None:
    """Publish texts one after the other, sixty days apart, as they were in the past."""
    (first,) = documents.versions(db, document)
    for number, text in enumerate(texts, 2):
        at: datetime = BEGUN + number * READ_EVERY
        fields = {"document_id": document.id, "number": number, "text": text, "change": change}
        db.add(Version(**fields, published_at=at, published_by=None))
    first.published_at = BEGUN + READ_EVERY
    db.flush()


def texts_of(one: str, times: int, *, changes: bool) -> list[str]:
    """A module read again so many times: its dates alone, or another sentence each time."""
    found = []
    for number in range(times):
        day = (BEGUN + number * READ_EVERY).date()
        text = redate_module(one, day + MODULE_AGAIN, day)
        found.append(text.replace("À lire.", f"À lire, {number}.", 1) if changes else text)
    return found


def dated() -> Module:
    return module("relu", questions=(question("relu-1"),), review_by=date(2026, 9, 1))


def next_day(store: Store, times: int, change: VersionChange, *, changes: bool) -> timedelta:
    """How long after today a module is read again that has such a history."""
    builders.set_up(store, small_pack(dated()), BEGUN)
    with store.writing() as db:
        document = documents.module_document(db, "relu")
        one = documents.published_text(db, document) or ""
        add_versions(db, document, texts_of(one, times, changes=changes), change)
        rereading.reread(db, "relu", Reading(MONDAY.date()), MONDAY, uuid4())
        read = documents.parse_module(documents.published_text(db, document) or "")
        assert read.review_by
        return read.review_by - MONDAY.date()


@pytest.mark.parametrize(
    ("times", "change", "changes"),
    [
        (LEAST_READINGS - 1, VersionChange.MEANING, True),  # too few to tell
        (2 * LEAST_READINGS, VersionChange.WORDING, False),  # none found anything
        (2 * LEAST_READINGS, VersionChange.MEANING, False),
        (2 * LEAST_READINGS, VersionChange.WORDING, True),  # words were only bettered
    ],
)
def test_a_module_keeps_its_year_where_readings_are_few_or_find_nothing(
    empty_store: Store, times: int, change: VersionChange, changes: bool
) -> None:
    assert next_day(empty_store, times, change, changes=changes) == MODULE_AGAIN


def test_where_each_re_reading_found_a_change_the_next_comes_much_sooner(empty_store: Store) -> None:
    found = next_day(empty_store, LEAST_READINGS, VersionChange.MEANING, changes=True)
    assert timedelta(days=1) <= found < READ_EVERY


def test_a_rule_that_was_found_changed_each_time_is_read_again_sooner(store: Store) -> None:
    with store.writing() as db:
        document = documents.document_of(db, RULES)
        one = documents.published_text(db, document) or ""
        texts = [one.replace("scope: Belgique", f"scope: Belgique {number}") for number in range(LEAST_READINGS)]
        add_versions(db, document, texts[1:], VersionChange.MEANING)
        assert len(rereading.readings_of_rules(db)) == LEAST_READINGS - 1
        rereading.reread(db, "rule:duree", Reading(MONDAY.date() + DAY), MONDAY + DAY, uuid4())
        assert _review_by(db, document) == MONDAY.date() + DAY + RULE_AGAIN
        rereading.reread(db, "rule:duree", Reading(MONDAY.date() + 2 * DAY), MONDAY + 2 * DAY, uuid4())
        assert _review_by(db, document) < MONDAY.date() + 2 * DAY + READ_EVERY


def test_to_say_how_a_rule_was_read_is_no_other_reading(store: Store) -> None:
    with store.writing() as db:
        document = documents.document_of(db, RULES)
        one = documents.published_text(db, document) or ""
        add_versions(db, document, [one, f"{one}    manner: copy\n"], VersionChange.WORDING)
        assert rereading.readings_of_rules(db) == []


def _review_by(db: Session, document: Document) -> date:
    found = read_rules(documents.published_text(db, document) or "")["duree"].review_by
    assert found
    return found
