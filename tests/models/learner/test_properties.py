"""What holds whatever the numbers."""

from datetime import date
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import learner
from models.estimates import Item, Parameters, Shared
from models.learner import (
    Ability,
    Belief,
    Evidence,
    Knowledge,
    SkillState,
    after_answer,
    after_evidence,
    interval,
    predict,
    retained,
    retained_interval,
)
from tests.models.belief_histories import after, answered, dont_know, known_after, on

probability = st.floats(0, 1)
below_half = st.floats(0, 0.49)
weight = st.floats(-2, 2)
pair = st.tuples(weight, weight)
# `_replace`: of a named tuple Hypothesis would draw every field, those that are left out too.
any_shared = st.builds(Shared()._replace, success=pair, learn=pair, prior=pair, gap=weight)
any_item = st.builds(
    Item()._replace, easiness=st.floats(-4, 4), facility=st.floats(0.01, 0.99), chance=st.floats(0, 0.5)
)
any_parameters = st.builds(
    Parameters()._replace,
    prior=probability,
    learn=probability,
    guess=probability,
    slip=probability,
    forget=st.floats(0, 10),
    shared=any_shared,
)
sound_parameters = st.builds(
    Parameters()._replace,
    prior=probability,
    learn=probability,
    guess=below_half,
    slip=below_half,
    forget=st.floats(0, 1),
    shared=any_shared,
)
abilities = st.builds(Ability()._replace, slow=weight, fast=weight, answers=st.integers(0, 500))
one_answer = st.builds(
    answered,
    right=st.booleans(),
    days=st.floats(0, 2000),
    working_day=st.booleans(),
    repeat=st.booleans(),
    rapid=st.booleans(),
    item=any_item,
) | st.builds(dont_know, days=st.floats(0, 2000))
histories = st.lists(one_answer, max_size=12).map(lambda told: sorted(told, key=lambda evidence: evidence.at))


MIDDLING = Ability()


def posterior(parameters: Parameters, evidence: Evidence, ability: Ability = MIDDLING) -> tuple[float, float]:
    """P(known) before, and after one answer that taught nothing."""
    known = Knowledge(parameters._replace(learn=0), ability=ability)
    return retained(known, evidence.at), after_answer(known, evidence).belief.known


@given(any_parameters, histories, st.floats(0, 1e5))
def test_a_belief_stays_a_probability_whatever_it_is(
    parameters: Parameters, history: list[Evidence], days: float
) -> None:
    known = known_after(*history, parameters=parameters)
    values = [known.belief.known, known.belief.earned, retained(known, on(days)), predict(known, Item(), on(days))]
    assert all(0 <= value <= 1 and not isnan(value) for value in values)


@given(sound_parameters, st.sampled_from(["", "repeat", "rapid"]), any_item, abilities)
def test_a_right_answer_never_lowers_and_a_wrong_one_never_raises(
    parameters: Parameters, kind: str, item: Item, ability: Ability
) -> None:
    said = {kind: True} if kind else {}
    before, right = posterior(parameters, answered(True, item=item, **said), ability)
    _, wrong = posterior(parameters, answered(False, item=item, **said), ability)
    assert wrong - 1e-12 <= before <= right + 1e-12


@given(sound_parameters, st.booleans(), any_item, abilities)
def test_a_rapid_answer_moves_belief_the_same_way_and_no_further(
    parameters: Parameters, correct: bool, item: Item, ability: Ability
) -> None:
    before, rapid = posterior(parameters, answered(correct, rapid=True, item=item), ability)
    _, read = posterior(parameters, answered(correct, item=item), ability)
    assert (before - 1e-12 <= rapid <= read + 1e-12) if correct else (read - 1e-12 <= rapid <= before + 1e-12)


@given(sound_parameters, histories, one_answer)
def test_before_its_feedback_teaches_no_wrong_answer_raises_and_no_right_one_lowers(
    parameters: Parameters, history: list[Evidence], last: Evidence
) -> None:
    known = known_after(*history, parameters=parameters)
    at = on(2000)
    before, shown = retained(known, at), after_evidence(known, last._replace(at=at))
    assert shown >= before - 1e-12 if last.correct else shown <= before + 1e-12
    assert shown <= after_answer(known, last._replace(at=at)).belief.known + 1e-12


@given(sound_parameters, histories, st.floats(2000, 4000))
def test_what_is_known_lies_within_its_interval(parameters: Parameters, history: list[Evidence], days: float) -> None:
    known = known_after(*history, parameters=parameters)
    low, high = retained_interval(known, on(days))
    assert 0 <= low <= retained(known, on(days)) + 1e-12 and retained(known, on(days)) <= high + 1e-12 <= 1 + 2e-12


@given(sound_parameters, st.booleans(), any_item, abilities)
def test_the_same_answer_is_the_same_evidence_whoever_gives_it(
    parameters: Parameters, correct: bool, item: Item, ability: Ability
) -> None:
    alike = parameters._replace(shared=parameters.shared._replace(prior=(0.0, 0.0)))
    assert posterior(alike, answered(correct, item=item), ability) == posterior(alike, answered(correct, item=item))


