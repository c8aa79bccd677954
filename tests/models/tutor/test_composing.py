"""A composed sitting: within the minutes, the best first, no skill twice, and more minutes never fewer steps."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.tutor.choice import choose, skills_of
from models.tutor.composing import MOST_STEPS, compose
from models.tutor.situation import Purpose, Situation
from tests.models.tutor.situations import ACQUIRED, NEW, TO_CONFIRM, WEAK, offer, situation, situations

some_minutes = st.floats(1.5, 60)


def named(here: Situation, minutes: float | None) -> list[tuple[Purpose, str, float]]:
    return [(one.purpose, one.target, round(one.minutes, 1)) for one in compose(replace(here, minutes=minutes))]


def test_three_five_seven_and_fifteen_minutes_are_four_sittings() -> None:
    """A check of two questions, practice of two and two modules, from the best to the least."""
    beliefs = {"shown": TO_CONFIRM, "begun": WEAK._replace(earned=0.7), "new": NEW, "other": NEW}
    here = situation(beliefs, [offer("new"), offer("other")])
    check, practice = (Purpose.CHECK, "shown", 1.4), (Purpose.PRACTISE, "begun", 1.4)
    new, other = (Purpose.LEARN, "new"), (Purpose.LEARN, "other")
    assert named(here, 3) == [check, practice]
    assert named(here, 5) == [check, practice, (*new, 2.2)]
    assert named(here, 7) == [check, practice, (*new, 4.2)]
    assert named(here, 15) == [check, practice, (*new, 5), (*other, 5)]


def test_what_is_too_long_is_cut_to_the_minutes() -> None:
    assert named(situation({"new": NEW}, [offer("new")]), 3) == [(Purpose.LEARN, "new", 3)]


def test_what_is_open_goes_on_for_the_minutes_that_there_are() -> None:
    here = situation({"new": NEW, "known": ACQUIRED}, [offer("new")], open_module="new")
    assert named(here, 3)[0] == (Purpose.LEARN, "new", 3)


def test_without_minutes_there_is_no_more_than_a_step() -> None:
    assert named(situation({"new": NEW, "other": NEW}, [offer("new"), offer("other")]), None) == [
        (Purpose.LEARN, "new", 5)
    ]


def test_with_nothing_to_do_there_is_no_sitting() -> None:
    assert compose(situation({"new": NEW}, minutes=15)) == ()


@pytest.mark.parametrize("minutes", [5.0, 10.4, 15.0])
def test_two_modules_on_the_same_skill_do_not_follow_each_other(minutes: float) -> None:
    same = [offer("new")._replace(module=name) for name in ("one", "two")]
    assert len(named(situation({"new": NEW}, same), minutes)) == 1


@given(situations, some_minutes)
def test_a_sitting_is_never_longer_than_the_minutes(here: Situation, minutes: float) -> None:
    steps = compose(replace(here, minutes=minutes))
    assert sum(one.minutes for one in steps) <= minutes + 1e-9
    assert len(steps) <= MOST_STEPS
    assert all(one.minutes > 0 for one in steps)


@given(situations)
def test_it_begins_with_what_is_proposed(here: Situation) -> None:
    step = choose(here)
    assert compose(here)[:1] == ((step.chosen,) if step else ())


@given(situations, some_minutes, some_minutes)
def test_more_minutes_are_never_fewer_steps(here: Situation, one: float, other: float) -> None:
    fewer, more = (compose(replace(here, minutes=minutes)) for minutes in sorted((one, other)))
    assert len(fewer) <= len(more)


@given(situations)
def test_the_same_situation_leads_to_the_same_sitting_and_no_skill_comes_twice(here: Situation) -> None:
    steps = compose(here)
    assert steps == compose(here)
    skills = [skill for one in steps for skill in skills_of(one, here)]
    assert len(skills) == len(set(skills))


@given(situations, some_minutes)
def test_what_is_left_after_a_step_is_what_was_announced(here: Situation, minutes: float) -> None:
    """As long as steps take what they were reckoned at, the next one is the one that stood in the plan."""
    steps = compose(replace(here, minutes=minutes))
    if len(steps) > 1:
        first = set(skills_of(steps[0], here))
        # A module refused teaches no other skill any more, so that what was missed of it may be asked about.
        assume(all(first.isdisjoint(one.skills) or first.issuperset(one.skills) for one in here.offers))
        done = {*here.refused, steps[0].target, *first}
        done |= {one.module for one in here.offers if first & set(one.skills)}
        after = choose(replace(here, minutes=minutes - steps[0].minutes, refused=sorted(done)))
        assert after
        assert (after.chosen.purpose, after.chosen.target) == (steps[1].purpose, steps[1].target)
