"""One word found by another: plurals, feminines, conjugated forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.folding import fold
from models.ground.stems import SHORTEST, stem, stem_of

LANGUAGES = ["fr", "nl", "en", "de"]


@pytest.mark.parametrize(
    "words",
    [
        "écoute écoutes écouter écoutez écoutant écoutons",
        "reformuler reformule reformulation reformulations reformulé reformulée",
        "article articles",
        "droit droits",
        "formation formations formateur formateurs",
        "orientation orienter orienté orientent",
        "accompagnement accompagner accompagnent",
        "travailleur travailleurs travailleuse travaille",
        "réseau réseaux",
        "cas",
        "RGPD rgpd",
    ],
)
def test_the_forms_of_a_french_word_have_one_stem(words: str) -> None:
    assert len({stem_of(word, "fr") for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("forme", "formation", "fr"),
        ("droit", "drôle", "fr"),
        ("gesprek", "gesprekken", "en"),
        ("écoute", "écoutes", "de"),
        ("60", "600", "fr"),
        ("C4s", "C4", "fr"),
    ],
)
def test_other_words_keep_their_own(one: str, other: str, language: str) -> None:
    assert stem_of(one, language) != stem_of(other, language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [("gesprek", "gesprekken", "nl"), ("opleiding", "opleidingen", "nl"), ("skill", "skills", "en")],
)
def test_dutch_and_english_have_theirs(one: str, other: str, language: str) -> None:
    assert stem_of(one, language) == stem_of(other, language)


@given(st.text(alphabet=st.characters(categories=["L", "N"])), st.sampled_from(LANGUAGES))
def test_a_stem_is_the_beginning_of_its_word_and_never_short(word: str, language: str) -> None:
    folded = fold(word)
    found = stem(folded, language)
    assert folded.startswith(found)
    assert len(found) >= min(len(folded), SHORTEST)
