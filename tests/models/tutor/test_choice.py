"""The choice: the same for the same situation, never nothing while there is something to do, and how to change it."""

from collections.abc import Collection
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.learner import retained
from models.tutor.candidates import candidates
from models.tutor.choice import LeastChange, Step, applied, choose, what_would_change
from models.tutor.situation import Purpose, Situation, Term
from tests.models.tutor.situations import ACQUIRED, NEW, SKILLS, TO_CONFIRM, WEAK, anybody, offer, situation, situations

STATES = 2_000


def step_of(here: Situation) -> Step:
    step = choose(here)
    assert step is not None
    return step


def named(step: Step | None) -> tuple[Purpose, str] | None:
    return step and (step.chosen.purpose, step.chosen.target)


# ------------------------------------------------------------------------------------------------- golden choices


def test_with_nothing_published_there_is_nothing_to_do() -> None:
    assert choose(situation({"a": NEW})) is None


def test_equal_scores_go_by_name_whatever_their_order() -> None:
    for offers in ([offer("a"), offer("b")], [offer("b"), offer("a")]):
        step = step_of(situation({"a": NEW, "b": NEW}, offers))
        assert (step.chosen.target, step.runner_up and step.runner_up.target) == ("a", "b")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"open_module": "new"}, (Purpose.LEARN, "new")),
        ({"changed_skills": ["known"]}, (Purpose.CHECK, "known")),
        ({}, (Purpose.CHECK, "shown")),
        ({"refused": ["shown"]}, (Purpose.PRACTISE, "begun")),
        ({"refused": ["shown", "begun"]}, (Purpose.LEARN, "new")),
        ({"refused": ["shown", "begun", "new"]}, (Purpose.REVIEW, "known")),
        ({"refused": ["shown", "begun", "new", "known"]}, None),
    ],
)
def test_what_is_open_then_due_then_to_confirm_then_begun_then_new_then_what_is_known(
    changes: dict[str, object], expected: tuple[Purpose, str] | None
) -> None:
    beliefs = {"shown": TO_CONFIRM, "begun": WEAK._replace(earned=0.7), "new": NEW, "known": ACQUIRED}
    assert named(choose(situation(beliefs, [offer("new")], **changes))) == expected


# -------------------------------------------------------------------------------------------------------- minutes


@pytest.mark.parametrize(("minutes", "shown"), [(None, 8), (3, 3), (7, 7), (15, 8)])
def test_a_step_is_no_longer_than_the_minutes_that_there_are(minutes: float | None, shown: float) -> None:
    assert step_of(situation({"a": NEW}, [offer("a", minutes=8)], minutes=minutes)).chosen.minutes == shown


def test_practice_takes_as_long_as_its_learner_takes() -> None:
    quick, slow = (step_of(situation({"a": WEAK}, question_minutes=pace)).chosen for pace in (0.5, 2.0))
    assert (quick.minutes, slow.minutes) == (1, 4)
    assert quick.terms[Term.GAIN] == pytest.approx(4 * slow.terms[Term.GAIN])


# ----------------------------------------------------------------------------------------------- what would change


def test_to_know_more_of_a_module_would_lead_to_another() -> None:
    here = situation({"a": NEW, "b": NEW}, [offer("a", minutes=4), offer("b")], practice={})
    assert what_would_change(here, step_of(here)) == LeastChange("a", ("a",), 0.5)


def test_where_no_knowledge_would_only_a_refusal_does() -> None:
    here = situation({"a": ACQUIRED, "b": NEW}, [offer("b")], changed_skills=["a"])
    assert what_would_change(here, step_of(here)) == LeastChange("a")


def test_a_refusal_adds_to_those_that_were() -> None:
    here = situation({"a": WEAK, "b": WEAK}, refused=["b"])
    assert set(applied(LeastChange("a"), here).refused) == {"a", "b"}


# ------------------------------------------------------------------------------------------------------ properties


