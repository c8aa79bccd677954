"""What to do next: the same answer to the same situation, a reason for it, and never nothing while there is a gain."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.module import Question, Use
from models.estimates import Parameters
from models.learner import Belief, Knowledge
from models.tutor import (
    LEAST_QUESTIONS,
    MOST_QUESTIONS,
    PRACTICE_QUESTIONS,
    READY_AT,
    Offer,
    Purpose,
    Situation,
    Step,
    Term,
    candidates,
    choose,
    expected_gain,
    next_question,
)
from tests.builders import MONDAY, pool, question

DEFAULTS = Parameters()
TODAY = date(2026, 11, 24)
NEW = Belief()
WEAK = Belief(0.3, 0.3, MONDAY, MONDAY, answers=5, first_exposures=5, first_day=date(2026, 11, 23))
TO_CONFIRM = replace(WEAK, known=0.97, earned=0.97)
ACQUIRED = replace(TO_CONFIRM, confirmed_later=True, acquired=True)


def situation(
    beliefs: dict[str, Belief],
    offers: Sequence[Offer] = (),
    prerequisites: dict[str, tuple[str, ...]] | None = None,
    **fields: object,
) -> Situation:
    """The day after Monday; every skill can be practised and has two new questions."""
    now = MONDAY + timedelta(days=1)
    values = {"now": now, "day": TODAY, "working_day": True, "practice": dict.fromkeys(beliefs, 2), **fields}
    return Situation(
        knowledge={skill: Knowledge(DEFAULTS, belief) for skill, belief in beliefs.items()},
        prerequisites=prerequisites or {},
        offers=tuple(offers),
        **values,  # type: ignore[arg-type]
    )


def offer(skill: str, new: int = 6, minutes: int = 5) -> Offer:
    """A module called like the one skill that it teaches."""
    return Offer(skill, minutes, (skill,), {skill: new})


def chosen(here: Situation) -> tuple[Purpose, str, Term] | None:
    step = choose(here)
    return None if step is None else (step.chosen.purpose, step.chosen.target, step.chosen.main_term)


def test_with_nothing_published_there_is_nothing_to_do() -> None:
    assert choose(situation({"a": NEW})) is None


def test_a_new_learner_is_offered_a_module_for_what_it_teaches() -> None:
    assert chosen(situation({"a": NEW}, [offer("a")])) == (Purpose.LEARN, "a", Term.GAIN)


def test_a_shorter_module_that_teaches_as_much_comes_first() -> None:
    assert chosen(situation({"a": NEW, "b": NEW}, [offer("a", minutes=8), offer("b")])) == (
        Purpose.LEARN,
        "b",
        Term.GAIN,
    )


def test_equal_scores_go_by_name_whatever_their_order() -> None:
    beliefs = {"a": NEW, "b": NEW}
    for offers in ([offer("a"), offer("b")], [offer("b"), offer("a")]):
        step = choose(situation(beliefs, offers))
        assert step is not None
        assert (step.chosen.target, step.runner_up and step.runner_up.target) == ("a", "b")


def test_a_module_with_nothing_new_is_not_offered() -> None:
    assert choose(situation({"a": WEAK}, [offer("a", new=0)])) is None


# ------------------------------------------------------------------------------------------------- prerequisites


def test_what_a_module_builds_on_comes_first() -> None:
    here = situation({"base": NEW, "top": NEW}, [offer("base"), offer("top", minutes=1)], {"top": ("base",)})
    assert chosen(here) == (Purpose.LEARN, "base", Term.GAIN)


def test_a_prior_alone_does_not_open_the_gate() -> None:
    sure = {"base": Knowledge(replace(DEFAULTS, prior=0.9))}
    here = situation({"base": NEW, "top": NEW}, [offer("base"), offer("top", minutes=1)], {"top": ("base",)})
    assert chosen(replace(here, knowledge={**here.knowledge, **sure})) == (Purpose.LEARN, "base", Term.GAIN)


def test_a_base_that_is_known_well_enough_opens_the_gate() -> None:
    known = replace(WEAK, known=READY_AT + 0.05)
    here = situation({"base": known, "top": NEW}, [offer("base"), offer("top", minutes=1)], {"top": ("base",)})
    assert chosen(here) == (Purpose.LEARN, "top", Term.GAIN)


def test_a_base_that_no_module_teaches_keeps_no_gate() -> None:
    beliefs = {"base": NEW, "other": NEW, "top": NEW}
    here = situation(beliefs, [offer("other"), offer("top", minutes=1)], {"top": ("base",)})
    assert chosen(here) == (Purpose.LEARN, "top", Term.GAIN)


def test_a_base_with_nothing_new_left_closes_no_gate_for_good() -> None:
    here = situation({"base": WEAK, "top": NEW}, [offer("base", new=0), offer("top")], {"top": ("base",)})
    assert chosen(here) == (Purpose.LEARN, "top", Term.GAIN)


# ------------------------------------------------------------------------- continue, check, confirm and refresh


def test_an_open_module_is_continued_even_with_little_left_to_gain_or_a_gate_before_it() -> None:
    here = situation(
        {"base": NEW, "top": NEW}, [offer("base"), offer("top", new=0)], {"top": ("base",)}, open_module="top"
    )
    assert chosen(here) == (Purpose.LEARN, "top", Term.CONTINUE)


def test_a_check_that_is_due_wins_over_any_new_module() -> None:
    here = situation({"a": ACQUIRED, "b": NEW}, [offer("a"), offer("b")], changed_skills={"a"})
    assert chosen(here) == (Purpose.CHECK, "a", Term.CHECK)


def test_a_skill_to_confirm_is_checked_on_a_later_working_day() -> None:
    here = situation({"a": TO_CONFIRM, "b": NEW}, [offer("b")])
    assert chosen(here) == (Purpose.CHECK, "a", Term.CONFIRM)


@pytest.mark.parametrize(
    "fields",
    [{"working_day": False}, {"day": date(2026, 11, 23)}, {"practice": {"a": 0, "b": 2}}],
    ids=["on a weekend", "on the same day", "without a new question"],
)
def test_a_skill_is_not_confirmed(fields: dict[str, object]) -> None:
    assert chosen(situation({"a": TO_CONFIRM, "b": NEW}, [offer("b")], **fields)) == (Purpose.LEARN, "b", Term.GAIN)


def test_an_acquired_skill_is_reviewed_once_it_is_no_longer_fresh() -> None:
    fresh = situation({"a": ACQUIRED})
    assert choose(fresh) is None
    assert chosen(replace(fresh, now=MONDAY + timedelta(days=60))) == (Purpose.REVIEW, "a", Term.REFRESH)


def test_the_more_a_skill_has_faded_the_more_its_review_counts() -> None:
    scores = []
    for days in (60, 120, 400):
        step = choose(situation({"a": ACQUIRED}, now=MONDAY + timedelta(days=days)))
        assert step is not None
        scores.append(step.chosen.score)
    assert scores == sorted(scores)


def test_what_nobody_can_ask_is_neither_checked_nor_reviewed() -> None:
    here = situation({"a": ACQUIRED}, now=MONDAY + timedelta(days=60), practice={}, changed_skills={"a"})
    assert choose(here) is None


# ---------------------------------------------------------------------------------------------------- properties

SKILLS = ("a", "b", "c", "d")
beliefs = st.sampled_from([NEW, WEAK, TO_CONFIRM, ACQUIRED, replace(WEAK, known=0.6)])
offers = st.builds(
    lambda skills, new, minutes: Offer("+".join(skills), minutes, tuple(skills), dict.fromkeys(skills, new)),
    st.lists(st.sampled_from(SKILLS), min_size=1, max_size=2, unique=True),
    st.integers(0, 8),
    st.integers(1, 10),
)
situations = st.builds(
    situation,
    st.fixed_dictionaries(dict.fromkeys(SKILLS, beliefs)),
    st.lists(offers, max_size=5, unique_by=lambda one: one.module),
    st.fixed_dictionaries({"b": st.just(("a",)), "c": st.sampled_from([(), ("b",), ("a", "b")])}),
    changed_skills=st.sets(st.sampled_from(SKILLS), max_size=1),
    open_module=st.none() | st.sampled_from(SKILLS),
    practice=st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 2)),
    working_day=st.booleans(),
)


@given(situations)
def test_while_a_module_teaches_something_there_is_a_step(here: Situation) -> None:
    teaches = any(expected_gain(one, here) > 0 for one in here.offers)
    assert choose(here) is not None or not teaches


@given(situations)
def test_a_step_is_the_best_of_the_candidates_and_the_same_each_time(here: Situation) -> None:
    step = choose(here)
    assert step == choose(here) == choose(replace(here, offers=here.offers[::-1]))
    everything = list(candidates(here))
    assert (step is None) == (not everything)
    if step is not None:
        assert step.chosen.score == max(candidate.score for candidate in everything)
        assert step.chosen.main_term in step.chosen.terms
        assert all(value >= 0 for value in step.chosen.terms.values())


@given(situations)
def test_a_due_check_that_can_be_asked_wins_unless_a_module_is_open(here: Situation) -> None:
    due = set(here.changed_skills) & set(here.practice)
    step = choose(replace(here, offers=tuple(replace(one, minutes=5) for one in here.offers)))
    if due and not any(one.module == here.open_module for one in here.offers):
        assert isinstance(step, Step)
        assert step.chosen.main_term is Term.CHECK


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 8))
def test_expected_gain_falls_as_knowledge_rises(one: float, other: float, new: int) -> None:
    less, more = sorted((one, other))
    gains = [expected_gain(offer("a", new), situation({"a": replace(WEAK, known=known)})) for known in (less, more)]
    assert gains[0] >= gains[1] >= 0


@given(st.integers(0, 10))
def test_expected_gain_grows_with_new_questions_as_far_as_one_play_can_ask(new: int) -> None:
    here = situation({"a": NEW})
    assert (expected_gain(offer("a", new + 1), here) > expected_gain(offer("a", new), here)) == (new < MOST_QUESTIONS)


# ------------------------------------------------------------------------------------------- the next question

POOL = (*pool("a", "a"), *pool("b", "b"))
KNOWLEDGE = {"a": Knowledge(DEFAULTS, replace(WEAK, known=0.8)), "b": Knowledge(DEFAULTS, WEAK)}


def ask(
    purpose: Purpose = Purpose.LEARN,
    asked: Sequence[str] = (),
    seen: Sequence[str] = (),
    questions: Sequence[Question] = POOL,
    knowledge: dict[str, Knowledge] = KNOWLEDGE,
) -> str | None:
    found = next_question(questions, purpose, knowledge, asked, seen, MONDAY)
    return found and found.id


def test_the_skill_least_known_is_asked_about_first_in_the_order_of_the_text() -> None:
    assert ask() == "b-1"
    assert ask(asked=["b-1"]) == "b-2"


def test_a_new_question_comes_before_one_already_seen() -> None:
    assert ask(seen=[f"b-{number}" for number in range(1, 7)]) == "a-1"


def test_with_nothing_new_left_a_play_still_asks_its_least() -> None:
    seen = [one.id for one in POOL]
    assert ask(seen=seen) == "b-1"
    assert ask(seen=seen, asked=["b-1", "b-2"]) == "b-3"
    assert ask(seen=seen, asked=["b-1", "b-2", "b-3"]) is None


def test_beyond_the_least_only_what_is_not_known_yet_is_asked() -> None:
    known = {"a": Knowledge(DEFAULTS, ACQUIRED), "b": Knowledge(DEFAULTS, ACQUIRED)}
    assert ask(asked=["b-1", "b-2"], knowledge=known) is not None
    assert ask(asked=["b-1", "b-2", "b-3"], knowledge=known) is None


def test_learning_never_asks_what_is_kept_for_checks() -> None:
    assert ask(questions=pool("a", "a", learn=0)) is None


def test_a_check_begins_with_new_questions_kept_for_it() -> None:
    assert ask(Purpose.CHECK) == "b-7"
    assert ask(Purpose.CHECK, asked=["b-7"]) == "b-8"


def test_a_check_prefers_any_new_question_to_one_already_seen() -> None:
    assert ask(Purpose.CHECK, seen=["a-7", "a-8"], questions=pool("a", "a")) == "a-1"


def test_a_review_uses_what_is_kept_for_checks_only_when_there_is_nothing_else() -> None:
    assert ask(Purpose.REVIEW, seen=["a-1", "a-2"], questions=pool("a", "a", learn=2)) == "a-1"
    assert ask(Purpose.REVIEW, questions=pool("a", "a", learn=0)) == "a-1"


@given(
    st.sampled_from(Purpose),
    st.lists(
        st.builds(question, st.integers(0, 99).map("q-{}".format), st.sampled_from(["a", "b"]), st.sampled_from(Use)),
        max_size=12,
        unique_by=lambda one: one.id,
    ),
    st.sets(st.integers(0, 99).map("q-{}".format)),
)
def test_a_play_ends_and_never_asks_twice(purpose: Purpose, questions: list[Question], seen: set[str]) -> None:
    asked: list[str] = []
    while (found := ask(purpose, asked, sorted(seen), questions)) is not None:
        asked.append(found)
    usable = [one for one in questions if purpose is not Purpose.LEARN or one.use is Use.LEARN]
    most, least = (MOST_QUESTIONS, LEAST_QUESTIONS) if purpose is Purpose.LEARN else (PRACTICE_QUESTIONS,) * 2
    assert len(set(asked)) == len(asked)
    assert min(least, len(usable)) <= len(asked) <= most
