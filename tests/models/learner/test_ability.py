"""What the easiness of a question and the ability of a learner change."""

from math import exp, log

import pytest

from models.estimates import Item, Shared
from models.learner import Ability, Evidence, Knowledge, after_answer, predict, retained
from tests.models.belief_histories import DEFAULT, MONDAY, after, answered, on
from tests.models.learner.chances import odds

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


@pytest.mark.parametrize("told", [answered(repeat=True), answered(rapid=True), answered(False, dont_know=True)])
def test_a_repeat_a_rapid_answer_and_saying_that_one_does_not_know_leave_ability_alone(told: Evidence) -> None:
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
