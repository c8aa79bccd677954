from math import hypot, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.language.vectors import away_from, mean, similarity, unit

NUMBERS = st.floats(-1e3, 1e3).filter(lambda value: value == 0 or abs(value) > 1e-3)


@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_a_unit_vector_has_length_one_unless_it_is_nothing(vector: list[float]) -> None:
    assert hypot(*unit(vector)) == pytest.approx(1 if any(vector) else 0)


def test_similarity_is_one_for_the_same_none_for_what_has_nothing_in_common_and_not_between_encoders() -> None:
    assert similarity([0.6, 0.8], [0.6, 0.8]) == pytest.approx(1)
    assert similarity([1, 0], [0, 1]) == 0
    with pytest.raises(ValueError):
        similarity([1.0], [1.0, 0.0])


def test_a_direction_away_from_the_middle_forgets_what_all_have_in_common() -> None:
    assert mean([[1, 2], [3, 4]]) == [2, 3]
    assert away_from([2, 3], [3, 4]) == pytest.approx([1 / sqrt(2), 1 / sqrt(2)])
