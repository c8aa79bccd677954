"""What is worth proposing: each candidate with what speaks for it, and what holds it back."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.learner import Belief, Knowledge
from models.tutor.candidates import READY_AT, candidates
from models.tutor.choice import choose
from models.tutor.situation import MOST_A_DAY, PROMISING, STRUGGLE, OpenSeries, PlannedLeave, Purpose, Situation, Term
from tests.builders import MONDAY
from tests.models.tutor.situations import (
    ACQUIRED,
    DAY,
    DEFAULTS,
    NEW,
    TO_CONFIRM,
    TODAY,
    WEAK,
    chosen,
    offer,
    situation,
)


def gain(here: Situation) -> float:
    """What a minute with the module "a" is expected to bring."""
    return next((one.terms[Term.GAIN] for one in candidates(here) if one.purpose is Purpose.LEARN), 0.0)


def test_a_module_is_offered_for_what_it_teaches_the_shorter_first() -> None:
    assert chosen(situation({"a": NEW}, [offer("a")])) == (Purpose.LEARN, "a", Term.GAIN)
    here = situation({"a": NEW, "b": NEW}, [offer("a", minutes=8), offer("b")])
    assert chosen(here) == (Purpose.LEARN, "b", Term.GAIN)
    assert chosen(situation({"a": NEW}, [offer("a", new=0)])) is None
    here = situation({"a": WEAK, "b": NEW}, [offer("b")])
    assert chosen(replace(here, refused=["a"])) == (Purpose.LEARN, "b", Term.GAIN)
    assert chosen(replace(here, refused=["a", "b"])) is None


def test_a_module_that_has_been_read_gives_way_to_practice_by_skill() -> None:
    here = situation({"a": WEAK}, [offer("a", read=True)])
    assert [one.purpose for one in candidates(here)] == [Purpose.PRACTISE]
    assert chosen(situation({"a": WEAK}, [offer("a", read=True)], practice={"a": 0})) == (Purpose.LEARN, "a", Term.GAIN)
    here = situation({"a": WEAK}, [offer("a", read=True)], open_module="a")
    assert chosen(here) == (Purpose.LEARN, "a", Term.CONTINUE)


def test_what_was_to_be_read_again_weighs_half_as_much_and_says_so() -> None:
    here = situation({"a": NEW, "b": NEW}, [offer("a"), offer("b")], stale=["a"])
    other, stale = candidates(here)
    assert (other.target, stale.target) == ("b", "a")
    assert stale.score == pytest.approx(other.score / 2)
    assert stale.terms[Term.STALE] == pytest.approx(-stale.terms[Term.GAIN] / 2)
    assert stale.main_term is Term.GAIN
    assert chosen(situation({"a": NEW}, [offer("a")], stale=["a"])) == (Purpose.LEARN, "a", Term.GAIN)
    assert chosen(situation({"a": WEAK}, stale=["a"])) == chosen(situation({"a": WEAK}))
    here = situation({"a": NEW, "b": NEW}, [offer("a"), offer("b")], open_module="a", stale=["a"])
    assert chosen(here) == (Purpose.LEARN, "a", Term.CONTINUE)


def test_news_and_themes_tip_the_scales_between_equals_and_are_named() -> None:
    for field, term in [("news", Term.NEWS), ("followed", Term.THEME)]:
        here = situation({"a": NEW, "b": NEW}, [offer("a"), offer("b")], **{field: ["b"]})
        best = max(candidates(here), key=lambda one: one.score)
        assert best.target == "b"
        assert best.terms[term] < best.terms[Term.GAIN]


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 8))
def test_expected_gain_falls_as_knowledge_rises(one: float, other: float, new: int) -> None:
    less, more = sorted((one, other))
    today = WEAK._replace(earned_at=MONDAY + DAY)
    beliefs = [today._replace(known=known) for known in (less, more)]
    gains = [gain(situation({"a": one}, [offer("a", new, read=True)], open_module="a")) for one in beliefs]
    assert gains[0] >= gains[1] >= 0


def test_what_is_known_gains_by_coming_back_another_day_and_less_each_time() -> None:
    """A night later a right answer makes it last longer; minutes later it would not."""
    known = WEAK._replace(known=0.95)

    def gained(belief: Belief) -> float:
        return next(candidates(situation({"a": belief}))).terms[Term.GAIN]

    later = [gained(known._replace(spaced=times)) for times in range(4)]
    assert later == sorted(set(later), reverse=True)
    assert gained(known._replace(earned_at=MONDAY + DAY)) < later[0] / 5


def test_cards_not_yet_read_count_for_what_they_teach() -> None:
    assert gain(situation({"a": NEW}, [offer("a")])) > gain(
        situation({"a": NEW}, [offer("a", read=True)], open_module="a")
    )


@given(st.integers(0, 10))
def test_expected_gain_grows_with_new_questions_as_far_as_one_play_can_ask(new: int) -> None:
    more, less = (gain(situation({"a": NEW}, [offer("a", count)])) for count in (new + 1, new))
    assert (more > less) == (new < MOST_A_DAY)


def test_what_a_module_builds_on_comes_first_unless_it_is_known_or_nothing_asks_about_it() -> None:
    here = situation({"base": NEW, "top": NEW}, [offer("base"), offer("top", minutes=1)], {"top": ("base",)})
    assert chosen(here) == (Purpose.LEARN, "base", Term.GAIN)
    sure = {"base": Knowledge(DEFAULTS._replace(prior=0.9))}
    here = situation({"base": NEW, "top": NEW}, [offer("base"), offer("top", minutes=1)], {"top": ("base",)})
    assert chosen(replace(here, knowledge={**here.knowledge, **sure})) == (Purpose.LEARN, "base", Term.GAIN)
    known = WEAK._replace(known=READY_AT + 0.05)
    here = situation({"base": known, "top": NEW}, [offer("top")], {"top": ("base",)}, refused=["base"])
    assert chosen(here) == (Purpose.LEARN, "top", Term.GAIN)
    beliefs = {"base": NEW, "other": NEW, "top": NEW}
    here = situation(beliefs, [offer("other"), offer("top", minutes=1)], {"top": ("base",)}, practice={"other": 2})
    assert chosen(here) == (Purpose.LEARN, "top", Term.GAIN)
    # Where nothing is ready, what is not ready is proposed all the same: nobody stands before a closed door.
    here = situation({"base": WEAK, "top": NEW}, [offer("top")], {"top": ("base",)}, refused=["base"])
    assert chosen(here) == (Purpose.LEARN, "top", Term.GAIN)


def test_what_was_missed_and_not_read_is_taught_by_its_module_before_it_is_asked_again() -> None:
    missed = WEAK._replace(known=0.05, earned=0.05)
    assert chosen(situation({"a": missed}, [offer("a")])) == (Purpose.LEARN, "a", Term.GAIN)
    assert chosen(situation({"a": missed}, [offer("a", read=True)])) == (Purpose.PRACTISE, "a", Term.GAIN)
    assert chosen(situation({"a": missed}, [offer("a", new=0)])) == (Purpose.PRACTISE, "a", Term.GAIN)
    assert chosen(situation({"a": missed}, [offer("a")], refused=["a"])) is None


def test_a_series_left_half_way_is_continued_first_for_what_is_left_of_it() -> None:
    here = situation(
        {"a": WEAK, "b": NEW},
        [offer("a", read=True), offer("b")],
        open_module="b",
        open_series=OpenSeries(Purpose.PRACTISE, "a", 1),
    )
    step = choose(here)
    assert step
    assert (step.chosen.purpose, step.chosen.target) == (Purpose.PRACTISE, "a")
    assert step.chosen.main_term is Term.CONTINUE
    assert step.chosen.minutes == pytest.approx(here.question_minutes)
    assert chosen(replace(here, refused=["a"])) == (Purpose.LEARN, "b", Term.CONTINUE)


def test_an_open_module_is_continued_even_with_little_left_to_gain_or_a_gate_before_it() -> None:
    here = situation(
        {"base": NEW, "top": NEW}, [offer("base"), offer("top", new=0)], {"top": ("base",)}, open_module="top"
    )
    assert chosen(here) == (Purpose.LEARN, "top", Term.CONTINUE)


def test_a_check_that_is_due_wins_and_a_skill_to_confirm_is_checked_on_a_later_working_day() -> None:
    here = situation({"a": ACQUIRED, "b": NEW}, [offer("a"), offer("b")], changed_skills={"a"})
    assert chosen(here) == (Purpose.CHECK, "a", Term.CHECK)
    here = situation({"a": TO_CONFIRM, "b": NEW}, [offer("b")])
    assert chosen(here) == (Purpose.CHECK, "a", Term.CONFIRM)
    assert chosen(situation({"a": TO_CONFIRM}, practice={"a": 0})) == (Purpose.CHECK, "a", Term.CONFIRM)
    for fields in [{"working_day": False}, {"day": date(2026, 11, 23)}, {"unseen": ["b"]}, {"claimed": ["a"]}]:
        assert chosen(situation({"a": TO_CONFIRM, "b": NEW}, [offer("b")], **fields)) == (Purpose.LEARN, "b", Term.GAIN)


def test_what_is_nearly_shown_is_brought_to_its_end_before_something_is_begun() -> None:
    near = WEAK._replace(known=0.8, earned=0.8)
    assert chosen(situation({"a": near, "b": NEW}, [offer("b")])) == (Purpose.PRACTISE, "a", Term.GAIN)
    often = near._replace(known=0.97, spaced=8)
    assert chosen(situation({"a": often}, [offer("a", read=True)])) == (Purpose.PRACTISE, "a", Term.NEAR)
    for fields in [{"practice": {"a": 0}}, {"asked_today": {"a": 1}}, {"claimed": ["a"]}]:
        known = WEAK._replace(known=0.5)
        assert chosen(situation({"a": known, "b": NEW}, [offer("b")], **fields)) == (Purpose.LEARN, "b", Term.GAIN)


def test_what_was_missed_today_may_be_tried_again_and_what_was_shown_waits() -> None:
    missed = WEAK._replace(known=0.1)
    here = situation({"a": missed}, [offer("a", read=True)], asked_today={"a": 2})
    assert chosen(here) == (Purpose.PRACTISE, "a", Term.GAIN)
    assert chosen(replace(here, asked_today={"a": MOST_A_DAY})) is None
    waiting = situation({"a": NEW}, [offer("a")], asked_today={"a": MOST_A_DAY})
    assert chosen(waiting) is None
    shown = WEAK._replace(known=0.94, earned=0.94, first_exposures=3, first_day=date(2026, 11, 24))
    assert chosen(situation({"a": shown})) is None
    assert chosen(situation({"a": shown._replace(first_day=date(2026, 11, 23))})) == (Purpose.PRACTISE, "a", Term.GAIN)


def rest(exposures: int) -> int:
    """For how many days a skill that will not come is left alone after so many new questions."""
    stuck = WEAK._replace(answers=exposures, first_exposures=exposures)
    days = (day for day in range(1000) if not situation({"a": stuck}, now=MONDAY + day * DAY).rests("a"))
    return next(days)


def test_a_skill_that_will_not_come_rests_for_longer_and_longer() -> None:
    assert [rest(exposures) for exposures in (8, STRUGGLE, 24, 32, 40)] == [0, 7, 14, 28, 56]
    stuck = WEAK._replace(answers=STRUGGLE, first_exposures=STRUGGLE)
    here = situation({"a": stuck}, [offer("a")])
    assert chosen(here) is None
    assert next(candidates(replace(here, now=MONDAY + 8 * DAY))).purpose is Purpose.PRACTISE
    promising = WEAK._replace(answers=STRUGGLE, first_exposures=STRUGGLE, earned=PROMISING)
    assert not situation({"a": promising}).rests("a")
    long = ACQUIRED._replace(answers=STRUGGLE, first_exposures=STRUGGLE)
    assert not situation({"a": long}).rests("a")


LASTS = ACQUIRED._replace(spaced=8)
"""It has come back so often that one more time adds next to nothing."""


def faded(days: int, belief: Belief = ACQUIRED, **fields: object) -> Situation:
    now = MONDAY + days * DAY
    return situation({"a": belief}, now=now, **{"next_visit": now + DAY, **fields})


def test_an_acquired_skill_is_reviewed_once_it_is_or_would_be_no_longer_fresh() -> None:
    beside = {"b": NEW}, [offer("b")]
    fresh = situation({"a": ACQUIRED, **beside[0]}, beside[1])
    assert chosen(fresh) == (Purpose.LEARN, "b", Term.GAIN)
    assert chosen(faded(60)) == (Purpose.REVIEW, "a", Term.REFRESH)
    assert chosen(faded(1, next_visit=MONDAY + 90 * DAY)) == (Purpose.REVIEW, "a", Term.REFRESH)
    leave = PlannedLeave(TODAY + 2 * DAY, MONDAY + 90 * DAY)
    assert chosen(faded(1, advanced={"a": leave})) == (Purpose.REVIEW, "a", Term.REFRESH)
    assert chosen(faded(1, LASTS, advanced={"a": leave}, later=["a"])) == (Purpose.REVIEW, "a", Term.KEEP)
    assert chosen(faded(60, working_day=False)) == (Purpose.REVIEW, "a", Term.KEEP)
    scores = [next(candidates(faded(days))).score for days in (60, 120, 400)]
    assert scores == sorted(set(scores))
    assert chosen(faded(60, practice={}, unseen=[], changed_skills={"a"})) is None


def test_with_all_else_done_what_would_last_longest_comes_back_before_its_day() -> None:
    long_ago = ACQUIRED._replace(at=MONDAY - 7 * DAY, earned_at=MONDAY - 7 * DAY)
    here = situation({"a": long_ago, "b": long_ago._replace(spaced=2), "c": LASTS}, later=["a", "b", "c"])
    assert [one.target for one in candidates(here)] == ["b", "a"]
    assert chosen(here) == (Purpose.REVIEW, "b", Term.REFRESH)
    assert chosen(replace(here, asked_today={"a": 1, "b": 1})) == (Purpose.REVIEW, "a", Term.KEEP)


def test_with_all_else_done_what_was_answered_longest_ago_is_kept_alive() -> None:
    beliefs = {"a": LASTS, "b": LASTS._replace(at=MONDAY - DAY), "c": TO_CONFIRM}
    here = situation(beliefs, claimed=["c"])
    assert [(one.purpose, one.target, one.main_term) for one in candidates(here)] == [
        (Purpose.REVIEW, "b", Term.KEEP),
        (Purpose.REVIEW, "a", Term.KEEP),
    ]
