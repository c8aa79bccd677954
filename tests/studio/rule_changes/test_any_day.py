"""Whatever was published, accepted and taken back: what is in force on a day is one thing, however it is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.readings import Reading
from models.catalogue import documents, in_force
from models.catalogue.documents import parse_module
from models.ground.store import Store
from models.studio import publishing, rereading
from models.studio.rule_changes import deciding, effective_day
from models.tables.documents import VersionChange
from models.tables.rule_changes import RuleChange
from models.tables.search import SearchEntry, SearchKind
from tests.builders import MONDAY, small_pack
from tests.databases import FreshDatabase, store_on
from tests.studio.rule_changes.all_in_force import on, seen
from tests.studio.rule_changes.made_changes import DAY, LAW, Team, document, key_on, law_module
from tests.teaching import teach

LAST = 7
MIDNIGHT = MONDAY.replace(hour=23, minute=1) - DAY
"""The first minute of the first day in Brussels; what is done is done in the course of a day, which begins by it."""


class Step(NamedTuple):
    """What is done on a day: a text published, a change accepted for a day with a text or none, the last taken back."""

    day: int
    does: str
    ahead: int = 0
    letter: str = "a"


steps = st.lists(
    st.builds(
        Step,
        st.integers(0, LAST - 1),
        st.sampled_from(["publish", "reread", "accept", "accept", "accept unprepared", "accept unread", "undo"]),
        st.integers(0, 3),
        st.sampled_from("abc"),
    ),
    min_size=1,
    max_size=6,
).map(lambda drawn: sorted(drawn, key=lambda one: one.day))


def morning(day: int) -> datetime:
    at: datetime = MIDNIGHT + day * DAY
    return at


def house_day(day: int) -> date:
    return (morning(day) + timedelta(hours=2)).date()


@dataclass
class Prepared:
    """A change as it is kept in mind: its day, the text for it where there is one, and on which version it stands."""

    day: int
    change_id: int
    text: str | None
    base: int
    done: bool = False


@dataclass
class Expected:
    """What is in force, followed by hand: the text, its number, and up to which number the question is held back."""

    text: str
    number: int = 1
    suspended_up_to: int = 0
    changes: list[Prepared] = field(default_factory=list)

    def take(self, day: int) -> None:
        for one in sorted(self.changes, key=lambda one: (one.day, one.change_id)):
            if one.day > day or one.done:
                continue
            one.done = True
            if one.text is not None and one.base == self.number:
                if changed(self.text, one.text):
                    self.suspended_up_to = self.number
                self.text, self.number = one.text, self.number + 1
            else:
                self.suspended_up_to = self.number

    @property
    def told(self) -> tuple[str, bool]:
        return self.text, self.number > self.suspended_up_to


def changed(before: str, after: str) -> bool:
    return parse_module(before).question("droit-1") != parse_module(after).question("droit-1")


class Life:
    """A house in which steps are taken, each in a transaction of its day, as a form does."""

    def __init__(self, store: Store, *, clock: bool) -> None:
        self.store, self.clock = store, clock
        teach(store, small_pack())
        self.team = Team(store, dutch_too=True)
        self.expected = Expected(law_module())

    @contextmanager
    def writing(self, day: int) -> Iterator[Session]:
        with self.store.writing() as db:
            effective_day.read_on_day(db, morning(day))
            effective_day.take_effect(db, morning(day))
            yield db

    def told(self, seen: dict[str, Any]) -> dict[str, str]:
        """What is seen, less the keys of those who did it."""
        author, reader = map(repr, (self.team.author, self.team.reader))
        return {one: repr(seen[one]).replace(author, "author").replace(reader, "reader") for one in seen}

    def begin(self, day: int) -> None:
        self.expected.take(day)
        if self.clock:
            with self.store.writing() as db:
                effective_day.take_effect(db, morning(day))

    def do(self, step: Step, number: int) -> None:
        at, expected, author = morning(step.day), self.expected, self.team.author
        with self.writing(step.day) as db:
            match step.does:
                case "publish":
                    text = law_module(parse_module(expected.text).question("droit-1"), title=f"Titre {number}")
                    publishing.publish(db, document(db), text, VersionChange.WORDING, at, author)
                    expected.text, expected.number = text, expected.number + 1
                case "reread":
                    rereading.reread(db, "rule:duree", Reading(at.date()), at, author)
                case "undo":
                    open_ones = [one for one in expected.changes if not one.done]
                    for one in open_ones[-1:]:
                        deciding.undo(db, db.get_one(RuleChange, one.change_id), at, author)
                        expected.changes.remove(one)
                case _:
                    self._accept(db, step, number, at)
        expected.take(step.day)

    def _accept(self, db: Session, step: Step, number: int, at: datetime) -> None:
        day, text = step.day + step.ahead, law_module(key_on(step.letter, LAW), title=f"Titre {number}")
        change, read = self.team.propose(db, holds_from=house_day(day)), step.does == "accept"
        if step.does != "accept unprepared":
            if not read:
                deciding.accept(db, change, at, self.team.reader)
            if change.took_effect_at is None:
                self.team.prepare(db, change, text)
        if read or step.does == "accept unprepared":
            deciding.accept(db, change, at, self.team.reader)
        self.expected.changes.append(Prepared(day, change.id, text if read else None, self.expected.number))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> FreshDatabase:
    found: FreshDatabase = request.getfixturevalue(request.param)
    return found


def found(db: Session) -> tuple[str, bool]:
    version = documents.in_force_of(db, document(db))
    assert version
    return version.text, "droit-1" in [one.id for one in in_force.asked_of(db, version.id).questions]


def told_by_search(db: Session) -> dict[str, str]:
    of_module = SearchEntry.work == "droit", SearchEntry.kind == SearchKind.MODULE
    return {one.language: one.title for one in db.scalars(select(SearchEntry).where(*of_module))}


@pytest.mark.nightly
# Each draws two houses and lives in them for days: to shrink one takes many minutes.
@settings(max_examples=20, deadline=None, phases=[Phase.generate])
@given(steps)
def test_what_is_in_force_on_any_day_is_the_same_by_page_by_search_and_by_clock(
    databases: FreshDatabase, drawn: list[Step]
) -> None:
    with databases() as watched, databases() as asleep:
        by_clock, by_page = Life(store_on(watched), clock=True), Life(store_on(asleep), clock=False)
        for day in range(LAST + 4):
            for life in (by_clock, by_page):
                life.begin(day)
                for number, step in enumerate(drawn):
                    if step.day == day:
                        life.do(step, number)
            today = by_page.told(on(by_page.store, morning(day)))
            assert by_clock.told(on(by_clock.store, morning(day))) == today
            with by_clock.store.reading() as db:
                assert by_clock.told(seen(db)) == today
                assert found(db) == by_clock.expected.told
                met = in_force.every_language(db, "droit")
                assert told_by_search(db) == {one.module.language: one.module.title for one in met}
        for life in (by_clock, by_page):
            life.store.dispose()
