"""The part of a text that answers, and the words found in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ground.passages import WORDS, held, marked, passage

FILLING = " ".join(f"mot{number}" for number in range(200))


def shown(text: str, *words: str) -> str:
    """A text with what is found in it between brackets."""
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in marked(text, words, "fr"))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("L'écoute, les écoutes.", ["ecoute"], "L'[écoute], les [écoutes]."),
        ("Article 60 § 7", ["article", "60"], "[Article] [60] § 7"),
        ("Écouter", ["ecoute"], "[Écouter]"),
        ("Rien ici", ["ecoute"], "Rien ici"),
        ("", ["ecoute"], ""),
        ("<b>écoute</b>", ["ecoute"], "<b>[écoute]</b>"),
    ],
)
def test_words_are_marked_in_whatever_form_they_stand(text: str, words: list[str], expected: str) -> None:
    assert shown(text, *words) == expected


def test_a_short_text_is_given_whole() -> None:
    assert passage("Deux\n\nlignes.", ["ligne"], "fr") == "Deux lignes."


def test_of_a_long_text_the_part_that_holds_most_words_is_given() -> None:
    text = f"écoute {FILLING} une écoute qui reformule {FILLING}"
    found = passage(text, ["ecoute", "reformuler"], "fr")
    assert "une écoute qui reformule" in found
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_a_text_without_the_words_begins_at_its_beginning() -> None:
    found = passage(FILLING, ["ecoute"], "fr")
    assert found.startswith("mot0 mot1")
    assert len(found.removesuffix(" …").split()) == WORDS


def test_words_held_are_counted_once() -> None:
    assert held("Écoute, écoutez, article", ["ecoute", "article", "60"], "fr") == 2


TEXTS = st.text(alphabet="aé b'.\n\u00a0<&0", max_size=300)


@given(TEXTS, st.lists(st.sampled_from(["ae", "b", "aa0", "a"]), max_size=3))
def test_the_pieces_of_a_text_are_the_text(text: str, words: list[str]) -> None:
    assert "".join(piece.text for piece in marked(text, words, "fr")) == text


@given(TEXTS, st.lists(st.sampled_from(["ae", "b", "aa0", "a"]), max_size=3))
def test_a_passage_is_a_part_of_its_text(text: str, words: list[str]) -> None:
    found = passage(text, words, "fr").removeprefix("… ").removesuffix(" …")
    assert found in " ".join(filter(None, re.split("[ \n]+", text)))
