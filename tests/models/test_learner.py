"""What an answer changes in a belief: numbers worked out by hand, and what holds whatever the numbers."""

from dataclasses import replace
from datetime import date
from math import exp, isnan, log
from random import Random

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
    State,
    after_answer,
    after_evidence,
    average_question,
    interval,
    predict,
    retained,
    retained_interval,
    retention,
)
from tests.models.evidence import DEFAULT, MONDAY, ON_TWO_DAYS, after, answered, dont_know, known_after, on

# ------------------------------------------------------------------------------------------- numbers by hand


@pytest.mark.parametrize(
    ("evidence", "known"),
    [
        # right: .3 × .9 = .27 against .7 × .35 = .245, so 54/103; a tenth of what is missing is then learned
        (answered(), 589 / 1030),
        # wrong: .3 × .1 = .03 against .7 × .65 = .455, so 6/97
        (answered(False), 151 / 970),
        # « je ne sais pas » : .03 against .7, no guess involved, so 3/73
        (dont_know(), 10 / 73),
        # a repeat, right: .27 against .7 × .5 = .35, so 27/62
        (answered(repeat=True), 61 / 124),
        # a repeat, wrong: .03 against .35, so 3/38
        (answered(False, repeat=True), 13 / 76),
        # one chance in two is more than the guess of .35
        (answered(chance=0.5), 61 / 124),
        # one in five is less: the guess stands
        (answered(chance=0.2), 589 / 1030),
    ],
)
def test_one_answer_moves_the_prior(evidence: Evidence, known: float) -> None:
    assert after(evidence).known == pytest.approx(known, abs=1e-15)


def test_a_run_of_right_answers_and_a_wrong_one() -> None:
    history = [answered(), answered(), answered(), answered(), answered(False)]
    beliefs = [after(*history[:count]).known for count in range(1, 6)]
    expected = [589 / 1030, 1347 / 1690, 244861 / 266470, 546003 / 562810, 11138551 / 13104970]
    assert beliefs == pytest.approx(expected, abs=1e-15)


def test_an_answer_after_a_month_starts_from_what_is_left() -> None:
    # 589/1030 × (½ + ½ × (37/7)^-¼) = .474492 ; × .9 = .427043 against .525508 × .35 = .183928, so .698958
    belief = after(answered(), answered(days=30))
    assert belief.known == pytest.approx(0.7290623198, abs=1e-10)


@pytest.mark.parametrize(("days", "left"), [(0, 1.0), (7, 0.9204), (30, 0.8298), (90, 0.7592), (365, 0.6852)])
def test_a_week_costs_a_twelfth_a_month_a_sixth_a_year_a_third(days: float, left: float) -> None:
    assert retention(DEFAULT, days) == pytest.approx(left, abs=5e-5)


@given(st.floats(0, 1e6), st.integers(0, 10**6))
def test_no_gap_takes_more_than_half(days: float, answers: int) -> None:
    assert retention(replace(DEFAULT, forget=5.0), days, answers) >= 0.5


def test_a_clock_that_goes_back_forgets_nothing() -> None:
    assert retention(DEFAULT, -1) == 1


def test_a_right_answer_is_expected_as_often_as_it_comes() -> None:
    assert predict(Knowledge(DEFAULT), Item(), MONDAY) == pytest.approx(0.3 * 0.9 + 0.7 * 0.35)
    assert predict(Knowledge(DEFAULT), Item(chance=0.5), MONDAY) == pytest.approx(0.3 * 0.9 + 0.7 * 0.5)
    later = 589 / 1030 * (1 + (37 / 7) ** -0.25) / 2
    assert predict(known_after(answered()), Item(), on(30)) == pytest.approx(later * 0.9 + (1 - later) * 0.35)


# ------------------------------------------------------------------------------------------- easiness and ability

