"""Numbers, dates and names are the same in French, Dutch and English, however each writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.watch.stories.facts import FactKind, facts, names


def said(text: str) -> list[tuple[str, str]]:
    return [(fact.value, fact.counted) for fact in facts(text)]


@pytest.mark.parametrize(
    ("texts", "fact"),
    [
        (["86.412 personnes", "86\u202f412 personnes", "86.412 personen", "86,412 people"], ("86412", "person")),
        (["14,6 %", "14,6 pour cent", "14,6 procent", "14.6%", "14.6 per cent"], ("14.6", "%")),
        (["2.000 euros", "deux mille euros", "2.000 euro", "tweeduizend euro", "€2,000"], ("2000", "euro")),
        (["7 millions d'euros", "7 miljoen euro", "7 million euros"], ("7000000", "euro")),
        (["six cents lits", "zeshonderd bedden", "six hundred beds"], ("600", "place")),
        (["trois blessés", "drie gewonden", "three injured"], ("3", "person")),
    ],
)
def test_a_number_and_what_it_counts_are_one_in_all_languages(texts: list[str], fact: tuple[str, str]) -> None:
    assert {tuple(said(text)) for text in texts} == {(fact,)}


@pytest.mark.parametrize(
    ("texts", "date"),
    [
        (["1er février 2027", "1 februari 2027", "1 February 2027", "01/02/2027"], "2027-02-01"),
        (["le 3 décembre", "op 3 december", "3rd December"], "12-03"),
    ],
)
def test_a_date_is_one_in_all_languages(texts: list[str], date: str) -> None:
    assert {fact.value for text in texts for fact in facts(text)} == {date}


@pytest.mark.parametrize("text", ["La réforme de 2027", "le 45 janvier", "article", "Genk en 2026."])
def test_a_year_alone_and_a_day_that_is_none_say_nothing(text: str) -> None:
    assert [fact for fact in facts(text) if fact.kind is FactKind.DATE or fact.value in ("2026", "2027")] == []


def test_a_number_of_four_digits_with_its_point_is_no_year() -> None:
    assert said("soit 1.930 de moins") == [("1930", "")]


def test_each_fact_stands_where_it_says() -> None:
    text = "Dès le 1er avril 2027, 312 emplois et 14,6 % du budget."
    assert [text[fact.start : fact.end] for fact in facts(text)] == ["1er avril 2027", "312", "14,6"]


def test_names_are_found_under_one_spelling() -> None:
    french = names("Le plan. L'ONEM et le CPAS de Liège aident Transvallée à Bruxelles.")
    dutch = names("Het plan. De RVA en het OCMW van Luik helpen Transvallée in Brussel.")
    assert french == dutch == {"onem", "cpas", "liege", "transvallee", "bruxelles"}


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    assert names("Demain tout change. Personne ne sait. En janvier, Lundi peut-être.") <= {"lundi"}


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(0 <= fact.start < fact.end <= len(text) for fact in facts(text))
    names(text)
