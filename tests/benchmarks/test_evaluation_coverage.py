"""How often next answers lie where intervals say: the measure says nine of ten where the distribution is true."""

import numpy
import pytest
from numpy.random import default_rng

from benchmarks.evaluation.ahead import rights_ahead
from benchmarks.evaluation.coverage import Covered, covered, held, next_answers
from benchmarks.simulation import live
from models.estimates import POOLED, Estimates, Item, Parameters, Shared, Spread
from models.fitting.answers import from_columns
from models.fitting.fit import lived, predictions

CERTAIN = Spread(0.0, 0.0, 0.0, 0.0, 0.0)


def lives_under(parameters: Parameters, length: int, learners: int = 1500) -> Covered:
    """Return how far the first runs are held of learners whose truth is the set, on questions that are all the same."""
    items = {f"s0q{number}": Item(facility=parameters.facility, spread=(0.0, 0.0)) for number in range(6)}
    truth = Estimates({POOLED: parameters, "s0": parameters}, items)
    answers = live(truth, learners, 6, default_rng(1)).answers
    found = covered(answers, numpy.zeros(len(answers), dtype=int), [truth], length, default_rng(2))
    return Covered(*(column[found.before == 0] for column in found))


@pytest.mark.nightly
@pytest.mark.parametrize("length", [1, 3])
def test_runs_are_held_nine_times_of_ten_where_the_set_is_the_truth(length: int) -> None:
    found = lives_under(Parameters(0.4, 0.2, 0.3, 0.1, spread=CERTAIN, shared=Shared(doubt=(0.7,) * 5)), length)
    assert found.lived.mean() == pytest.approx(0.9, abs=0.015)


def test_one_answer_ahead_is_as_likely_right_as_the_learner_model_foresees() -> None:
    shared = Shared(
        (0.8, 0.3), (0.2, 0.1), (0.3, 0.1), met=(0.5, 0.4), seen=(0.8, 1.5, -0.7), doubt=(0.0,) * 5, spacing=0.4
    )
    parameters = Parameters(0.4, 0.1, 0.3, 0.1, 0.1, spread=CERTAIN, shared=shared)
    items = {f"q{number}": Item(number / 2 - 1, 0.4, spread=(0.0, 0.0)) for number in range(4)}
    right = [1, 0, 1, 1, 0, 1, 1, 0]
    asked = [f"q{number % 3}" for number in range(8)]
    days = [0.0, 0.01, 0.02, 1.0, 1.01, 4.0, 4.5, 20.0]
    answers = from_columns([1] * 8, ["s"] * 8, asked, right, days, [0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0])
    estimates = Estimates({POOLED: parameters}, items)
    runs = numpy.repeat(numpy.arange(8), 50)[:, None]
    drawn = rights_ahead(answers, list(lived(estimates, answers)), runs, True, default_rng(1))
    shares = drawn.reshape(8, -1).mean(axis=1)
    assert shares == pytest.approx(predictions(estimates, answers).success, abs=0.02)


def test_a_count_is_held_by_the_part_of_it_that_lies_in_the_middle() -> None:
    even = numpy.array([[0, 1]] * 2)
    assert held(numpy.array([0, 1]), even) == pytest.approx([0.9, 0.9])
    assert held(numpy.array([3, 2]), numpy.array([[0, 1, 1, 2], [2, 2, 2, 2]])) == pytest.approx([0.0, 0.9])


def test_runs_are_of_one_learner_on_one_skill_within_a_day() -> None:
    learner, skill, day = [1] * 6 + [2] * 2, list("abaaab") + ["a", "a"], [0.0, 0.1, 0.2, 1.1, 1.15, 1.2, 0.0, 0.1]
    answers = from_columns(learner, skill, [f"q{n}" for n in range(8)], [1] * 8, day, [0.0] * 8)
    assert sorted(next_answers(answers, 2).tolist()) == [[0, 2], [2, 3], [3, 4], [6, 7]]
    assert next_answers(answers, 3).tolist() == [[2, 3, 4]]
    assert next_answers(answers, 10).shape == (0, 10)
