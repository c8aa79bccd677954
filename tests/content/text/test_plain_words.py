"""Plain words: sentences of fifteen words, whatever stands in them, and the plain part of a card."""

from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from content.text.plain_words import FIFTEEN, PLAIN_HEADING, as_passages, lacking, parts_of, too_long
from tests.content.made_up import prose

WRITTEN = st.sampled_from(["fr", "nl"])
PIECES = [
    *(
        *("mot", "l'aide", "c'est-à-dire", "12,50", "1.234,56", "1 500 €", "02 800 42 42", "+32 2 800 42 42"),
        "0800/12.345",
    ),
    *("§ 7", "art. 60", "n° 12", "max. 15", "p.ex.", "a.s.b.l.", "actiris.brussels", "info@exemple.be", "9 h 30"),
    "https://exemple.be/a/b?c=d",
]
AS_WORDS = dict.fromkeys(PIECES, 1) | {"art. 60": 2, "n° 12": 2, "max. 15": 2, "9 h 30": 3}


def sentence(words: int) -> str:
    return " ".join(["Vous", *["mot"] * (words - 1)]) + "."


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40), st.sampled_from([" ", "\n\n", "\n- ", "\n2. ", "\n• "]))
def test_a_text_is_too_long_where_more_than_one_sentence_in_ten_has_over_fifteen_words(
    lengths: list[int], between: str
) -> None:
    found = too_long(between.join(map(sentence, lengths)), "fr")
    ninetieth = sorted(lengths)[ceil(len(lengths) * 9 / 10) - 1]
    assert (found is None) == (ninetieth <= FIFTEEN)
    if found:
        assert (found.words, found.text) == (max(lengths), sentence(max(lengths)))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=20), WRITTEN)
def test_abbreviations_numbers_and_addresses_are_words_and_end_no_sentence(pieces: list[str], language: str) -> None:
    words = 2 + sum(AS_WORDS[piece] for piece in pieces)
    found = too_long(f"Vous, {', '.join(pieces)} mot.", language)
    assert (found.words if found else None) == (words if words > FIFTEEN else None)


@given(WRITTEN, st.text())
def test_any_text_can_be_counted(language: str, text: str) -> None:
    found = too_long(text, language)
    assert found is None or found.words > FIFTEEN


def test_a_new_line_goes_on_a_new_item_does_not_and_a_long_sentence_is_named_by_its_beginning() -> None:
    begun = sentence(12).removesuffix(".")
    assert too_long(f"{begun}\nÀ Bruxelles, vous appelez.", "fr") is not None
    assert too_long(f"{begun}\n- À Bruxelles, vous appelez.", "fr") is None
    assert too_long(f"{begun}\n\nÀ Bruxelles, vous appelez.", "fr") is None
    found = too_long(sentence(40), "fr")
    assert found is not None
    assert (len(found.named), found.named[-1], found.words) == (80, "…", 40)


def test_the_language_that_nobody_has_written_is_lacking() -> None:
    for words, missing in [({}, []), ({"fr": "Oui."}, ["nl"]), ({"fr": "Oui.", "nl": "Ja."}, [])]:
        assert lacking(words) == missing


@given(prose(("## ", "# ", "### ")), prose(("## ", "# ", "### ")), st.sampled_from(sorted(PLAIN_HEADING)))
def test_what_stands_under_the_heading_is_the_plain_part_of_a_card(body: str, words: str, language: str) -> None:
    heading = PLAIN_HEADING[language]
    assert parts_of(f"{body}\n\n### {heading}\n\n{words}") == (body.rstrip("\n"), words, heading)
    assert parts_of(body) == (body, None, "")


def test_the_items_and_paragraphs_of_a_plain_part_are_passages() -> None:
    markdown = "**Appelez** [Actiris](https://exemple.be).\n\n- vos papiers\n- votre\n  carte"
    assert as_passages(markdown) == "Appelez Actiris.\n\nvos papiers\n\nvotre carte"
