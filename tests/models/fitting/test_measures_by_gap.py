"""Calibration by gap: which answers follow which gap, and what chance does not explain."""

import numpy
import pytest

from models.fitting.answers import Answers, from_columns
from models.fitting.measures import BETWEEN, DAYS, GapBin, by_gap, gap_error, gaps

HOUR = 1 / 24


def told(*rows: tuple[int, str, float, int]) -> Answers:
    """Answers of (learner, skill, day, right)."""
    learner, skill, day, right = zip(*rows, strict=True)
    return from_columns(learner, skill, [f"{each}?" for each in skill], right, day, [0.0] * len(rows))


def test_a_gap_is_that_since_the_learners_last_answer_on_the_skill() -> None:
    found = gaps(told((1, "a", 0, 1), (1, "b", 1, 1), (1, "a", 3, 0), (2, "a", 3, 1)))
    assert numpy.array_equal(found.days, [numpy.nan, numpy.nan, 3, numpy.nan], equal_nan=True)
    assert numpy.array_equal(found.between, [numpy.nan, numpy.nan, 1, numpy.nan], equal_nan=True)


def test_a_clock_that_goes_back_makes_a_gap_of_nothing_and_without_answers_nothing_is_missed() -> None:
    assert gaps(told((1, "a", 5, 1), (1, "a", 4, 1))).days[1] == 0
    none = told((1, "a", 0, 1)).where(numpy.zeros(1, dtype=bool))
    assert gap_error(gaps(none).days, none.right, numpy.zeros(0)) == 0


def test_answers_are_told_apart_by_the_length_of_their_gap() -> None:
    answers = told(*[(1, "a", day, 1) for day in (0, HOUR / 2, HOUR * 3, 2, 6, 20, 80)])
    found = by_gap(gaps(answers).days, answers.right, numpy.full(7, 0.25), DAYS)
    assert [each.name for each in found] == ["first", *DAYS]
    assert {each[1:] for each in found} == {(1, 1.0, 0.25)}


def test_answers_in_between_are_those_on_other_skills() -> None:
    answers = told((1, "a", 0, 1), (1, "b", 0, 1), (1, "b", 0, 0), (1, "a", 0, 1))
    found = by_gap(gaps(answers).between, answers.right, numpy.full(4, 0.5), BETWEEN)
    assert [(each.name, each.answers) for each in found] == [("first", 2), ("0", 1), ("1-3", 1)]


def test_what_so_few_answers_may_miss_by_chance_is_not_held_against_a_set() -> None:
    assert GapBin("first", 100, 0.59, 0.50).beyond_chance == 0
    assert GapBin("first", 10_000, 0.59, 0.50).beyond_chance == pytest.approx(0.08)


def test_the_error_weighs_each_length_by_its_answers_and_leaves_out_what_is_rare() -> None:
    rows = [(learner, "a", day, right) for learner in range(600) for day, right in ((0, 1), (5, learner % 2))]
    answers = told(*rows, (600, "a", 0, 1), (600, "a", 300, 0))
    # first answers foreseen exactly; of those after five days .9 is foreseen where half are right
    foreseen = numpy.where(gaps(answers).days > 0, 0.9, 1.0)
    missed = 0.4 - 2 * (0.9 * 0.1 / 600) ** 0.5
    assert gap_error(gaps(answers).days, answers.right, foreseen) == pytest.approx(600 / 1201 * missed)
