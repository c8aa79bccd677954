"""How often next answers lie where intervals say: the measure says nine of ten where the distribution is true."""

from dataclasses import replace

import numpy
import pytest
from numpy.random import default_rng

from benchmarks.evaluation.ahead import LivesAhead, rights_ahead
from benchmarks.evaluation.bootstrap import mean_by_learner
from benchmarks.evaluation.coverage import Covered, coverage_lines, covered, held, next_answers
from benchmarks.simulation import live
from models.estimates import POOLED, Estimates, Item, Parameters, Shared, Spread
from models.fitting.answers import from_columns
from models.fitting.cross_validation import folds_by_learner
from models.fitting.fit import lived, predictions
from models.learner import interval
from tests.models.fitting.made_up import in_one_skill

CERTAIN = Spread(0.0, 0.0, 0.0, 0.0, 0.0)


def lives_under(parameters: Parameters, length: int, learners: int = 1500) -> Covered:
    """Return how far the first runs are held of learners whose truth is the set, on questions that are all the same."""
    items = {f"s0q{number}": Item(facility=parameters.facility, spread=(0.0, 0.0)) for number in range(6)}
    truth = Estimates({POOLED: parameters, "s0": parameters}, items)
    answers = live(truth, learners, 6, default_rng(1)).answers
    found = covered(answers, numpy.zeros(len(answers), dtype=int), [truth], length, default_rng(2))
    return Covered(*(column[found.before == 0] for column in found))


@pytest.mark.parametrize("length", [1, 3])
def test_runs_are_held_nine_times_of_ten_where_the_set_is_the_truth(length: int) -> None:
    found = lives_under(Parameters(0.4, 0.2, 0.3, 0.1, spread=CERTAIN, shared=Shared(doubt=(0.7,) * 5)), length)
    assert found.lived.mean() == pytest.approx(0.9, abs=0.015)


def test_who_learns_on_the_way_is_held_by_what_the_model_lets_her_learn_and_not_by_where_she_stood() -> None:
    found = lives_under(Parameters(0.05, 0.6, 0.1, 0.05, spread=CERTAIN, shared=Shared(doubt=(0.0,) * 5)), 3)
    assert found.lived.mean() == pytest.approx(0.9, abs=0.015)
    assert found.at_once.mean() < 0.8


def test_learners_who_differ_more_than_the_set_says_are_held_less_often() -> None:
    parameters = Parameters(0.001, 0.001, 0.49, 0.1, spread=CERTAIN, shared=Shared(doubt=(2.0,) * 5))
    items = {f"s0q{number}": Item(spread=(0.0, 0.0)) for number in range(6)}
    answers = live(Estimates({POOLED: parameters, "s0": parameters}, items), 500, 6, default_rng(1)).answers
    sure = parameters._replace(shared=Shared(doubt=(0.0,) * 5))
    one = numpy.zeros(len(answers), dtype=int)
    found = covered(answers, one, [Estimates({POOLED: sure}, items)], 3, default_rng(2))
    assert found.lived.mean() < 0.86


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


def test_at_first_the_drawn_probabilities_spread_as_the_interval_says() -> None:
    shared = Shared((0.8, 0.3), met=(0.5, 0.4), seen=(0.8, 1.5, -0.7), doubt=(0.6, 0.5, 0.4, 0.3, 0.2))
    estimates = Estimates({POOLED: Parameters(0.4, 0.1, 0.3, 0.1, shared=shared)}, {"q": Item(0.3, spread=(0.8, 0.9))})
    answers = from_columns([1] * 6, ["s"] * 6, ["q"] * 6, [1, 0, 1, 1, 0, 1], [0.0, 0.1, 1, 2, 9, 9.1], [0.0] * 6)
    lives = list(lived(estimates, answers))
    drawn = LivesAhead(answers, lives, numpy.repeat(numpy.arange(6), 200)[:, None], default_rng(1)).success(0, [])
    for (known, evidence, _), shares in zip(lives, drawn.reshape(6, -1), strict=True):
        expected = interval(known, evidence.item, evidence.at)
        assert numpy.quantile(shares, [0.05, 0.95]) == pytest.approx(expected, abs=0.01)


def test_a_key_that_is_seen_on_the_way_helps_from_then_on() -> None:
    told = Parameters(0.0001, 0.0001, 0.2, 0.1, spread=CERTAIN, shared=Shared(seen=(0.0, 4.0, 4.0), doubt=(0.0,) * 5))
    answers = from_columns([1] * 2, ["s"] * 2, ["q", "q"], [0, 1], [0.0, 0.001], [0.0] * 2)
    lives = list(lived(Estimates({POOLED: told}, {"q": Item(spread=(0.0, 0.0))}), answers))
    run = numpy.array([[0, 1]] * 50)
    assert rights_ahead(answers, lives, run, True, default_rng(1)).mean() == pytest.approx(1.13, abs=0.05)
    assert rights_ahead(answers, lives, run, False, default_rng(1)).mean() == pytest.approx(0.4, abs=0.05)


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


def test_the_table_tells_runs_by_answers_before_and_nothing_of_what_never_occurs() -> None:
    answers = in_one_skill(*["1101"] * 6)
    lines = list(coverage_lines(answers, folds_by_learner(answers, 2, 42), [Estimates()] * 2, 42))
    assert lines[0].endswith("dans l'ordre : le fichier ne dit pas les jours")
    assert [line[:34].split() for line in lines[2:]] == [["3", "suivantes"], ["après", "0"], ["après", "1-2"]]
    dated = replace(answers, day=numpy.arange(len(answers)) / 100)
    assert next(coverage_lines(dated, folds_by_learner(dated, 2, 42), [Estimates()] * 2, 42)).endswith(
        "dans la journée"
    )


def test_a_mean_counts_each_value_and_strays_as_learners_do() -> None:
    found = mean_by_learner(numpy.array([1.0, 1.0, 1.0, 0.0]), numpy.array([7, 7, 7, 9]), seed=1)
    assert (found.low, found.found, found.high) == (0.0, 0.75, 1.0)
