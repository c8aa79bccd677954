"""Broken inputs give questions or a named error, whatever the format: a small share of what the benchmark tries."""

from random import Random

import pytest

from benchmarks.exchange import Reader, broken, readers

INPUTS = 60


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.name)
def test_whatever_comes_is_read_or_refused_by_name(reader: Reader) -> None:
    random = Random(f"7 {reader.name}")
    for _ in range(INPUTS):
        reader.take(broken(random, random.choice(reader.examples), reader.signs))
    assert reader.others == []
    assert reader.came["read"] + reader.came["refused"] == INPUTS


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.name)
def test_every_example_is_sound_before_it_is_broken(reader: Reader) -> None:
    for example in reader.examples:
        reader.take(example)
    assert reader.came["read"] > 0
    assert reader.others == []
