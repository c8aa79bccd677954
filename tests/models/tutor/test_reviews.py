"""The days of reviews, whatever is due and whatever leave is planned."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from models.ground.calendar import DAY, Days, is_paused, is_working_day
from models.tutor.reviews import AFTER_ABSENCE_DAYS, MOST_A_DAY, ReviewDue, planned, spread

TODAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
LEAVE = Days(date(2026, 11, 30), date(2026, 12, 4))
"""The week after this one; she is back on Monday 7 December."""
BACK = date(2026, 12, 7)


def due_on(day: date) -> ReviewDue:
    """What is still fresh on its best day, and forgotten on the next."""
    return ReviewDue(day, day)


@st.composite
def reviews_due(draw: st.DrawFn) -> dict[str, ReviewDue]:
    """A few reviews around today, each fresh until its best day, or a few days longer."""
    offsets = draw(st.lists(st.tuples(st.integers(-30, 60), st.integers(0, 3)), max_size=12))
    found = {}
    for number, (offset, longer) in enumerate(offsets):
        best = TODAY + offset * DAY
        while not is_working_day(best):
            best -= DAY
        found[f"skill-{number}"] = ReviewDue(best, best + longer * DAY)
    return found


@st.composite
def leaves(draw: st.DrawFn) -> tuple[Days, ...]:
    """Up to three runs of days off, past, present or to come."""
    runs = draw(st.lists(st.tuples(st.integers(-10, 60), st.integers(0, 20)), max_size=3))
    return tuple(Days(TODAY + first * DAY, TODAY + (first + more) * DAY) for first, more in runs)


@given(reviews_due(), leaves(), st.booleans(), st.integers(0, 3))
def test_no_review_lies_on_a_day_off_or_in_the_past_and_none_is_lost(
    due: dict[str, ReviewDue], leave: tuple[Days, ...], away: bool, done: int
) -> None:
    plan = planned(due, TODAY, is_working_day, leave, away, done)
    assert plan.days.keys() == due.keys()
    assert all(day >= TODAY and is_working_day(day) and not is_paused(day, leave) for day in plan.days.values())


@given(reviews_due(), leaves(), st.integers(0, 3))
def test_leave_never_makes_a_day_fuller_than_any_other(
    due: dict[str, ReviewDue], leave: tuple[Days, ...], done: int
) -> None:
    counts = Counter(planned(due, TODAY, is_working_day, leave, done=done).days.values())
    counts[TODAY] += done
    assert all(number <= MOST_A_DAY for day, number in counts.items() if day != TODAY or number > done)


@given(reviews_due(), st.booleans(), st.integers(0, 3))
def test_without_leave_to_come_nothing_changes(due: dict[str, ReviewDue], away: bool, done: int) -> None:
    past = Days(TODAY - 9 * DAY, TODAY - DAY)
    plan = planned(due, TODAY, is_working_day, (), away, done)
    assert plan.advanced == {}
    assert plan.days == spread(due, TODAY, is_working_day, (past,), away, done)
    assert all(day >= due[skill].best for skill, day in plan.days.items())


@given(reviews_due(), leaves())
def test_what_leave_brings_forward_comes_before_it_and_would_not_have_outlasted_it(
    due: dict[str, ReviewDue], leave: tuple[Days, ...]
) -> None:
    plan = planned(due, TODAY, is_working_day, leave)
    without = spread(due, TODAY, is_working_day)
    for skill, (first, _) in plan.advanced.items():
        assert plan.days[skill] < first <= without[skill]


def test_what_would_be_forgotten_by_the_return_comes_before_the_leave_spread_over_its_days() -> None:
    wednesday = date(2026, 12, 2)
    plan = planned({name: due_on(wednesday) for name in "abcd"}, TODAY, is_working_day, (LEAVE,))
    assert plan.days == {"a": FRIDAY, "b": FRIDAY, "c": FRIDAY, "d": FRIDAY - DAY}
    assert plan.advanced == dict.fromkeys("abcd", LEAVE)
    plan = planned({"a": ReviewDue(LEAVE.last, BACK)}, TODAY, is_working_day, (LEAVE,))
    assert (plan.days, plan.advanced) == ({"a": BACK}, {})
    tomorrow = Days(TODAY + DAY, LEAVE.last)
    plan = planned({name: due_on(FRIDAY) for name in "abcdef"}, TODAY, is_working_day, (tomorrow,))
    assert sorted(plan.days.values()) == [TODAY] * 3 + [BACK] * 3
    plan = planned({"a": due_on(FRIDAY)}, TODAY, is_working_day, (Days(TODAY - DAY, LEAVE.last),))
    assert (plan.days, plan.advanced) == ({"a": BACK}, {})


def test_after_an_absence_what_has_piled_up_is_spread_over_two_weeks() -> None:
    due = {f"skill-{number}": due_on(TODAY - number * DAY) for number in range(AFTER_ABSENCE_DAYS)}
    days = spread(due, TODAY, is_working_day, away=True)
    assert set(Counter(days.values()).values()) == {1}
