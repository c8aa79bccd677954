"""The benchmark of the directory: thousands of broken inputs, each read or refused by name."""

from random import Random

import pytest

from benchmarks import directory
from content.errors import BrokenText


@pytest.mark.nightly
def test_five_hundred_broken_inputs_are_read_or_refused_by_name() -> None:
    assert directory.broken(500, Random(7)) == 0


def test_a_reader_that_does_what_it_must_not_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(data: bytes) -> None:
        raise KeyError(data) if b"=1+1" in data else BrokenText(())

    monkeypatch.setattr(directory, "readers", lambda: {"careless": ([b"12345"], careless)})
    assert 0 < directory.broken(200, Random(1)) < 200
