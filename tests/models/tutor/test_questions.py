"""Inside a sitting: cards or a question first, the question that tells most, and when there is no more to ask."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.module import Question, Use
from models.estimates import Item
from models.learner import LUCK, Belief, Evidence, Knowledge, SkillState, after_answer, state
from models.tutor.questions import (
    KNOWS_ALREADY,
    LEAST_QUESTIONS,
    MOST_ASKED,
    MOST_WRONG,
    REPEATING,
    RESERVE,
    Sitting,
    asks_first,
    next_question,
    proof,
    reads_first,
    skips_cards,
    to_practise,
)
from models.tutor.situation import PROMISING, STRUGGLE, Purpose
from tests.builders import MONDAY, pool, question
from tests.models.tutor.situations import ACQUIRED, DAY, DEFAULTS, NEW, TO_CONFIRM, TODAY, WEAK, situation

POOL = (*pool("a", "a"), *pool("b", "b"))
LEARNING = (Purpose.LEARN, Purpose.PRACTISE, Purpose.CONTEST, Purpose.SITUATE)
"""Sittings that leave the reserve alone."""


def sitting(
    purpose: Purpose = Purpose.LEARN,
    beliefs: Mapping[str, Belief] | None = None,
    *,
    seen: Collection[str] = (),
    asked: Mapping[str, bool] | None = None,
    items: Mapping[str, Item] | None = None,
    day: date = TODAY,
) -> Sitting:
    """On Tuesday, one skill better known than the other."""
    beliefs = beliefs or {"a": WEAK._replace(known=0.8), "b": WEAK}
    return Sitting(
        purpose=purpose,
        now=MONDAY + DAY,
        day=day,
        knowledge={skill: Knowledge(DEFAULTS, belief) for skill, belief in beliefs.items()},
        items=items or {},
        seen=seen,
        asked=asked or {},
    )


def asked(here: Sitting, questions: Sequence[Question] = POOL) -> str | None:
    """The id of the next question; those of which the sitting knows nothing are of middling easiness."""
    found = next_question(
        questions, replace(here, items={**dict.fromkeys((q.id for q in questions), Item()), **here.items})
    )
    return found and found.id


def test_cards_come_first_unless_all_of_a_module_is_probably_known() -> None:
    for known, cards in [
        ({"a": NEW}, True),
        ({"a": WEAK._replace(known=KNOWS_ALREADY - 0.05)}, True),
        ({"a": ACQUIRED}, False),
        ({"a": ACQUIRED, "b": NEW}, True),
    ]:
        assert reads_first({skill: Knowledge(DEFAULTS, belief) for skill, belief in known.items()}, MONDAY) is cards
    unknown = {"a": Knowledge(DEFAULTS, NEW)}
    assert asks_first(unknown, MONDAY, new=True)
    assert not asks_first(unknown, MONDAY, new=False)
    assert asks_first({"a": Knowledge(DEFAULTS, ACQUIRED)}, MONDAY, new=False)
    known, unknown = Knowledge(DEFAULTS, ACQUIRED), Knowledge(DEFAULTS, NEW)
    assert skips_cards(right=True, knowledge={"a": known}, now=MONDAY)
    assert not skips_cards(right=False, knowledge={"a": known}, now=MONDAY)
    assert not skips_cards(right=True, knowledge={"a": known, "b": unknown}, now=MONDAY)
    known = {"a": Knowledge(DEFAULTS, ACQUIRED._replace(known=0.9))}
    assert not reads_first(known, MONDAY)
    assert reads_first(known, MONDAY + timedelta(days=400))


def test_one_skill_is_brought_to_its_end_by_what_tells_knowing_from_guessing() -> None:
    """What is asked in one go is not half forgotten in between."""
    assert asked(sitting(beliefs={"a": WEAK._replace(known=0.95), "b": WEAK._replace(known=0.5)})) == "a-1"
    assert asked(sitting(asked={"a-1": True})) == "a-2"
    assert asked(sitting(asked={"a-1": False, "a-2": False})) == "b-1"
    guessed = {f"a-{number}": Item(easiness=3.0) for number in (1, 2, 4, 5, 6)}
    assert asked(sitting(items=guessed), pool("a", "a")) == "a-3"
    assert proof(0.3, 0.1) == pytest.approx(0)
    assert proof(0.9, 0.42) > proof(0.99, 0.7) > 0
    assert proof(0.9, 0.1) == proof(0.9, 0.42)
    assert asked(sitting(seen=[f"b-{number}" for number in range(1, 7)])) == "a-1"
    seen = [one.id for one in POOL]
    assert asked(sitting(seen=seen)) is not None
    assert asked(sitting(Purpose.PRACTISE, seen=seen)) is None
    assert asked(sitting(Purpose.CONTEST, seen=seen)) is None


def test_a_check_begins_with_what_is_kept_for_it_and_a_review_ends_with_it() -> None:
    assert asked(sitting(Purpose.CHECK), pool("a", "a")) == "a-7"
    assert asked(sitting(Purpose.CHECK, asked={"a-7": False}), pool("a", "a")) == "a-8"
    assert asked(sitting(Purpose.CHECK, seen=["a-7"]), pool("a", "a")) == "a-8"
    assert asked(sitting(Purpose.CHECK, seen=["a-1"]), pool("a", "a", check=0)) == "a-2"
    assert asked(sitting(Purpose.REVIEW, seen=["a-1", "a-2"]), pool("a", "a", learn=2)) == "a-1"
    assert asked(sitting(Purpose.REVIEW), pool("a", "a", learn=0)) == "a-1"


def test_a_skill_is_asked_no_more_after_two_wrong_answers_four_in_all_or_once_it_is_shown() -> None:
    for purpose in [Purpose.LEARN, Purpose.PRACTISE, Purpose.CONTEST]:
        wrong = {"b-1": False, "b-2": False}
        assert asked(sitting(purpose, asked=wrong), pool("b", "b")) is None
        assert asked(sitting(purpose, asked={"b-1": False}), pool("b", "b")) == "b-2"
    assert asked(sitting(asked={"b-1": False, "b-2": False})) == "a-1"
    assert asked(sitting(Purpose.PRACTISE, asked={"b-1": True}), pool("b", "b")) is None
    assert asked(sitting(Purpose.PRACTISE, asked={"b-1": False, "b-2": True}), pool("b", "b")) is None
    three = {"b-1": True, "b-2": False, "b-3": True}
    assert asked(sitting(asked=three), pool("b", "b")) == "b-4"
    assert asked(sitting(asked={**three, "b-4": True}), pool("b", "b")) is None
    shown = WEAK._replace(known=0.95, earned=0.95, first_exposures=3)
    assert asked(sitting(beliefs={"a": shown}, day=date(2026, 11, 23)), pool("a", "a")) is None
    assert asked(sitting(beliefs={"a": shown}), pool("a", "a")) == "a-1"
    assert asked(sitting(beliefs={"a": ACQUIRED}), pool("a", "a")) is None


def test_one_right_answer_is_enough_for_what_is_acquired_and_one_question_to_situate_oneself() -> None:
    for purpose in (Purpose.REVIEW, Purpose.CHECK):
        right, wrong = ({"a-1": correct} for correct in (True, False))
        assert asked(sitting(purpose, {"a": ACQUIRED}, asked=right), pool("a", "a")) is None
        assert asked(sitting(purpose, {"a": ACQUIRED}, asked=wrong), pool("a", "a")) is not None
        assert asked(sitting(purpose, {"a": TO_CONFIRM}, asked=right), pool("a", "a")) is not None
    assert asked(sitting(Purpose.SITUATE, asked={"b-1": True})) == "a-1"
    assert asked(sitting(Purpose.SITUATE, asked={"b-1": True, "a-1": False})) is None


def test_a_sitting_ends_where_a_skill_that_will_not_come_begins_to_rest() -> None:
    """Otherwise it would ask on past the mark, and there would be no rest."""
    stuck = {"a": WEAK._replace(first_exposures=STRUGGLE)}
    assert asked(sitting(beliefs=stuck, asked={"a-1": False}), pool("a", "a")) is None
    assert asked(sitting(beliefs=stuck), pool("a", "a")) == "a-1"
    promising = {"a": stuck["a"]._replace(earned=PROMISING)}
    assert asked(sitting(beliefs=promising, asked={"a-1": True}), pool("a", "a")) == "a-2"


def test_what_is_written_for_checks_and_the_last_two_are_not_spent() -> None:
    for purpose in LEARNING:
        assert asked(sitting(purpose), pool("a", "a", learn=0)) is None
        new = pool("a", "a", check=0)
        assert asked(sitting(purpose, seen=[one.id for one in new[:3]]), new) == "a-4"
        left = asked(sitting(purpose, seen=[one.id for one in new[:4]]), new)
        assert left == ("a-1" if purpose in REPEATING else None)
    for size, spent in [(1, 1), (2, 2), (3, 3), (4, 3), (5, 3), (6, 4)]:
        assert to_practise("a", pool("a", "a", learn=size, check=0), []) == spent


@given(st.integers(0, 9), st.integers(0, 3), st.sets(st.integers(1, 12).map("a-{}".format)))
def test_practice_has_a_question_exactly_where_it_was_said_to(learn: int, check: int, seen: set[str]) -> None:
    questions = pool("a", "a", learn, check)
    found = asked(sitting(Purpose.PRACTISE, {"a": WEAK}, seen=seen), questions)
    assert (found is not None) == (to_practise("a", questions, seen) > 0)


Answers = Callable[[int], bool]
"""Whether the answer at a place is right."""


def played(here: Sitting, questions: Sequence[Question], right: Answers) -> Sitting:
    """A sitting at its end, each answer taken into account."""
    here = replace(here, items={one.id: Item() for one in questions})
    while (found := next_question(questions, here)) is not None:
        assert found.id not in here.asked
        correct = right(len(here.asked))
        evidence = Evidence(correct, here.now, here.day, True, repeat=found.id in here.seen)
        known = {**here.knowledge, found.skill: after_answer(here.knowledge[found.skill], evidence)}
        here = replace(here, knowledge=known, asked={**here.asked, found.id: correct})
    return here


purposes = st.sampled_from(Purpose)
pools = st.lists(
    st.builds(question, st.integers(0, 30).map("q-{}".format), st.sampled_from(["a", "b"]), st.sampled_from(Use)),
    max_size=14,
    unique_by=lambda one: one.id,
)
seens = st.sets(st.integers(0, 30).map("q-{}".format))
levels = st.fixed_dictionaries(dict.fromkeys("ab", st.sampled_from([NEW, WEAK, ACQUIRED, WEAK._replace(known=0.9)])))
answers = st.lists(st.booleans(), min_size=12, max_size=12).map(lambda given: given.__getitem__)


@given(purposes, pools, seens, levels, answers)
def test_a_sitting_ends_within_its_most_and_after_two_wrong_answers_on_a_skill(
    purpose: Purpose, questions: list[Question], seen: set[str], beliefs: dict[str, Belief], right: Answers
) -> None:
    done = played(sitting(purpose, beliefs, seen=seen), questions, right).asked
    assert len(done) <= MOST_ASKED[purpose]
    for skill in beliefs:
        wrong = [one.id for one in questions if one.skill == skill and done.get(one.id) is False]
        assert len(wrong) <= MOST_WRONG


@given(st.sampled_from(LEARNING), pools, seens, levels, answers)
def test_two_new_questions_of_each_skill_are_never_spent_outside_checks_and_reviews(
    purpose: Purpose, questions: list[Question], seen: set[str], beliefs: dict[str, Belief], right: Answers
) -> None:
    done = played(sitting(purpose, beliefs, seen=seen), questions, right).asked
    for skill in beliefs:
        own = [one for one in questions if one.skill == skill]
        spent = {one.id for one in own if one.id in done and one.id not in seen}
        left = sum(one.id not in seen and one.id not in done for one in own)
        assert {one.use for one in own if one.id in spent} <= {Use.LEARN}
        assert not spent or left >= min(RESERVE, len(own) - LEAST_QUESTIONS)


@given(st.sampled_from([Purpose.CHECK, Purpose.REVIEW]), pools, seens, levels, answers)
def test_a_check_or_a_review_always_has_something_to_ask(
    purpose: Purpose, questions: list[Question], seen: set[str], beliefs: dict[str, Belief], right: Answers
) -> None:
    assert bool(played(sitting(purpose, beliefs, seen=seen), questions, right).asked) == bool(questions)


def test_a_skill_that_will_not_come_is_asked_less_and_less() -> None:
    """Somebody whom luck alone helps, who practises on every day on which the tutor would."""
    known, seen, days, random = Knowledge(DEFAULTS), set[str](), list[int](), Random(3)
    questions = pool("a", "a", learn=80, check=2)
    for number in range(200):
        now = MONDAY + number * DAY
        here = replace(situation({"a": NEW}, now=now, day=now.date()), knowledge={"a": known})
        if not here.waits("a"):
            begun = replace(sitting(Purpose.PRACTISE, seen=seen, day=now.date()), now=now, knowledge=here.knowledge)
            ended = played(begun, questions, lambda _: random.random() < LUCK)
            known, seen = ended.knowledge["a"], {*seen, *ended.asked}
            days.append(number)
    assert state(known, now) is SkillState.IN_PROGRESS
    gaps = [later - earlier for earlier, later in zip(days, days[1:], strict=False)]
    assert [gap for gap in gaps if gap > 1] == [7, 14, 28, 56]
