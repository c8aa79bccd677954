"""How sure one is of a belief."""

from math import exp, log
from random import Random

import pytest

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
from tests.models.belief_histories import DEFAULT, MONDAY, ON_TWO_DAYS, answered, known_after, on
from tests.models.learner.chances import odds

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
            right = random.random() < predict(Knowledge(true._replace(prior=float(knows))), item, MONDAY)
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
