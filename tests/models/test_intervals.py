"""Intervals and chances beside what a pocket calculator gives."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.intervals import around_correlation, at_least, at_most, of_difference, transformed, wilson


def test_a_binomial_chance_is_counted_out() -> None:
    assert at_most(0, 10, 0.5) == pytest.approx(1 / 1024)
    assert at_least(9, 10, 0.5) == pytest.approx(11 / 1024)
    assert at_most(2, 5, 0.2) == pytest.approx(sum(comb(5, k) * 0.2**k * 0.8 ** (5 - k) for k in range(3)))
    assert (at_most(10, 10, 0.5), at_least(0, 10, 0.5)) == (1.0, 1.0)


@given(st.integers(1, 60), st.integers(0, 60), st.floats(0.05, 0.95))
def test_one_or_the_other_happens(trials: int, count: int, chance: float) -> None:
    count = min(count, trials - 1)
    assert at_most(count, trials, chance) + at_least(count + 1, trials, chance) == pytest.approx(1.0)


def test_around_a_correlation_of_a_half_in_28_pairs_and_a_perfect_one() -> None:
    """z = .5493, and 1.6449 / 5 on either side."""
    low, high = around_correlation(0.5, 28)
    assert (low, high) == (pytest.approx(0.2168, abs=1e-4), pytest.approx(0.7056, abs=1e-4))
    assert transformed(1.0) < 10


def test_a_difference_of_two_shares_as_newcombe_prints_it() -> None:
    """His first example, 56 of 70 less 48 of 80, with 95 %: table II, method 10."""
    assert of_difference((48, 80), (56, 70), 1.959964) == pytest.approx((0.0524, 0.3339), abs=1e-4)


@given(st.integers(1, 60), st.integers(0, 60))
def test_who_reaches_further_leaves_less_out(answers: int, right: int) -> None:
    right = min(right, answers)
    (low, high), (lower, higher) = wilson(right, answers), wilson(right, answers, 3.0)
    assert lower <= low <= right / answers + 1e-9
    assert right / answers - 1e-9 <= high <= higher + 1e-9
