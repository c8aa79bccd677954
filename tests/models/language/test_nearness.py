"""Which concepts are near to a text, with a fake encoder: each direction is a word."""

from collections.abc import Sequence

from content.lexicons import Thesaurus
from content.strings.words import written_words
from models.language.nearness import Described, directions, nearness
from models.language.vectors import unit

SMALL = Thesaurus(
    """
colère, cri | boos | anger
larmes | tranen | tears
loyer | huur | rent
train | trein | rail
"""
)
ANGER, TEARS, RENT, TRAIN = range(4)
MEANINGS = {
    **{word: 0 for word in ("colère", "cri", "boos", "anger", "fureur")},
    **{word: 1 for word in ("larmes", "tranen", "tears", "sanglots")},
    **{word: 2 for word in ("loyer", "huur", "rent", "logis")},
    **{word: 3 for word in ("train", "trein", "rail", "gare")},
}


def encode(texts: Sequence[str]) -> list[list[float]]:
    vectors = []
    for text in texts:
        vector = [0.1] * 4
        for word in written_words(text.lower()):
            if word in MEANINGS:
                vector[MEANINGS[word]] += 1.0
        vectors.append(unit(vector))
    return vectors


def near(*texts: Described) -> list[dict[int, float]]:
    return list(map(dict, nearness(texts, SMALL, directions(SMALL, encode), encode)))


def nearest(weights: dict[int, float]) -> int:
    return max(weights, key=weights.__getitem__)


def test_a_text_is_near_to_what_it_means_in_other_words() -> None:
    fury, sobs = near(Described("La fureur", "Elle monte.", "fr"), Described("Des sanglots", "Ils viennent.", "fr"))
    assert (nearest(fury), nearest(sobs)) == (ANGER, TEARS)


def test_one_paragraph_of_several_is_enough() -> None:
    (weights,) = near(Described("Au guichet", "On attend.\nLa fureur monte.\nOn parle.", "fr"))
    assert nearest(weights) == ANGER


def test_what_its_module_is_about_counts_where_the_text_itself_says_nothing() -> None:
    (weights,) = near(Described("Premier pas", "Un appel.", "fr", about=("logis", "garder son logis")))
    assert nearest(weights) == RENT


def test_words_in_common_count_and_those_of_the_title_more() -> None:
    alone = Described("Un titre", "Rien.", "fr")
    (without, text, title) = near(alone, alone._replace(text="Un cri."), alone._replace(title="Un cri"))
    assert without.get(ANGER, 0.0) < text[ANGER] < title[ANGER]


def test_words_of_the_questions_on_the_whole_count_less_than_its_own() -> None:
    alone = Described("Un titre", "Un cri.", "fr")
    (without, asked, own) = near(alone, alone._replace(asked="Colère."), alone._replace(text="Un cri, la colère."))
    assert without[ANGER] < asked[ANGER] < own[ANGER]


def test_a_text_in_a_language_without_labels_is_near_by_its_meaning_alone() -> None:
    (weights,) = near(Described("Fureur", "Fureur.", "de"))
    assert nearest(weights) == ANGER


def test_what_is_near_does_not_depend_on_the_texts_beside_it() -> None:
    one, other = Described("La fureur", "Un cri.", "fr"), Described("La gare", "Un train.", "fr")
    assert near(one, other) == [*near(one), *near(other)]


def test_of_a_text_that_asks_for_no_less_what_is_fainter_is_not_kept() -> None:
    faint = Described("La fureur", "Un cri, puis la gare.", "fr")
    (every,) = near(faint)
    least = max(every.values()) / 2
    (clear,) = near(faint._replace(least=least))
    assert clear == {concept: weight for concept, weight in every.items() if weight > least}
    assert 0 < len(clear) < len(every)
