"""The classic fit: within bounds, pooled where there is too little to fit, the same each time.

By our compiled fit, which finds what pyBKT finds (test_pybkt.py) and takes no time.
"""

from math import log
from typing import Any

import numpy
import pytest

from benchmarks.rivals import bkt
from models.estimates import POOLED, Estimates, Item, Parameters
from models.fitting import classic
from models.fitting.answers import facilities
from models.fitting.classic import BOUNDS, Estimate
from models.fitting.fit import silent
from tests.models.fitting.made_up import Life, answers_of, lived

SKILLS = ("C++ (base)", "listen.active")
LIVES = [*lived(SKILLS[0], 40, (3, 8), seed=1), *lived(SKILLS[1], 20, (8,), seed=1)]
RARE = [*lived("rare", 30, (1,), seed=1)]
ANSWERS = answers_of([*LIVES, *RARE])


@pytest.fixture(scope="module")
def fitted() -> Estimates:
    return bkt.fit(ANSWERS, 42, silent)


def always(right: int, skill: str = "s", learners: int = 10, length: int = 5) -> list[Life]:
    return [(learner, skill, [right] * length) for learner in range(learners)]


def test_what_learners_live_by_is_found_again() -> None:
    found = bkt.fit(answers_of(lived("s", 2000, (12,), seed=2)), 42, silent).of("s")
    assert (found.prior, found.learn) == pytest.approx((0.4, 0.2), abs=0.05)
    assert (found.guess, found.slip) == pytest.approx((0.25, 0.15), abs=0.03)


def test_a_fit_has_the_skills_and_questions_with_answers_enough_forgets_nothing_and_is_the_same_each_time(
    fitted: Estimates,
) -> None:
    assert set(fitted.skills) == {*SKILLS, POOLED}
    assert {parameters.forget for parameters in fitted.skills.values()} == {0.0}
    assert bkt.fit(ANSWERS, 42, silent) == fitted
    one, other = (bkt.starting_values(numpy.random.RandomState(seed), 5) for seed in (1, 2))
    assert (one != other).all()
    within = ANSWERS.where(ANSWERS.skill == 1)
    assert set(bkt.fit(within, 42, silent).items) == {f"{SKILLS[1]}-{place}" for place in range(3)}


def test_the_fit_of_a_skill_does_not_depend_on_the_others(fitted: Estimates) -> None:
    alone = bkt.fit(answers_of([life for life in LIVES if life[1] == SKILLS[1]]), 42, silent)
    assert _four(alone.of(SKILLS[1])) == _four(fitted.of(SKILLS[1]))


def test_a_skill_with_few_answers_takes_the_mean_of_the_others_by_logits(fitted: Estimates) -> None:
    def odds(name: str, skill: str) -> float:
        value: float = getattr(fitted.of(skill), name)
        return log(value / (1 - value))

    for name in BOUNDS:
        mean = (220 * odds(name, SKILLS[0]) + 160 * odds(name, SKILLS[1])) / 380
        assert odds(name, "rare") == pytest.approx(mean)


def test_skills_and_questions_have_their_share_of_right_answers(fitted: Estimates) -> None:
    mean, skills, questions = facilities(ANSWERS)
    assert [fitted.of(skill).facility for skill in SKILLS] == list(skills[:2])
    assert fitted.of(POOLED).facility == mean
    assert fitted.items == {name: Item(facility=questions[code]) for code, name in enumerate(ANSWERS.questions)}


def test_learners_may_take_turns(fitted: Estimates) -> None:
    turns = numpy.concatenate([numpy.flatnonzero(ANSWERS.learner % 2 == odd) for odd in (0, 1)])
    assert _four(bkt.fit(ANSWERS.where(turns), 42, silent).of(SKILLS[0])) == _four(fitted.of(SKILLS[0]))


def test_where_the_answers_are_all_alike_parameters_stop_at_their_bounds() -> None:
    found = bkt.fit(answers_of([*always(1, "easy"), *always(0, "hard")]), 42, silent)
    assert (found.of("easy").prior, found.of("easy").guess, found.of("easy").slip) == (0.99, 0.49, 0.01)
    assert (found.of("hard").prior, found.of("hard").learn, found.of("hard").guess) == (0.01, 0.01, 0.01)
    for parameters in found.skills.values():
        assert all(low <= getattr(parameters, name) <= high for name, (low, high) in BOUNDS.items())


def test_what_is_not_a_number_does_not_pass_the_bounds() -> None:
    assert classic.bounded(Estimate(*[float("nan")] * 4)) == Estimate(*[0.01] * 4)


def test_with_too_little_to_fit_everything_keeps_the_default() -> None:
    for lives in [
        [],
        always(1, learners=5, length=9),
        always(1, learners=4, length=20),
        always(1, learners=60, length=1),
    ]:
        answers = answers_of(lives)
        said: list[Any] = []
        found = bkt.fit(answers, 42, lambda *told, said=said: said.append(told))
        assert found.skills == {POOLED: Parameters(facility=facilities(answers).mean)}
        assert not said


def test_each_skill_is_announced_before_it_is_fitted_and_an_interruption_goes_through() -> None:
    said: list[Any] = []
    bkt.fit(ANSWERS, 42, lambda *told: said.append(told))
    assert said == [(SKILLS[0], 1, 2), (SKILLS[1], 2, 2)]

    def interrupt(skill: str, place: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bkt.fit(ANSWERS, 42, interrupt)


def _four(parameters: Parameters) -> Estimate:
    return Estimate(parameters.prior, parameters.learn, parameters.guess, parameters.slip)
