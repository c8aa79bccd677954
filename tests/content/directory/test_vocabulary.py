"""What a value may be, where no list is held of what there is."""

import pytest

from content.directory.vocabulary import is_commune


@pytest.mark.parametrize("code", ["21013", "93022", "2A004", "62909", "75120", "97411", "98735"])
def test_a_code_that_a_commune_has_is_taken(code: str) -> None:
    assert is_commune(code)


@pytest.mark.parametrize("code", ["59999", "21000", "99351", "9999", "abcde", "2C004", ""])
def test_a_code_that_no_commune_can_have_is_not(code: str) -> None:
    assert not is_commune(code)