def may_gain(here: Situation) -> bool:
    """Whether a module that is wanted still teaches something that may be asked today."""
    return any(
        offer.unseen.get(skill) and not here.knowledge[skill].belief.acquired and not here.waits(skill)
        for offer in here.offers
        if offer.module not in here.refused and not (offer.read and any(here.practice.get(one) for one in offer.skills))
        for skill in offer.skills
    )


def may_keep(here: Situation) -> bool:
    """Whether something acquired can be asked."""
    return any(here.knowledge[skill].belief.acquired and skill not in here.refused for skill in here.practice)


def assert_sound(here: Situation) -> None:
    """What is true of every choice."""
    step = choose(here)
    assert step == choose(here)
    if step is None:
        assert not may_gain(here)
        assert not may_keep(here)
        return
    chosen = step.chosen
    assert chosen.target not in here.refused
    assert chosen.target in ({o.module for o in here.offers} if chosen.purpose is Purpose.LEARN else here.practice)
    assert 0 < chosen.minutes <= (here.minutes or chosen.minutes)
    assert all((value <= 0) == (term is Term.STALE) or value == 0 for term, value in chosen.terms.items())
    assert chosen.score >= 0
    # A series that is open has its question already.
    left = here.open_series and here.open_series.skill == chosen.target
    assert chosen.purpose is not Purpose.PRACTISE or left or here.practice[chosen.target]
    change = what_would_change(here, step)
    assert named(choose(applied(change, here))) != named(step)


def test_two_thousand_situations_lead_to_no_dead_end_and_no_exception() -> None:
    random = Random(1)
    steps = []
    for _ in range(STATES):
        here = anybody(random)
        assert_sound(here)
        steps.append(choose(here))
    met = {step and step.chosen.purpose for step in steps}
    assert met == {None, Purpose.LEARN, Purpose.PRACTISE, Purpose.CHECK, Purpose.REVIEW}
    assert {step.chosen.main_term for step in steps if step} >= set(Term) - {Term.NEWS, Term.THEME, Term.STALE}


@given(situations)
def test_any_situation_leads_to_a_sound_choice(here: Situation) -> None:
    assert_sound(here)


@given(situations, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_told_changes_nothing(here: Situation, random: Random) -> None:
    def shuffled(things: Collection[str]) -> list[str]:
        return random.sample(sorted(things), len(things))

    again = replace(
        here,
        offers=tuple(random.sample(here.offers, len(here.offers))),
        practice={skill: here.practice[skill] for skill in shuffled(here.practice)},
        knowledge={skill: here.knowledge[skill] for skill in shuffled(here.knowledge)},
        refused=shuffled(here.refused),
        stale=shuffled(here.stale),
        changed_skills=shuffled(here.changed_skills),
    )
    assert choose(again) == choose(here)


@given(situations)
def test_a_step_is_the_best_of_the_candidates(here: Situation) -> None:
    everything, step = list(candidates(here)), choose(here)
    assert (step is None) == (not everything)
    if step is not None:
        assert step.chosen.score == max(candidate.score for candidate in everything)
        assert step.runner_up is None or step.runner_up.score <= step.chosen.score
        assert step.runner_up is not None or len(everything) == 1


@given(situations)
def test_a_module_whose_base_is_unknown_comes_only_where_no_module_is_ready(here: Situation) -> None:
    modules = [one.target for one in candidates(here) if one.purpose is Purpose.LEARN]
    ready = {name: _is_ready(here, name) for name in modules}
    assert len(set(ready.values())) <= 1


def _is_ready(here: Situation, module: str) -> bool:
    (skills,) = (offer.skills for offer in here.offers if offer.module == module)
    bases = {base for skill in skills for base in here.prerequisites.get(skill, ())} - set(skills)
    known = (here.knowledge[base] for base in bases & here.practice.keys())
    return module == here.open_module or all(one.belief.answers and retained(one, here.now) >= 0.5 for one in known)


@given(situations)
def test_to_refuse_a_skill_that_is_not_proposed_changes_nothing_now(here: Situation) -> None:
    step = choose(here)
    for skill in SKILLS:
        if step and skill != step.chosen.target:
            assert named(choose(replace(here, refused=[*here.refused, skill]))) == named(step)