ABLE = Ability(slow=1.0, fast=-0.5, answers=10)
WEIGHED = replace(DEFAULT, shared=Shared(success=(0.8, 0.4), learn=(0.5, 0.0), prior=(0.5, 1.0), gap=0.5))


def odds(probability: float) -> float:
    return probability / (1 - probability)


def test_an_easier_question_is_answered_right_more_often_whether_one_knows_or_not() -> None:
    easy = Item(easiness=log(2))
    known = Knowledge(replace(DEFAULT, prior=1.0))
    unknown = Knowledge(replace(DEFAULT, prior=0.0))
    assert odds(predict(known, easy, MONDAY)) == pytest.approx(2 * odds(0.9))
    assert odds(predict(unknown, easy, MONDAY)) == pytest.approx(2 * odds(0.35))


def test_a_right_answer_to_an_easy_question_says_less() -> None:
    # known .9 → 18/19, unknown .35 → 14/27: .3 × 18/19 against .7 × 14/27
    weighed = 0.3 * 18 / 19 / (0.3 * 18 / 19 + 0.7 * 14 / 27)
    assert after(answered(item=Item(easiness=log(2)))).known == pytest.approx(weighed + (1 - weighed) * 0.1)


def test_ability_moves_success_prior_and_learning() -> None:
    known = Knowledge(WEIGHED, ability=ABLE)
    # .8 × 1 - .4 × .5 = .6 on success, .5 × 1 - 1 × .5 = 0 on the prior, .5 on learning
    assert retained(known, MONDAY) == pytest.approx(0.3)
    if_known, if_unknown = (odds(chance) * exp(0.6) for chance in (0.9, 0.35))
    success = 0.3 * if_known / (1 + if_known) + 0.7 * if_unknown / (1 + if_unknown)
    assert predict(known, Item(), MONDAY) == pytest.approx(success)
    weighed = 0.3 * 0.9 / (0.3 * 0.9 + 0.7 * 0.35)
    learned = odds(0.1) * exp(0.5) / (1 + odds(0.1) * exp(0.5))
    assert after_answer(known, answered()).belief.known == pytest.approx(weighed + (1 - weighed) * learned)


def test_both_abilities_move_by_what_was_not_expected() -> None:
    first = after_answer(Knowledge(DEFAULT), answered(item=Item(facility=0.8))).ability
    assert (first.slow, first.fast, first.answers) == pytest.approx((0.2, 0.06, 1))
    second = after_answer(Knowledge(DEFAULT, ability=first), answered(False, item=Item(facility=0.8))).ability
    expected = [4 * exp(rating) / (1 + 4 * exp(rating)) for rating in (0.2, 0.06)]
    assert (second.slow, second.fast) == pytest.approx((0.2 - expected[0] / 1.2, 0.06 - 0.3 * expected[1]))


@pytest.mark.parametrize("told", [answered(repeat=True), answered(False, dont_know=True)])
def test_a_repeat_and_saying_that_one_does_not_know_leave_ability_alone(told: Evidence) -> None:
    assert after_answer(Knowledge(WEIGHED, ability=ABLE), told).ability == ABLE


def test_answers_on_other_skills_in_between_cost_something_and_so_do_days() -> None:
    forgetting = replace(WEIGHED, forget=0.05)
    known = after_answer(Knowledge(forgetting), answered())
    meanwhile = replace(known, ability=replace(known.ability, answers=known.ability.answers + 8))
    assert retained(known, MONDAY) == pytest.approx(known.belief.known * (1 + exp(-0.05)) / 2)
    assert retained(meanwhile, MONDAY) == pytest.approx(known.belief.known * (1 + exp(-0.05 * 3)) / 2)
    assert retained(meanwhile, on(30)) == pytest.approx(
        known.belief.known * (1 + exp(-0.05 * 3) * (37 / 7) ** -0.25) / 2
    )


# ------------------------------------------------------------------------------------------- the interval


UNDOUBTED = replace(DEFAULT, shared=Shared(doubt=(0.0,) * 5))


