"""The word beside a fact: by age, by what a kind's own re-readings teach, by what people have said."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from content.directory.entry import DirectoryEntry
from content.errors import NotFound
from content.readings import ReadingManner
from models.catalogue import coming_into_force
from models.directory import entries, use_and_answers
from models.freshness import Freshness
from models.ground.store import Store
from models.tables.directory import FactAnswer, FactVerdict, ListedFact
from tests.builders import MONDAY, add_learner, small_pack
from tests.directory.published_entries import READ_ON, entry, publish_entries

DAY = timedelta(days=1)


@pytest.fixture
def published(store: Store) -> Store:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        publish_entries(db, entry())
    return store


def word(store: Store, day: date) -> Freshness:
    """The word beside the telephone."""
    with store.reading() as db:
        state = entries.reading(db, "ecoute", day).facts[2].state
    assert state is not None
    return state.word


def say(store: Store, who: UUID, verdict: FactVerdict, day: date = READ_ON) -> None:
    with store.writing() as db:
        fingerprint = db.scalar(select(ListedFact.fingerprint).where(ListedFact.kind == "reach")) or ""
        use_and_answers.answer(db, who, "entry:ecoute", fingerprint, verdict, day)


@pytest.mark.parametrize(
    ("manner", "how", "words"),
    [
        (ReadingManner.LIVE, {}, {0: "recent", 100: "recent", 120: "check", 400: "old"}),
        (ReadingManner.LIVE, {"page": "2017"}, {0: "recent", 120: "check"}),
        (ReadingManner.TELEPHONE, {"page": "2017"}, {0: "recent", 120: "check"}),
        (ReadingManner.MACHINE, {"page": "2017"}, {0: "recent", 120: "check"}),
        # An undated copy is never recent, and one of an old page is old; a dated one ages from its day.
        (ReadingManner.COPY, {}, {0: "check", 400: "old"}),
        (ReadingManner.COPY, {"page": "2017"}, {0: "old"}),
        (ReadingManner.COPY, {"copied": READ_ON - 100 * DAY}, {0: "recent"}),
        (ReadingManner.COPY, {"copied": READ_ON - 120 * DAY}, {0: "check"}),
        (ReadingManner.COPY, {"copied": READ_ON - 400 * DAY}, {0: "old"}),
    ],
)
def test_a_telephone_fades_from_read_to_checked_to_old_by_how_and_when_it_was_read(
    published: Store, manner: ReadingManner, how: dict[str, object], words: dict[int, str]
) -> None:
    with published.writing() as db:
        publish_entries(db, read_so(manner, **how))
    assert {days: word(published, READ_ON + days * DAY) for days in words} == words


def read_so(manner: ReadingManner, **how: object) -> DirectoryEntry:
    """The entry, its telephone read so."""
    made = entry()
    reach = made.facts[2]
    assert reach.source
    told = replace(reach, source=replace(reach.source, manner=manner, **how))  # type: ignore[arg-type]
    return replace(made, facts=(*made.facts[:2], told, *made.facts[3:]))


def test_one_who_says_it_is_gone_casts_doubt_and_two_make_it_old(published: Store) -> None:
    one, two = add_learner(published), add_learner(published)
    say(published, one, FactVerdict.GONE)
    say(published, one, FactVerdict.CHANGED)
    assert word(published, READ_ON) is Freshness.CHECK
    say(published, two, FactVerdict.GONE)
    assert word(published, READ_ON) is Freshness.OLD


def test_what_works_for_somebody_else_takes_one_report_away(published: Store) -> None:
    say(published, add_learner(published), FactVerdict.GONE)
    say(published, add_learner(published), FactVerdict.WORKS)
    assert word(published, READ_ON) is Freshness.RECENT


def test_what_was_said_of_a_reading_does_not_count_against_the_next(published: Store) -> None:
    for _ in range(2):
        say(published, add_learner(published), FactVerdict.GONE)
    with published.writing() as db:
        publish_entries(db, entry(read_on=READ_ON + DAY))
    assert word(published, READ_ON + DAY) is Freshness.RECENT


def test_only_the_week_of_an_answer_is_kept_and_for_a_year(published: Store) -> None:
    say(published, add_learner(published), FactVerdict.GONE, READ_ON + 3 * DAY)
    with published.writing() as db:
        (row,) = db.scalars(select(FactAnswer))
        assert row.week == READ_ON
        use_and_answers.forget_old(db, MONDAY + 364 * DAY)
        assert db.scalars(select(FactAnswer)).all()
        use_and_answers.forget_old(db, MONDAY + 367 * DAY)
        assert not db.scalars(select(FactAnswer)).all()


def test_nobody_answers_about_a_fact_that_the_entry_does_not_say(published: Store) -> None:
    who = add_learner(published)
    with published.writing() as db, pytest.raises(NotFound, match="Ce que vous aviez sous les yeux a été relu"):
        use_and_answers.answer(db, who, "entry:ecoute", "0" * 16, FactVerdict.GONE, READ_ON)


def test_a_kind_that_turned_out_to_change_often_fades_faster(published: Store) -> None:
    with published.writing() as db:
        for month in range(1, 30):
            publish_entries(db, _of_a_month(month))
    last = READ_ON + 29 * 30 * DAY
    assert (word(published, last), word(published, last + 60 * DAY)) == (Freshness.RECENT, Freshness.OLD)


def _of_a_month(month: int) -> DirectoryEntry:
    """The entry as it is read then, its telephone another one each time."""
    made = entry(read_on=READ_ON + month * 30 * DAY)
    reach = made.facts[2]
    moved = replace(reach, values={**reach.values, "telephone": (f"02 111 11 {month:02}",)})
    return replace(made, facts=(*made.facts[:2], moved, *made.facts[3:]))
