"""What luck alone would give: figures reckoned by hand, and what holds of all of them."""

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from content.checks.tells import at_least, interval, luck

some_chances = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=30)


def test_the_probability_of_so_many_keys_by_chance() -> None:
    assert at_least(0, [0.25] * 8) == 1
    assert isclose(at_least(4, [0.25] * 8), 7459 / 65536)
    assert isclose(at_least(1, [1 / 2, 1 / 4]), 5 / 8)


def test_too_few_is_as_telling_as_too_many() -> None:
    assert isclose(luck(0, [1 / 2] * 4), 2 / 16)
    assert isclose(luck(4, [1 / 2] * 4), 2 / 16)
    assert luck(2, [1 / 2] * 4) == 1
    assert luck(0, []) == 1


@given(some_chances, st.data())
def test_luck_is_the_same_seen_from_the_other_side(chances: list[float], data: st.DataObject) -> None:
    found = data.draw(st.integers(0, len(chances)))
    others = [1 - chance for chance in chances]
    assert isclose(luck(found, chances), luck(len(chances) - found, others), abs_tol=1e-9)


@given(st.floats(0, 1), st.integers(1, 1000))
def test_an_interval_holds_its_share_and_shrinks_with_more_questions(share: float, trials: int) -> None:
    low, high = interval(share, trials)
    assert 0 <= low <= share <= high <= 1 or isclose(share, low, abs_tol=1e-9) or isclose(share, high, abs_tol=1e-9)
    wider, wider_still = interval(share, trials), interval(share, 4 * trials)
    assert wider_still[1] - wider_still[0] < wider[1] - wider[0]


def test_an_interval_of_three_in_four_of_a_hundred_and_of_nothing() -> None:
    low, high = interval(0.75, 100)
    assert (round(low, 3), round(high, 3)) == (0.657, 0.825)
    assert interval(0.0, 0) == (0, 1)
