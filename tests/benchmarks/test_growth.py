"""What grows with the log: everything is measured on a small one, and a power is that of the answers."""

import pytest

from benchmarks.growth import power


@pytest.mark.parametrize(("values", "slope"), [([2, 20, 200], "1.00"), ([5, 5, 5], "0.00"), ([1, 100, 10_000], "2.00")])
def test_a_power_is_the_slope_of_the_logarithms(values: list[float], slope: str) -> None:
    assert power([10, 100, 1000], values) == slope


def test_one_size_has_no_power() -> None:
    assert power([1000], [3.0]) == "-"