def test_the_interval_of_somebody_known_to_know_is_that_of_the_question() -> None:
    sure = Knowledge(replace(UNDOUBTED, prior=1.0))
    low, high = interval(sure, Item(spread=(9.0, 0.5)), MONDAY)
    assert (log(odds(low)), log(odds(high))) == pytest.approx((log(9) - 1.645 * 0.5, log(9) + 1.645 * 0.5), abs=1e-3)


def test_where_nothing_is_known_the_interval_holds_both_and_answers_narrow_it() -> None:
    sharp = Item(spread=(0.1, 0.1))
    low, high = interval(Knowledge(replace(UNDOUBTED, prior=0.5)), sharp, MONDAY)
    assert low < 0.35 < 0.9 < high
    low, high = interval(known_after(*[answered()] * 6, parameters=UNDOUBTED), sharp, MONDAY)
    assert 0.85 < low < 0.9 < high


def test_a_learner_of_whom_little_is_known_has_the_wider_interval() -> None:
    varied = replace(DEFAULT, prior=1.0, shared=Shared(doubt=(0.8, 0.5, 0.3, 0.2, 0.1)))
    widths = []
    for answers in (0, 10, 1000):
        low, high = interval(Knowledge(varied, ability=Ability(answers=answers)), Item(spread=(0.1, 0.1)), MONDAY)
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)


def test_the_interval_of_what_is_known_holds_what_the_prior_and_each_question_may_stray() -> None:
    # logits: a spread of one of the prior, and (.9 - .35) of each of two easinesses
    known = known_after(answered(), answered())
    reach = 1.6449 * (1 + 2 * 0.55**2) ** 0.5
    low, high = retained_interval(known, MONDAY)
    belief = known.belief.known
    assert (log(odds(low)), log(odds(high))) == pytest.approx(
        (log(odds(belief)) - reach, log(odds(belief)) + reach), abs=1e-3
    )


def test_before_any_answer_the_interval_is_that_of_the_prior() -> None:
    low, high = retained_interval(Knowledge(DEFAULT), MONDAY)
    assert (odds(low), odds(high)) == pytest.approx((3 / 7 * exp(-1.6449), 3 / 7 * exp(1.6449)), rel=1e-3)


def test_the_interval_fades_with_what_is_known() -> None:
    known = known_after(*ON_TWO_DAYS)
    kept = retained(known, on(91)) / retained(known, on(1))
    assert retained_interval(known, on(91)) == pytest.approx(
        [bound * kept for bound in retained_interval(known, on(1))]
    )


@pytest.mark.parametrize("answers", [1, 4, 8])
def test_who_knew_the_true_parameters_would_believe_something_within_it(answers: int) -> None:
    """Nine times of ten, to a twentieth, where skills and questions stray from the set as far as it says they may."""
    random, within = Random(answers), 0
    for _ in range(1000):
        true = Parameters(*(strayed(random, mean, sd) for mean, sd in ((0.3, 1), (0.1, 1), (0.35, 0.5), (0.1, 0.5))))
        knows, told, best = random.random() < true.prior, Knowledge(DEFAULT), Knowledge(true)
        for _ in range(answers):
            item = Item(easiness=random.gauss(0, 1))
            right = random.random() < predict(Knowledge(replace(true, prior=float(knows))), item, MONDAY)
            told, best = after_answer(told, answered(right)), after_answer(best, answered(right, item=item))
            knows = knows or random.random() < true.learn
        low, high = retained_interval(told, MONDAY)
        within += low - 0.05 <= best.belief.known <= high + 0.05
    assert within >= 900


def strayed(random: Random, mean: float, spread: float) -> float:
    logit = log(odds(mean)) + random.gauss(0, spread)
    return 1 / (1 + exp(-logit))


