"""The benchmark of the directory: thousands of broken inputs, each read or refused by name."""

from random import Random

import pytest

from benchmarks import directory
from content.problems import BrokenText


def test_two_thousand_broken_inputs_are_read_or_refused_by_name() -> None:
    assert directory.broken(2_000, Random(7)) == 0


@pytest.mark.parametrize("name", directory.readers())
def test_each_reader_reads_what_is_not_broken(name: str) -> None:
    examples, reader = directory.readers()[name]
    for example in examples:
        reader(example)


def test_a_reader_that_does_what_it_must_not_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(data: bytes) -> None:
        raise KeyError(data) if b"=1+1" in data else BrokenText(())

    monkeypatch.setattr(directory, "readers", lambda: {"careless": ([b"12345"], careless)})
    assert 0 < directory.broken(200, Random(1)) < 200
