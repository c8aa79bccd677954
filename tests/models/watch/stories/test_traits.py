"""What an article is recognised by."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.watch.stories.recognition import COPY
from models.watch.stories.traits import SKETCH, is_marked, resemblance, same_name, sketch, traits
from tests.models.watch.stories.newsroom import TEXT, TITLE


def words(number: int, seed: int) -> list[str]:
    draw = Random(seed)
    return [f"mot{draw.randrange(5000)}" for _ in range(number)]


def test_a_text_is_like_itself_and_unlike_another() -> None:
    assert resemblance(sketch(TEXT), sketch(TEXT)) == 1
    assert resemblance(sketch(" ".join(words(300, 1))), sketch(" ".join(words(300, 2)))) == 0


@pytest.mark.parametrize("size", [60, 200, 800])
def test_the_sketches_tell_about_what_all_the_shingles_would(size: int) -> None:
    shared, mine, theirs = words(size, 1), words(size // 4, 2), words(size // 4, 3)
    a, b = shared + mine, shared + theirs
    shingles = [{tuple(one[start : start + 4]) for start in range(len(one) - 3)} for one in (a, b)]
    exact = len(shingles[0] & shingles[1]) / len(shingles[0] | shingles[1])
    assert resemblance(sketch(" ".join(a)), sketch(" ".join(b))) == pytest.approx(exact, abs=0.13)


def test_a_copy_with_another_lead_and_fewer_sentences_is_a_copy() -> None:
    text = words(300, 1)
    copy = words(20, 2) + text[:240]
    assert resemblance(sketch(" ".join(text)), sketch(" ".join(copy))) >= COPY


def test_a_sketch_is_bounded_and_a_few_words_have_none() -> None:
    assert len(sketch(" ".join(words(3000, 1)))) == SKETCH
    assert sketch("Les syndicats confirment la grève.") == []


def test_two_languages_share_the_numbers_the_dates_and_the_names() -> None:
    french = traits(TITLE, TEXT, "fr", None)
    dutch = traits(
        "Premie van 2.000 euro bij opleiding voor knelpuntberoep", "Actiris betaalt vanaf 1 februari 2027.", "nl", None
    )
    assert french.marks & dutch.marks >= {"f:2000", "f:02-01", "p:actiris"}


def test_a_correction_bears_the_name_of_what_it_corrects() -> None:
    corrected = traits(f"Rectificatif : {TITLE}", "", "fr", None)
    assert corrected.of("t") == traits(TITLE, "", "fr", None).of("t")


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        ("Rectificatif : la prime", True),
        ("[CORRECTION] La prime", True),
        ("Erratum - La prime", True),
        ("Rechtzetting: de premie", True),
        ("Corrected: the bonus", True),
        ("La correction des copies est payée", False),
        ("Une rectification budgétaire", False),
        ("Maison de correction", False),
    ],
)
def test_a_title_says_that_it_corrects_at_its_beginning(title: str, marked: bool) -> None:
    assert is_marked(title) == marked


def test_a_title_of_one_or_two_words_is_no_name() -> None:
    assert same_name("Agenda") is None
    assert same_name("LA PRIME À L’EMPLOI") == same_name("« La prime a l'emploi »")


@given(st.text(), st.text())
def test_any_article_has_traits(title: str, text: str) -> None:
    assert traits(title, text, "fr", None) == traits(title, text, "fr", None)
    assert same_name(title) == same_name(f"{title} ")