def test_the_average_question_is_as_unsure_as_its_skill() -> None:
    asked = average_question(DEFAULT)
    assert (asked.easiness, asked.facility, asked.spread) == (0.0, DEFAULT.facility, (0.5, 0.5))


# ------------------------------------------------------------------------------------------- whatever the numbers

probability = st.floats(0, 1)
below_half = st.floats(0, 0.49)
weight = st.floats(-2, 2)
pair = st.tuples(weight, weight)
any_shared = st.builds(Shared, success=pair, learn=pair, prior=pair, gap=weight)
any_item = st.builds(Item, easiness=st.floats(-4, 4), facility=st.floats(0.01, 0.99), chance=st.floats(0, 0.5))
any_parameters = st.builds(
    Parameters,
    prior=probability,
    learn=probability,
    guess=probability,
    slip=probability,
    forget=st.floats(0, 10),
    shared=any_shared,
)
sound_parameters = st.builds(
    Parameters,
    prior=probability,
    learn=probability,
    guess=below_half,
    slip=below_half,
    forget=st.floats(0, 1),
    shared=any_shared,
)
abilities = st.builds(Ability, slow=weight, fast=weight, answers=st.integers(0, 500))
one_answer = st.builds(
    answered,
    right=st.booleans(),
    days=st.floats(0, 2000),
    working_day=st.booleans(),
    repeat=st.booleans(),
    item=any_item,
) | st.builds(dont_know, days=st.floats(0, 2000))
histories = st.lists(one_answer, max_size=12).map(lambda told: sorted(told, key=lambda evidence: evidence.at))


MIDDLING = Ability()


def posterior(parameters: Parameters, evidence: Evidence, ability: Ability = MIDDLING) -> tuple[float, float]:
    """P(known) before, and after one answer that taught nothing."""
    known = Knowledge(replace(parameters, learn=0), ability=ability)
    return retained(known, evidence.at), after_answer(known, evidence).belief.known


@given(any_parameters, histories, st.floats(0, 1e5))
def test_a_belief_stays_a_probability_even_with_extreme_parameters(
    parameters: Parameters, history: list[Evidence], days: float
) -> None:
    known = known_after(*history, parameters=parameters)
    values = [
        known.belief.known,
        known.belief.earned,
        retained(known, on(days)),
        predict(known, Item(), on(days)),
    ]
    assert all(0 <= value <= 1 and not isnan(value) for value in values)


@given(sound_parameters, st.booleans(), any_item, abilities)
def test_a_right_answer_never_lowers_and_a_wrong_one_never_raises(
    parameters: Parameters, repeat: bool, item: Item, ability: Ability
) -> None:
    before, right = posterior(parameters, answered(True, repeat=repeat, item=item), ability)
    _, wrong = posterior(parameters, answered(False, repeat=repeat, item=item), ability)
    assert wrong - 1e-12 <= before <= right + 1e-12


@given(sound_parameters, histories, one_answer)
def test_before_its_feedback_teaches_no_wrong_answer_raises_and_no_right_one_lowers(
    parameters: Parameters, history: list[Evidence], last: Evidence
) -> None:
    known = known_after(*history, parameters=parameters)
    at = on(2000)
    before, shown = retained(known, at), after_evidence(known, replace(last, at=at))
    assert shown >= before - 1e-12 if last.correct else shown <= before + 1e-12
    assert shown <= after_answer(known, replace(last, at=at)).belief.known + 1e-12


@given(sound_parameters, histories, st.floats(2000, 4000))
def test_what_is_known_lies_within_its_interval(parameters: Parameters, history: list[Evidence], days: float) -> None:
    known = known_after(*history, parameters=parameters)
    low, high = retained_interval(known, on(days))
    assert 0 <= low <= retained(known, on(days)) + 1e-12 and retained(known, on(days)) <= high + 1e-12 <= 1 + 2e-12


