"""What is sealed is read with a key of the installation, for one purpose; keys rotate and former ones still open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ground import signing
from models.ground.signing import SealBroken

FORMER, PRESENT = "a former key", "the present key"


@given(st.text())
def test_what_was_sealed_is_read_back_and_cannot_be_read_from_outside(text: str) -> None:
    sealed = signing.seal([PRESENT], "test", text)
    assert signing.unseal([PRESENT], "test", sealed) == text
    assert len(text) < 4 or text not in sealed


def test_the_same_text_is_never_sealed_the_same_way_twice() -> None:
    assert signing.seal([PRESENT], "test", "x") != signing.seal([PRESENT], "test", "x")


def test_a_former_key_still_opens_and_seals_nothing_new() -> None:
    before = signing.seal([FORMER], "test", "x")
    both = [FORMER, PRESENT]
    assert signing.unseal(both, "test", before) == "x"
    assert not signing.is_sealed_with_current_key(both, "test", before)
    after = signing.seal(both, "test", "x")
    assert signing.is_sealed_with_current_key(both, "test", after)
    assert signing.unseal([PRESENT], "test", after) == "x"


def test_another_key_or_another_purpose_opens_nothing() -> None:
    for keys, purpose in [([FORMER], "test"), ([PRESENT], "another"), ([PRESENT], "")]:
        with pytest.raises(SealBroken):
            signing.unseal(keys, purpose, signing.seal([PRESENT], "test", "x"))


@given(st.text())
def test_nothing_that_was_made_up_is_opened(sealed: str) -> None:
    with pytest.raises(SealBroken):
        signing.unseal([PRESENT], "test", sealed)


def test_each_key_has_another_for_each_purpose() -> None:
    keys = {signing.key_of(key, purpose) for key in (FORMER, PRESENT) for purpose in ("sheet", "test")}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}
    assert signing.key_of(PRESENT, "sheet") == signing.key_of(PRESENT, "sheet")
