"""What people type is read as they mean it, and what has no meaning, or two, is said."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.marking import AskAgain, NotANumber, TwoReadings, fits, number, plain_answer


def test_accents_case_punctuation_ligatures_and_spaces_are_forgiven_and_other_words_are_not() -> None:
    for typed in [
        *("Taux d’emploi", "taux d'emploi", "  TAUX  D’EMPLOI. ", "« taux d'emploi »", "taux-d-emploi"),
        "táux d'emploî",
    ]:
        assert fits("taux d'emploi", typed)
    for typed, spelling in [("coeur", "cœur"), ("ŒUVRE", "oeuvre"), ("ﬁn", "fin"), ("Strasse", "Straße")]:
        assert fits(spelling, typed)
    for typed in ["taux", "taux d'emplois", "tauxdemploi", "le taux d'emploi", ""]:
        assert not fits("taux d'emploi", typed)


def test_a_star_stands_for_anything_or_nothing_and_takes_no_time() -> None:
    for spelling, typed, fitting in [
        *(("formation*", "formation", True), ("formation*", "Formations qualifiantes", True)),
        *(("formation*", "une formation", False), ("*emploi", "le taux d'emploi", True), ("art* 60", "Art. 60", True)),
        *(("art* 60", "article 60, § 7", False), ("*réforme*chômage*", "La réforme du chômage de 2025", True)),
        *(("*", "n'importe quoi", True), ("a*a", "a", False), ("[ab]?", "a", False), ("[ab]?", "AB", True)),
    ]:
        assert fits(spelling, typed) is fitting
    assert not fits("a*" * 50 + "b", "a" * 200)


@given(st.text())
def test_a_text_fits_itself_whatever_its_case_and_its_accents(text: str) -> None:
    spelling = text.replace("*", "")
    assert fits(spelling, spelling)
    assert fits(spelling, unicodedata.normalize("NFD", spelling))
    assert not unicodedata.combining(plain_answer(spelling)[:1] or "a")


def test_a_number_is_read_with_comma_or_point_thousands_apart_and_its_unit() -> None:
    for typed, meant in [
        *(("24", "24"), (" 24 ", "24"), ("12,5", "12.5"), ("12.5", "12.5"), ("12,50", "12.5"), ("-3", "-3")),
        *(("− 3", "-3"), ("+3", "3"), ("0,125", "0.125"), ("0.500", "0.5"), ("1 500", "1500"), ("1\u202f500", "1500")),
        *(("1\u00a0500\u00a0000,25", "1500000.25"), ("1 500,250", "1500.25"), ("1500.125", "1500.125")),
        *(("1.500,5", "1500.5"), ("1,500.5", "1500.5"), ("1.500.000", "1500000"), ("007", "7")),
    ]:
        assert number(typed) == Decimal(meant)
    for typed in ["24 mois", "24mois", "24\u202fMois"]:
        assert number(typed, "mois") == 24


def test_what_is_no_number_is_named() -> None:
    for typed in [
        *("", " ", "vingt", "24 mois", "1 5", "12 13", "1,2,3", "1.500.5", "1e9", "0x1f", "NaN", "inf", "½", "10²"),
        *("٣", "2/3", "--1", ",5", "5,"),
    ]:
        with pytest.raises(NotANumber) as error:
            number(typed)
        assert error.value.args == (typed,)


def test_what_reads_in_two_ways_is_said_with_two_ways_out() -> None:
    for typed, one, other in [
        *(("1.500", "1500", "1,5"), ("1,500", "1500", "1,5"), ("-12.000", "-12000", "-12,0")),
        ("1,125", "1125", "1,1250"),
    ]:
        with pytest.raises(TwoReadings) as error:
            number(typed)
        assert error.value.args == (typed, one, other)
        assert number(one) == 1000 * number(other)


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(",."))
def test_what_is_written_is_read(value: Decimal, point: str) -> None:
    assert number(f"{value:f}".replace(".", point)) == value


@given(st.integers(0, 10**12), st.sampled_from(" \u00a0\u202f"))
def test_thousands_apart_are_read(value: int, space: str) -> None:
    assert number(f"{value:,}".replace(",", space)) == value


@given(st.text() | st.text("0123456789,. -+", max_size=12))
def test_anything_is_a_number_or_asked_again(text: str) -> None:
    try:
        assert number(text).is_finite()
    except AskAgain as error:
        assert error.args[0] == text
