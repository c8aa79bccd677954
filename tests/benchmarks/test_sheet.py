"""The measure of the sheet, on few of each: its goals hold."""

import gc
from collections.abc import Iterator

import pytest

from benchmarks import sheet


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """Nothing that other tests have left in the process is gone through for garbage while a reading is timed."""
    gc.freeze()
    yield
    gc.unfreeze()


def test_few_layouts_and_codes_reach_their_goals() -> None:
    layouts, codes = sheet.layouts(20, "few"), sheet.codes(20, "few")
    assert [goal.told for goal in [layouts[0], *codes] if not goal.is_met] == []


def test_a_thousand_broken_codes_and_texts_have_names() -> None:
    unnamed, slowest = sheet.broken(1000, "few")
    assert unnamed.is_met, unnamed.told
    assert slowest.is_met, slowest.told
