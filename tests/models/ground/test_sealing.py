"""What is sealed is read with a key of the installation, for one purpose; keys rotate and former ones still open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ground import sealing
from models.ground.sealing import SealBroken

FORMER, PRESENT = "a former key", "the present key"


@given(st.text())
def test_what_was_sealed_is_read_back_and_cannot_be_read_from_outside(text: str) -> None:
    sealed = sealing.seal([PRESENT], "test", text)
    assert sealing.unseal([PRESENT], "test", sealed) == text
    assert len(text) < 4 or text not in sealed


def test_the_same_text_is_never_sealed_the_same_way_twice() -> None:
    assert sealing.seal([PRESENT], "test", "x") != sealing.seal([PRESENT], "test", "x")


def test_a_former_key_still_opens_and_seals_nothing_new() -> None:
    before = sealing.seal([FORMER], "test", "x")
    both = [FORMER, PRESENT]
    assert sealing.unseal(both, "test", before) == "x"
    assert not sealing.is_current(both, "test", before)
    after = sealing.seal(both, "test", "x")
    assert sealing.is_current(both, "test", after)
    assert sealing.unseal([PRESENT], "test", after) == "x"


def test_another_key_or_another_purpose_opens_nothing() -> None:
    for keys, purpose in [([FORMER], "test"), ([PRESENT], "another"), ([PRESENT], "")]:
        with pytest.raises(SealBroken):
            sealing.unseal(keys, purpose, sealing.seal([PRESENT], "test", "x"))


@given(st.text())
def test_nothing_that_was_made_up_is_opened(sealed: str) -> None:
    with pytest.raises(SealBroken):
        sealing.unseal([PRESENT], "test", sealed)


def test_each_key_has_another_for_each_purpose() -> None:
    keys = {sealing.key_of(key, purpose) for key in (FORMER, PRESENT) for purpose in ("sheet", "test")}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}
    assert sealing.key_of(PRESENT, "sheet") == sealing.key_of(PRESENT, "sheet")
