"""What a value may be, where no list is held of what there is."""

from content.directory.fact_values import is_commune


def test_a_code_that_a_commune_has_is_taken() -> None:
    for code in ["21013", "93022", "2A004", "62909", "75120", "97411", "98735"]:
        assert is_commune(code)


def test_a_code_that_no_commune_can_have_is_not() -> None:
    for code in ["59999", "21000", "99351", "9999", "abcde", "2C004", ""]:
        assert not is_commune(code)
