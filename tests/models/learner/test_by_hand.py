"""Belief moves as it does by hand, by easiness and ability too; and how sure one is of it."""

from math import exp, log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.estimates import Item, Parameters, Shared
from models.learner import (
    Ability,
    Knowledge,
    after_answer,
    average_question,
    interval,
    predict,
    retained,
    retained_interval,
)
from models.memory import retention
from tests.models.belief_histories import DEFAULT, MONDAY, ON_TWO_DAYS, after, answered, dont_know, known_after, on


def test_one_answer_moves_the_prior() -> None:
    for evidence, known in [
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
        # sooner than one reads: as much a guess as a repeat
        (answered(rapid=True), 61 / 124),
        (answered(False, rapid=True), 13 / 76),
        # one chance in two is more than the guess of .35
        (answered(chance=0.5), 61 / 124),
        # one in five is less: the guess stands
        (answered(chance=0.2), 589 / 1030),
    ]:
        assert after(evidence).known == pytest.approx(known, abs=1e-15)


def test_a_run_of_right_answers_and_a_wrong_one() -> None:
    history = [answered(), answered(), answered(), answered(), answered(False)]
    beliefs = [after(*history[:count]).known for count in range(1, 6)]
    expected = [589 / 1030, 1347 / 1690, 244861 / 266470, 546003 / 562810, 11138551 / 13104970]
    assert beliefs == pytest.approx(expected, abs=1e-15)


def test_an_answer_after_a_month_starts_from_what_is_left() -> None:
    # 589/1030 × (½ + ½ × (37/7)^-.8) = .361391 ; × .9 = .325252 against .638609 × .35 = .223513, so .592698
    belief = after(answered(), answered(days=30))
    assert belief.known == pytest.approx(0.6334278653, abs=1e-10)
    assert retention(DEFAULT, -1) == 1


def test_right_on_two_days_a_week_costs_a_tenth_a_month_a_fifth_a_year_a_third() -> None:
    for days, left in [(0, 1.0), (7, 0.9110), (30, 0.8122), (90, 0.7377), (365, 0.6625)]:
        # ½ + ½ × (1 + days / 7) ** -(.8 / 2 ** 1.5)
        assert retention(DEFAULT, days, spaced=1) == pytest.approx(left, abs=5e-5)


@given(st.floats(0, 1e6), st.integers(0, 10**6))
def test_no_gap_takes_more_than_half(days: float, answers: int) -> None:
    assert retention(DEFAULT._replace(forget=5.0), days, answers) >= 0.5


def test_a_right_answer_is_expected_as_often_as_it_comes() -> None:
    assert predict(Knowledge(DEFAULT), Item(), MONDAY) == pytest.approx(0.3 * 0.9 + 0.7 * 0.35)
    assert predict(Knowledge(DEFAULT), Item(chance=0.5), MONDAY) == pytest.approx(0.3 * 0.9 + 0.7 * 0.5)
    later = 589 / 1030 * (1 + (37 / 7) ** -0.8) / 2
    assert predict(known_after(answered()), Item(), on(30)) == pytest.approx(later * 0.9 + (1 - later) * 0.35)


"""Odds and probabilities."""


def odds(probability: float) -> float:
    return probability / (1 - probability)


ABLE = Ability(slow=1.0, fast=-0.5, answers=10)
WEIGHED = DEFAULT._replace(shared=Shared(success=(0.8, 0.4), learn=(0.5, 0.0), prior=(0.5, 1.0), gap=0.5))


def test_an_easier_question_is_answered_right_more_often_whether_one_knows_or_not() -> None:
    easy = Item(easiness=log(2))
    known = Knowledge(DEFAULT._replace(prior=1.0))
    unknown = Knowledge(DEFAULT._replace(prior=0.0))
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


def test_a_repeat_a_rapid_answer_and_saying_that_one_does_not_know_leave_ability_alone() -> None:
    for told in [answered(repeat=True), answered(rapid=True), answered(False, dont_know=True)]:
        assert after_answer(Knowledge(WEIGHED, ability=ABLE), told).ability == ABLE


def test_answers_on_other_skills_in_between_cost_something_and_so_do_days() -> None:
    forgetting = WEIGHED._replace(forget=0.05)
    known = after_answer(Knowledge(forgetting), answered())
    meanwhile = known._replace(ability=known.ability._replace(answers=known.ability.answers + 8))
    assert retained(known, MONDAY) == pytest.approx(known.belief.known * (1 + exp(-0.05)) / 2)
    assert retained(meanwhile, MONDAY) == pytest.approx(known.belief.known * (1 + exp(-0.05 * 3)) / 2)
    assert retained(meanwhile, on(30)) == pytest.approx(
        known.belief.known * (1 + exp(-0.05 * 3) * (37 / 7) ** -0.8) / 2
    )


UNDOUBTED = DEFAULT._replace(shared=Shared(doubt=(0.0,) * 5))


def test_the_interval_of_somebody_known_to_know_is_that_of_the_question() -> None:
    sure = Knowledge(UNDOUBTED._replace(prior=1.0))
    low, high = interval(sure, Item(spread=(9.0, 0.5)), MONDAY)
    assert (log(odds(low)), log(odds(high))) == pytest.approx((log(9) - 1.645 * 0.5, log(9) + 1.645 * 0.5), abs=1e-3)


def test_where_nothing_is_known_the_interval_holds_both_and_answers_narrow_it() -> None:
    sharp = Item(spread=(0.1, 0.1))
    low, high = interval(Knowledge(UNDOUBTED._replace(prior=0.5)), sharp, MONDAY)
    assert low < 0.35 < 0.9 < high
    low, high = interval(known_after(*[answered()] * 6, parameters=UNDOUBTED), sharp, MONDAY)
    assert 0.85 < low < 0.9 < high


def test_a_learner_of_whom_little_is_known_has_the_wider_interval() -> None:
    varied = DEFAULT._replace(prior=1.0, shared=Shared(doubt=(0.8, 0.5, 0.3, 0.2, 0.1)))
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
    low, high = retained_interval(Knowledge(DEFAULT), MONDAY)
    assert (odds(low), odds(high)) == pytest.approx((3 / 7 * exp(-1.6449), 3 / 7 * exp(1.6449)), rel=1e-3)
    asked = average_question(DEFAULT)
    assert (asked.easiness, asked.facility, asked.spread) == (0.0, DEFAULT.facility, (0.5, 0.5))


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
            right = random.random() < predict(Knowledge(true._replace(prior=float(knows))), item, MONDAY)
            told, best = after_answer(told, answered(right)), after_answer(best, answered(right, item=item))
            knows = knows or random.random() < true.learn
        low, high = retained_interval(told, MONDAY)
        within += low - 0.05 <= best.belief.known <= high + 0.05
    assert within >= 900


def strayed(random: Random, mean: float, spread: float) -> float:
    logit = log(odds(mean)) + random.gauss(0, spread)
    return 1 / (1 + exp(-logit))