@given(sound_parameters, st.booleans(), any_item, abilities)
def test_the_same_answer_is_the_same_evidence_whoever_gives_it(
    parameters: Parameters, correct: bool, item: Item, ability: Ability
) -> None:
    alike = replace(parameters, shared=replace(parameters.shared, prior=(0.0, 0.0)))
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
    assert posterior(replace(parameters, guess=guess), other) == posterior(parameters, dont_know())


@given(sound_parameters, histories)
def test_what_is_earned_is_as_if_no_repeat_had_been_answered(parameters: Parameters, history: list[Evidence]) -> None:
    def earned(belief: Belief) -> Belief:
        return replace(belief, known=0, at=None, mark=0, answers=0)

    first_exposures = [evidence for evidence in history if not evidence.repeat]
    with_repeats, without = (after(*told, parameters=parameters) for told in (history, first_exposures))
    assert earned(with_repeats) == earned(without)


@given(sound_parameters, histories, one_answer)
def test_a_wrong_answer_never_earns(parameters: Parameters, history: list[Evidence], last: Evidence) -> None:
    known = known_after(*history, parameters=parameters)
    before = known.belief.earned if known.belief.first_exposures else learner.EVEN
    wrong = after_answer(known, replace(last, at=on(2000), correct=False)).belief
    assert wrong.earned <= before + 1e-12


right_answers = st.lists(st.builds(answered, days=st.floats(0, 2000), item=any_item), max_size=8).map(
    lambda told: sorted(told, key=lambda evidence: evidence.at)
)


@given(sound_parameters, right_answers)
def test_right_answers_earn_no_more_than_is_known_from_even_odds(
    parameters: Parameters, history: list[Evidence]
) -> None:
    belief = after(*history, parameters=replace(parameters, prior=max(parameters.prior, learner.EVEN)))
    assert (belief.at, belief.mark) == (belief.earned_at, belief.earned_mark)
    assert belief.earned <= belief.known + 1e-12


@given(sound_parameters, st.lists(st.builds(answered, item=any_item), max_size=8), st.floats(learner.LUCK, 0.49))
def test_where_luck_is_foreseen_and_little_taught_what_is_known_from_even_odds_is_earned(
    parameters: Parameters, history: list[Evidence], guess: float
) -> None:
    shared = replace(parameters.shared, learn=(0.0, 0.0))
    lucky = replace(parameters, prior=0.5, guess=guess, learn=min(parameters.learn, 0.02), shared=shared)
    easy = [replace(one, item=replace(one.item, easiness=abs(one.item.easiness))) for one in history]
    belief = after(*easy, parameters=lucky)
    assert belief.known == belief.earned


@given(sound_parameters, histories, st.floats(2000, 4000), st.floats(0, 4000))
def test_time_alone_only_forgets(parameters: Parameters, history: list[Evidence], days: float, more: float) -> None:
    known = known_after(*history, parameters=parameters)
    now, later = on(days), on(days + more)
    if history:
        assert retained(known, later) <= retained(known, now) <= known.belief.known
    lasting = {State.ACQUIRED, State.TO_REFRESH}
    assert (learner.state(known, later) in lasting) == known.belief.acquired


@given(sound_parameters, histories)
def test_acquired_asks_for_four_first_exposures_on_two_days(parameters: Parameters, history: list[Evidence]) -> None:
    days: set[date] = {evidence.day for evidence in history if not evidence.repeat}
    if after(*history, parameters=parameters).acquired:
        assert sum(not evidence.repeat for evidence in history) >= learner.LEAST_EXPOSURES
        assert len(days) > 1


@given(sound_parameters, histories, any_item)
def test_the_interval_lies_between_never_and_always(
    parameters: Parameters, history: list[Evidence], item: Item
) -> None:
    unsure = replace(parameters, guess=max(parameters.guess, 0.01), slip=max(parameters.slip, 0.01))
    low, high = interval(known_after(*history, parameters=unsure), item, on(2000))
    assert 0 < low < high < 1