@given(sound_parameters, any_item, abilities)
def test_saying_that_one_does_not_know_lowers_at_least_as_much_as_a_wrong_answer(
    parameters: Parameters, item: Item, ability: Ability
) -> None:
    _, wrong = posterior(parameters, answered(False, item=item), ability)
    assert posterior(parameters, answered(False, dont_know=True, item=item), ability)[1] <= wrong + 1e-12


@given(sound_parameters, probability, st.floats(0, 0.5))
def test_no_guess_is_involved_when_one_says_that_one_does_not_know(
    parameters: Parameters, guess: float, chance: float
) -> None:
    other = answered(False, dont_know=True, chance=chance)
    assert posterior(parameters._replace(guess=guess), other) == posterior(parameters, dont_know())


@given(sound_parameters, histories)
def test_what_is_earned_is_as_if_no_repeat_and_nothing_rapid_had_been_answered(
    parameters: Parameters, history: list[Evidence]
) -> None:
    def earned(belief: Belief) -> Belief:
        return belief._replace(known=0, at=None, mark=0, answers=0)

    earning = [evidence for evidence in history if not (evidence.repeat or evidence.rapid)]
    whole, without = (after(*told, parameters=parameters) for told in (history, earning))
    assert earned(whole) == earned(without)


@given(sound_parameters, histories, one_answer)
def test_a_wrong_answer_never_earns(parameters: Parameters, history: list[Evidence], last: Evidence) -> None:
    known = known_after(*history, parameters=parameters)
    before = known.belief.earned if known.belief.first_exposures else learner.EVEN
    wrong = after_answer(known, last._replace(at=on(2000), correct=False)).belief
    assert wrong.earned <= before + 1e-12


right_answers = st.lists(st.builds(answered, days=st.floats(0, 2000), item=any_item), max_size=8).map(
    lambda told: sorted(told, key=lambda evidence: evidence.at)
)


@given(sound_parameters, right_answers)
def test_right_answers_earn_no_more_than_is_known_from_even_odds_where_who_knows_hardly_slips_and_nothing_is_forgotten(
    parameters: Parameters, history: list[Evidence]
) -> None:
    firm = parameters._replace(
        prior=max(parameters.prior, learner.EVEN),
        slip=min(parameters.slip, 0.1),
        forget=0.0,
        shared=parameters.shared._replace(fade=0.0),
    )
    easy = [one._replace(item=one.item._replace(easiness=abs(one.item.easiness))) for one in history]
    belief = after(*easy, parameters=firm)
    assert belief.at == belief.earned_at
    assert belief.earned <= belief.known + 1e-12


@given(sound_parameters, st.integers(0, 8), st.floats(learner.LUCK_HELD_OFF, 0.49))
def test_where_luck_is_foreseen_and_little_taught_what_is_known_from_even_odds_is_earned_up_to_its_most(
    parameters: Parameters, rights: int, guess: float
) -> None:
    shared = parameters.shared._replace(learn=(0.0, 0.0))
    learn = min(parameters.learn, 0.02)
    lucky = parameters._replace(prior=0.5, guess=guess, slip=0.1, learn=learn, forget=0.0, shared=shared)
    belief = after(*[answered()] * rights, parameters=lucky)
    assert belief.earned == pytest.approx(min(learner.MOST_EARNED, belief.known))


@given(sound_parameters, histories, one_answer)
def test_a_right_answer_takes_nothing_from_what_is_earned(
    parameters: Parameters, history: list[Evidence], last: Evidence
) -> None:
    known = known_after(*history, parameters=parameters)
    before = known.belief.earned if known.belief.first_exposures else learner.EVEN
    read = last._replace(at=on(2000), correct=True, dont_know=False, repeat=False, rapid=False)
    right = after_answer(known, read).belief
    assert before - 1e-12 <= right.earned <= learner.MOST_EARNED


@given(sound_parameters, histories, st.floats(2000, 4000), st.floats(0, 4000))
def test_time_alone_only_forgets(parameters: Parameters, history: list[Evidence], days: float, more: float) -> None:
    known = known_after(*history, parameters=parameters)
    now, later = on(days), on(days + more)
    if history:
        assert retained(known, later) <= retained(known, now) <= known.belief.known
    lasting = {SkillState.ACQUIRED, SkillState.TO_REFRESH}
    assert (learner.state(known, later) in lasting) == known.belief.acquired


@given(sound_parameters, histories)
def test_acquired_asks_for_four_first_exposures_on_two_days(parameters: Parameters, history: list[Evidence]) -> None:
    days: list[date] = [evidence.day for evidence in history if not (evidence.repeat or evidence.rapid)]
    if after(*history, parameters=parameters).acquired:
        assert len(days) >= learner.LEAST_EXPOSURES
        assert len(set(days)) > 1


@given(sound_parameters, histories, any_item)
def test_the_interval_lies_between_never_and_always(
    parameters: Parameters, history: list[Evidence], item: Item
) -> None:
    unsure = parameters._replace(guess=max(parameters.guess, 0.01), slip=max(parameters.slip, 0.01))
    low, high = interval(known_after(*history, parameters=unsure), item, on(2000))
    assert 0 < low < high < 1
