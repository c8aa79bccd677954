from math import hypot, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.language.vectors import away_from, mean, nearest, similarity, unit

NUMBERS = st.floats(-1e3, 1e3).filter(lambda value: value == 0 or abs(value) > 1e-3)
AXES = {f"axis {place}": [float(place == axis) for axis in range(20)] for place in range(20)}


@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_a_unit_vector_has_length_one_unless_it_is_nothing(vector: list[float]) -> None:
    assert hypot(*unit(vector)) == pytest.approx(1 if any(vector) else 0)


def test_similarity_is_one_for_the_same_and_none_for_what_has_nothing_in_common() -> None:
    assert similarity([0.6, 0.8], [0.6, 0.8]) == pytest.approx(1)
    assert similarity([1, 0], [0, 1]) == 0


def test_vectors_of_two_encoders_are_not_compared() -> None:
    with pytest.raises(ValueError):
        similarity([1.0], [1.0, 0.0])


def test_a_direction_away_from_the_middle_forgets_what_all_have_in_common() -> None:
    assert mean([[1, 2], [3, 4]]) == [2, 3]
    assert away_from([2, 3], [3, 4]) == pytest.approx([1 / sqrt(2), 1 / sqrt(2)])


def test_the_candidates_that_stand_out_are_named_best_first_and_no_more_than_asked() -> None:
    text = unit([3, 2.9, 2.8] + [0.0] * 17)
    assert [name for name, _ in nearest(text, AXES, at_least=2, most=2)] == ["axis 0", "axis 1"]
    assert len(nearest(text, AXES, at_least=2, most=5)) == 3


def test_a_text_as_near_to_all_candidates_is_about_none() -> None:
    assert nearest(unit([1.0] * 20), AXES) == ()


def test_a_text_far_from_every_candidate_is_about_none_even_if_one_is_a_little_nearer() -> None:
    crowded = {name: unit([*vector, 5.0]) for name, vector in AXES.items()}
    assert nearest(unit([0.1] + [0.0] * 19 + [-1.0]), crowded) == ()
    assert [name for name, _ in nearest(unit([1.0] + [0.0] * 19 + [5.0]), crowded)] == ["axis 0"]


@pytest.mark.parametrize("candidates", [{}, {"alone": [1.0, 0.0]}])
def test_nothing_stands_out_without_others(candidates: dict[str, list[float]]) -> None:
    assert nearest([1.0, 0.0], candidates) == ()
