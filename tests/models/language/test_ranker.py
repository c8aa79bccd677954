from pathlib import Path

import pytest

from models.language.features import SELECTION, SENTENCE, ArticleFeatures, of_selections, of_sentences, selections
from models.language.summary import RANKER_FILE, Forest, Ranker, RankerMismatch, read_ranker, written_ranker

TEXTS = [
    "Le Forem ouvre trois cents places de formation à Charleroi pour les soudeurs.",
    "Les candidats s'inscrivent jusqu'à la fin de janvier dans chaque maison de l'emploi.",
    "La ministre de la Formation a visité le centre de compétence lundi matin, en train.",
]
ALONE = [(0,), (1,), (2,)]


def test_a_forest_adds_to_its_base_one_leaf_of_each_tree() -> None:
    forest = Forest(10.0, [[0, 0.5, 1.0, [1, 2.0, 3.0, 4.0]], -1.0])
    assert [forest.value(row) for row in ([0.5, 9.0], [0.6, 2.0], [0.6, 2.1])] == [10.0, 12.0, 13.0]


def test_a_ranker_takes_the_selection_foreseen_to_be_worth_most() -> None:
    later = Ranker(Forest(0.0, [0.0]), Forest(0.0, [[SELECTION.index("place of the first"), 0.5, 0.0, 1.0]]))
    assert later.best(ArticleFeatures.of(TEXTS, "Des soudeurs"), ALONE, "fr") == (1, 2)


def test_a_sentence_and_a_selection_have_the_numbers_that_are_named() -> None:
    article = ArticleFeatures.of(TEXTS, "Des soudeurs à Charleroi")
    rows = of_sentences(article, "fr")
    assert {len(row) for row in rows} == {len(SENTENCE)}
    first = dict(zip(SENTENCE, rows[0], strict=True))
    assert (first["place"], first["words"], first["share of the title's words"]) == (0, 13, 0.75)
    (told,) = of_selections(article, rows, [1.0, 2.0, 3.0], [(0, 2)])
    named = dict(zip(SELECTION, told, strict=True))
    assert (named["sentences"], named["words"], named["best value"], named["gaps"]) == (2, 28, 3.0, 1)


def test_a_selection_has_28_to_60_words_in_three_sentences_at_most() -> None:
    lengths = [10, 12, 20, 35, 61]
    found = selections([(0,), (1,), (2,), (3,), (4,)], [0.0] * 5, lengths)
    assert (3,) in found and (0, 2) in found
    assert (0, 1) not in found and (4,) not in found
    assert all(28 <= sum(lengths[place] for place in places) <= 60 and len(places) <= 3 for places in found)


def test_where_nothing_has_28_words_the_longest_is_taken_and_what_comes_together_is_taken_together() -> None:
    assert selections([(0,), (1,)], [0.0, 0.0], [10, 12]) == [(0, 1)]
    assert selections([(0,), (1,)], [0.0, 0.0], [70, 61]) == []
    assert selections([(0, 1), (2,)], [0.0] * 3, [15, 15, 40]) == [(0, 1), (2,)]


def test_a_written_ranker_is_read_as_it_was_and_one_of_other_features_is_refused(tmp_path: Path) -> None:
    ranker = Ranker(Forest(1.5, [[0, 0.5, 1.0, 2.0], 0.25]), Forest(0.0, [[1, 2.0, -1.0, 1.0]]))
    file = tmp_path / "ranker.json"
    file.write_text(written_ranker(ranker, "a test"), "utf-8")
    assert read_ranker(file) == ranker
    file.write_text(file.read_text("utf-8").replace('"gaps"', '"holes"'), "utf-8")
    with pytest.raises(RankerMismatch):
        read_ranker(file)


def test_the_ranker_of_the_program_is_lines_of_numbers_that_a_person_can_read() -> None:
    lines = RANKER_FILE.read_text("utf-8").splitlines()
    trees = [line for line in lines if line.startswith(("[", "-")) or line[:1].isdigit()]
    assert len(trees) > 100
    assert all(not set(line) - set("[]}0123456789.,-e") for line in trees)
    assert "OrangeSum" in lines[0]
