from math import e, isnan, log, sqrt

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fitting.measures import CLIP, auc, ece, log_loss, measures

RIGHT = numpy.array([1, 0, 1, 0])
FORESEEN = numpy.array([0.9, 0.6, 0.6, 0.1])

answers_and_predictions = st.lists(st.tuples(st.integers(0, 1), st.sampled_from([0.1, 0.25, 0.5, 0.75])), min_size=2)


def test_measures_by_hand() -> None:
    """Three pairs in order and a tie make seven eighths; what is foreseen as certain falls in the last bin."""
    assert auc(RIGHT, FORESEEN) == pytest.approx(7 / 8)
    found = measures(RIGHT, FORESEEN)
    assert found.rmse == pytest.approx(sqrt((0.1**2 + 0.6**2 + 0.4**2 + 0.1**2) / 4))
    assert found.ece == pytest.approx((0.1 + abs(1.2 - 1) + 0.1) / 4)
    assert found.log_loss == pytest.approx(-(log(0.9) + log(0.4) + log(0.6) + log(0.9)) / 4)
    assert log_loss(numpy.array([1, 0]), numpy.array([1 / e, 0.5])) == pytest.approx((1 + log(2)) / 2)
    assert log_loss(numpy.array([1, 0]), numpy.array([0.0, 1.0])) == pytest.approx(-log(CLIP))
    assert ece(numpy.array([1, 0]), numpy.array([1.0, 0.95])) == pytest.approx(0.95 / 2)


@given(answers_and_predictions)
def test_auc_is_the_share_of_pairs_in_order(told: list[tuple[int, float]]) -> None:
    right, foreseen = numpy.array([r for r, _ in told]), numpy.array([p for _, p in told])
    pairs = [(high > low) + (high == low) / 2 for r, high in told if r for s, low in told if not s]
    assert isnan(auc(right, foreseen)) if not pairs else auc(right, foreseen) == pytest.approx(sum(pairs) / len(pairs))
