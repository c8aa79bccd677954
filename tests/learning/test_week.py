"""A learner's week: what is off, a goal, pauses, a rhythm without guilt, and reviews around planned leave."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from content.errors import Refused
from models.ground.calendar import DAY, Days, is_paused, is_working_day, monday_of
from models.ground.store import Store
from models.learning import absence, days_ahead, learner_situation, progress, proposals, week
from models.learning.week import WEEK, Off, WeekRhythm
from models.tables.people import Learner
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, ask
from tests.learning.proposals.proposed import acquire
from tests.watchers.mornings import ON_ONE_DATABASE

TODAY = MONDAY.date()
ARMISTICE = date(2026, 11, 11)


def shown(db: Session, learner_key: UUID, days: float = 0) -> list[tuple[date, Off | None, bool]]:
    """This week so many days after Monday."""
    this_week = week.this_week(db, learner_key, MONDAY + days * DAY)
    return [(one.day, one.off, one.answered) for one in this_week.days]


def test_a_week_is_monday_to_friday_and_days_off_are_no_gaps(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", at=MONDAY + DAY)
        assert shown(db, learner_key, 2) == [(TODAY + number * DAY, None, number == 1) for number in range(5)]
        learner_key = builders.add_learner_in(db)
        ask(db, learner_key, "listen-active-1", at=MONDAY + 5 * DAY)
        assert shown(db, learner_key, 6)[5:] == [(TODAY + 5 * DAY, Off.WEEKEND, True)]
        assert week.this_week(db, learner_key, MONDAY + 6 * DAY).done == 1
    learner_key = builders.add_learner(store)
    at = MONDAY.replace(day=9)
    with store.writing() as db:
        week.pause(db, learner_key, date(2026, 11, 12), date(2026, 11, 15), at)
        this_week = week.this_week(db, learner_key, at)
    assert [one.off for one in this_week.days] == [None, None, Off.HOLIDAY, Off.PAUSE, Off.PAUSE]
    assert this_week.possible == 2
    learner_key = builders.add_learner(store)
    other = builders.add_learner(store)
    with store.writing() as db:
        ask(db, other, "listen-active-1")
        week.set_goal(db, other, 3)
        week.pause(db, other, TODAY, TODAY, MONDAY)
        mine = week.this_week(db, learner_key, MONDAY)
    assert (mine.done, mine.goal, list(mine.pauses), mine.rhythm, mine.possible) == (0, None, [], None, 5)
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        week.set_goal(db, learner_key, 5)
        week.pause(db, learner_key, TODAY + DAY, TODAY + 6 * DAY, MONDAY)
        assert not week.this_week(db, learner_key, MONDAY).reached
        ask(db, learner_key, "listen-active-1")
        assert week.this_week(db, learner_key, MONDAY).reached


def test_the_week_is_that_of_the_learner(store: Store, learner_key: UUID) -> None:
    """On Sunday at 23:30 in London, it is Monday in Brussels."""
    late = MONDAY.replace(day=22, hour=23, minute=30)
    with store.writing() as db:
        assert week.this_week(db, learner_key, late).today == TODAY
        db.get_one(Learner, learner_key).timezone = "Europe/London"
        db.flush()
        assert week.this_week(db, learner_key, late).days[0].day == TODAY - WEEK


def test_a_goal_is_set_changed_and_given_up_and_reached_by_days(store: Store, learner_key: UUID) -> None:
    for days in [-1, 0, 6]:
        with pytest.raises(ValueError), store.writing() as db:
            week.set_goal(db, learner_key, days)
    with store.writing() as db:
        assert week.goal(db, learner_key) is None
        for goal in (3, 4, None, 1):
            week.set_goal(db, learner_key, goal)
            assert week.goal(db, learner_key) == week.this_week(db, learner_key, MONDAY).goal == goal
        week.set_goal(db, learner_key, 2)
        for number in (1, 2, 3):
            ask(db, learner_key, f"listen-active-{number}")
        assert not week.this_week(db, learner_key, MONDAY + DAY).reached
        ask(db, learner_key, "listen-active-4", at=MONDAY + DAY)
        assert week.this_week(db, learner_key, MONDAY + DAY).reached


def test_a_pause_ends_early_is_forgotten_before_it_begins_and_hers_alone(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for first in (20, 5, 12):
            week.pause(db, learner_key, TODAY + first * DAY, TODAY + (first + 2) * DAY, MONDAY)
        found = week.PAUSES.ask(db, learner_key=learner_key)
    assert found == tuple(Days(TODAY + first * DAY, TODAY + (first + 2) * DAY) for first in (5, 12, 20))
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        week.pause(db, learner_key, TODAY, TODAY + 10 * DAY, MONDAY)
        (noted,) = week.this_week(db, learner_key, MONDAY).pauses
        week.resume(db, learner_key, noted.first, MONDAY + 2 * DAY)
        assert week.PAUSES.ask(db, learner_key=learner_key) == (Days(TODAY, TODAY + DAY),)
        assert list(week.this_week(db, learner_key, MONDAY + 2 * DAY).pauses) == []
        learner_key = builders.add_learner_in(db)
        week.pause(db, learner_key, TODAY, TODAY + DAY, MONDAY)
        (noted,) = week.this_week(db, learner_key, MONDAY).pauses
        week.resume(db, learner_key, noted.first, MONDAY)
        assert week.PAUSES.ask(db, learner_key=learner_key) == ()
    learner_key = builders.add_learner(store)
    other = builders.add_learner(store)
    with store.writing() as db:
        week.pause(db, learner_key, TODAY - DAY, TODAY + DAY, MONDAY)
        (noted,) = week.this_week(db, learner_key, MONDAY).pauses
        week.resume(db, other, noted.first, MONDAY)
        assert week.PAUSES.ask(db, learner_key=learner_key) == (Days(TODAY - DAY, TODAY + DAY),)


runs = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 10)), max_size=6)


@given(runs)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_however_pauses_are_noted_they_cover_the_same_days_and_never_touch(
    store: Store, noted: list[tuple[int, int]]
) -> None:
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        for first, length in noted:
            week.pause(db, learner_key, TODAY + first * DAY, TODAY + (first + length) * DAY, MONDAY)
        found = week.PAUSES.ask(db, learner_key=learner_key)
    covered = {first + number for first, length in noted for number in range(length + 1)}
    assert {day for day in range(80) if any(one.covers(TODAY + day * DAY) for one in found)} == covered
    assert all(later.first - earlier.last > DAY for earlier, later in zip(found, found[1:], strict=False))


def test_a_pause_that_cannot_be_is_refused(store: Store, learner_key: UUID) -> None:
    for first, last in [(1, 0), (-367, 0), (0, 367), (-400, -390)]:
        with pytest.raises(Refused), store.writing() as db:
            week.pause(db, learner_key, TODAY + first * DAY, TODAY + last * DAY, MONDAY)


def test_the_pauses_around_a_day_are_those_that_touch_it_or_its_neighbours(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        week.pause(db, learner_key, TODAY + DAY, TODAY + 2 * DAY, MONDAY)
        week.pause(db, other, TODAY + 3 * DAY, TODAY + 9 * DAY, MONDAY)
        assert week.pauses_around(db, TODAY) == {learner_key: [Days(TODAY + DAY, TODAY + 2 * DAY)]}
        assert week.pauses_around(db, TODAY + 30 * DAY) == {}


def on(*numbers: int) -> set[date]:
    """Days before this Monday."""
    return {TODAY - number * DAY for number in numbers}


def test_the_rhythm_is_that_of_the_last_weeks_since_the_first_answer(store: Store, learner_key: UUID) -> None:
    for came, off, told in [
        (set(), (), None),
        (on(3), (), WeekRhythm(1, 1, 1)),
        (on(3, 4, 5, 10), (), WeekRhythm(2, 1, 3)),
        (on(24, 3, 4), (), WeekRhythm(4, 0, 2)),
        (on(60), (), None),
        (on(24, 10, 3, 4), (Days(TODAY - 21 * DAY, TODAY - 15 * DAY),), WeekRhythm(3, 1, 2)),
        (on(2), (Days(TODAY - 7 * DAY, TODAY - DAY),), WeekRhythm(1, 1, 1)),
    ]:
        assert week.rhythm(TODAY, min(came, default=None), came, off) == told
    with store.writing() as db:
        for number, days_ago in enumerate((1, 3, 8), 1):
            ask(db, learner_key, f"listen-active-{number}", at=MONDAY - timedelta(days=days_ago))
        assert week.this_week(db, learner_key, MONDAY).rhythm == WeekRhythm(2, 1, 2)


@given(st.sets(st.integers(1, 60), max_size=30))
def test_a_rhythm_never_tells_more_than_there_was(numbers: set[int]) -> None:
    came = on(*numbers)
    told = week.rhythm(TODAY, min(came, default=None), came)
    if told:
        assert 0 <= told.least <= told.most <= 7
        assert told.least * told.weeks <= len(on(*(number for number in numbers if number <= 28)))


def test_a_public_holiday_is_why_a_day_is_off_also_in_a_pause() -> None:
    assert week.why_off(ARMISTICE, (Days(ARMISTICE, ARMISTICE),)) is Off.HOLIDAY
    assert week.why_off(monday_of(ARMISTICE)) is None


@pytest.fixture
def leave(store: Store, learner_key: UUID) -> Days:
    """Four weeks off that begin on the best day for the reviews of three acquired skills."""
    with store.writing() as db:
        for prefix in ("listen-active", "listen-reflect", "frame-role"):
            acquire(db, learner_key, prefix)
        skills = {"listen.active", "listen.reflect", "frame.role"}
        known = progress.believed(db, learner_key).knowledge(skills)
        best = absence.reviews(db, learner_key, known, MONDAY + 2 * DAY, ()).days
        first = min(best.values())
        week.pause(db, learner_key, first, first + 27 * DAY, MONDAY)
    return Days(first, first + 27 * DAY)


@ON_ONE_DATABASE
def test_what_would_be_forgotten_by_the_return_comes_before_the_leave(
    store: Store, learner_key: UUID, leave: Days
) -> None:
    with store.reading() as db:
        here = learner_situation.situation(db, learner_key, MONDAY + 2 * DAY)
        back = days_ahead.days(db, learner_key, here)
    assert len(here.advanced) == 3
    assert {one.first for one in here.advanced.values()} == {leave.first}
    assert all(one.back.date() > leave.last for one in here.advanced.values())
    assert all(back[skill] < leave.first and is_working_day(back[skill]) for skill in here.advanced)
    assert len({back[skill] for skill in here.advanced}) == 1


@ON_ONE_DATABASE
def test_on_its_day_such_a_review_is_proposed_and_replayed(store: Store, learner_key: UUID, leave: Days) -> None:
    with store.reading() as db:
        here = learner_situation.situation(db, learner_key, MONDAY + 2 * DAY)
        day = min(days_ahead.days(db, learner_key, here)[skill] for skill in here.advanced)
    with store.writing() as db:
        for module in ("ecouter", "reformuler", "cadre"):
            proposals.refuse(db, learner_key, module, MONDAY, until=None)
        made = proposals.propose(db, learner_key, MONDAY + (day - TODAY))
        assert made is not None
        chosen = made.step.chosen
        assert (chosen.purpose, chosen.target in made.situation.advanced) == (Purpose.REVIEW, True)
        proposals.keep(db, learner_key, made)
        kept = proposals.from_plain(
            proposals.plain(made.situation), progress.believed(db, learner_key).parameters.estimates
        )
    assert kept.advanced == made.situation.advanced


def test_without_leave_the_same_reviews_keep_their_days(store: Store, learner_key: UUID, leave: Days) -> None:
    with store.writing() as db:
        week.resume(db, learner_key, leave.first, MONDAY)
        here = learner_situation.situation(db, learner_key, MONDAY + 2 * DAY)
        back = days_ahead.days(db, learner_key, here)
    assert here.advanced == {}
    assert min(back.values()) == leave.first


def test_what_comes_back_never_lies_on_a_day_off(store: Store, learner_key: UUID, leave: Days) -> None:
    with store.reading() as db:
        for days in range(2, (leave.last - TODAY).days + 3):
            here = learner_situation.situation(db, learner_key, MONDAY + timedelta(days=days))
            for day in days_ahead.days(db, learner_key, here).values():
                assert is_working_day(day) and not is_paused(day, (leave,))
