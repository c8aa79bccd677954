"""The choice and the sitting composed of it: sound in any situation, never nothing while there is something to do."""

from collections.abc import Collection
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.learner import retained
from models.tutor.candidates import candidates
from models.tutor.choice import MOST_STEPS, LeastChange, Step, applied, choose, compose, skills_of, what_would_change
from models.tutor.situation import Purpose, Situation, Term
from tests.models.tutor.situations import ACQUIRED, NEW, SKILLS, TO_CONFIRM, WEAK, anybody, offer, situation, situations

STATES = 2_000


def step_of(here: Situation) -> Step:
    step = choose(here)
    assert step is not None
    return step


def named(step: Step | None) -> tuple[Purpose, str] | None:
    return step and (step.chosen.purpose, step.chosen.target)


def test_with_nothing_published_there_is_nothing_to_do_and_equals_go_by_name() -> None:
    assert choose(situation({"a": NEW})) is None
    for offers in ([offer("a"), offer("b")], [offer("b"), offer("a")]):
        step = step_of(situation({"a": NEW, "b": NEW}, offers))
        assert (step.chosen.target, step.runner_up and step.runner_up.target) == ("a", "b")


def test_what_is_open_then_due_then_to_confirm_then_begun_then_new_then_what_is_known() -> None:
    for changes, expected in [
        ({"open_module": "new"}, (Purpose.LEARN, "new")),
        ({"changed_skills": ["known"]}, (Purpose.CHECK, "known")),
        ({}, (Purpose.CHECK, "shown")),
        ({"refused": ["shown"]}, (Purpose.PRACTISE, "begun")),
        ({"refused": ["shown", "begun"]}, (Purpose.LEARN, "new")),
        ({"refused": ["shown", "begun", "new"]}, (Purpose.REVIEW, "known")),
        ({"refused": ["shown", "begun", "new", "known"]}, None),
    ]:
        beliefs = {"shown": TO_CONFIRM, "begun": WEAK._replace(earned=0.7), "new": NEW, "known": ACQUIRED}
        assert named(choose(situation(beliefs, [offer("new")], **changes))) == expected


def test_a_step_is_no_longer_than_the_minutes_and_practice_takes_as_long_as_its_learner() -> None:
    for minutes, shown in [(None, 8), (3, 3), (7, 7), (15, 8)]:
        assert step_of(situation({"a": NEW}, [offer("a", minutes=8)], minutes=minutes)).chosen.minutes == shown
    quick, slow = (step_of(situation({"a": WEAK}, question_minutes=pace)).chosen for pace in (0.5, 2.0))
    assert (quick.minutes, slow.minutes) == (1, 4)
    assert quick.terms[Term.GAIN] == pytest.approx(4 * slow.terms[Term.GAIN])


def test_what_would_lead_to_another_is_more_knowledge_or_a_refusal() -> None:
    here = situation({"a": NEW, "b": NEW}, [offer("a", minutes=4), offer("b")], practice={})
    assert what_would_change(here, step_of(here)) == LeastChange("a", ("a",), 0.5)
    here = situation({"a": ACQUIRED, "b": NEW}, [offer("b")], changed_skills=["a"])
    assert what_would_change(here, step_of(here)) == LeastChange("a")
    here = situation({"a": WEAK, "b": WEAK}, refused=["b"])
    assert set(applied(LeastChange("a"), here).refused) == {"a", "b"}


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


@pytest.mark.nightly
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


some_minutes = st.floats(1.5, 60)


def named_composing(here: Situation, minutes: float | None) -> list[tuple[Purpose, str, float]]:
    return [(one.purpose, one.target, round(one.minutes, 1)) for one in compose(replace(here, minutes=minutes))]


def test_three_five_seven_and_fifteen_minutes_are_four_sittings() -> None:
    """A check of two questions, practice of two and two modules, from the best to the least."""
    beliefs = {"shown": TO_CONFIRM, "begun": WEAK._replace(earned=0.7), "new": NEW, "other": NEW}
    here = situation(beliefs, [offer("new"), offer("other")])
    check, practice = (Purpose.CHECK, "shown", 1.4), (Purpose.PRACTISE, "begun", 1.4)
    new, other = (Purpose.LEARN, "new"), (Purpose.LEARN, "other")
    assert named_composing(here, 3) == [check, practice]
    assert named_composing(here, 5) == [check, practice, (*new, 2.2)]
    assert named_composing(here, 7) == [check, practice, (*new, 4.2)]
    assert named_composing(here, 15) == [check, practice, (*new, 5), (*other, 5)]
    assert named_composing(situation({"new": NEW}, [offer("new")]), 3) == [(Purpose.LEARN, "new", 3)]
    here = situation({"new": NEW, "known": ACQUIRED}, [offer("new")], open_module="new")
    assert named_composing(here, 3)[0] == (Purpose.LEARN, "new", 3)
    assert named_composing(situation({"new": NEW, "other": NEW}, [offer("new"), offer("other")]), None) == [
        (Purpose.LEARN, "new", 5)
    ]
    assert compose(situation({"new": NEW}, minutes=15)) == ()
    for minutes in [5.0, 10.4, 15.0]:
        same = [offer("new")._replace(module=name) for name in ("one", "two")]
        assert len(named_composing(situation({"new": NEW}, same), minutes)) == 1


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
