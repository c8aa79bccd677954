"""What the words of a query name, in whatever language, form and order."""

import pytest

from content.thesaurus import Thesaurus
from models.ground.concepts import lexicon, meant, names_something, telling, words_like

ANGER, RIGHT, LOST, MONEY, DRAW = range(5)
SMALL = Thesaurus(
    """
colère, en colère, crie | boos, roept | anger, angry
droit, droits | recht, rechten | right, entitled
perdre son droit, droit perdu | recht verliezen | lost right
dettes, ne sait pas payer | schuld, schulden | debt
dessin, dessiner | tekening | drawing
"""
)


def about(query: str, language: str = "fr") -> dict[int, float]:
    return dict(meant(telling(query), language, SMALL))


@pytest.mark.parametrize(
    ("query", "language", "named"),
    [
        ("colère", "fr", {ANGER}),
        ("Il CRIAIT", "fr", {ANGER}),
        ("boos", "nl", {ANGER}),
        ("schulden", "fr", {MONEY}),
        ("ses droits", "fr", {RIGHT}),
        ("il a perdu son droit", "fr", {LOST}),
        ("dessinateurs", "fr", {DRAW}),
        ("huurschulden", "nl", {MONEY}),
        ("payer", "fr", {MONEY}),
        ("zzz", "fr", set()),
        ("", "fr", set()),
    ],
)
def test_a_query_is_about_what_its_words_name(query: str, language: str, named: set[int]) -> None:
    assert set(about(query, language)) == named


def test_a_word_counts_for_the_longest_label_it_stands_in_and_once_in_all() -> None:
    assert about("droit perdu colère") == {LOST: 2.0, ANGER: 1.0}


def test_a_part_of_a_label_counts_less_than_one_that_is_named_wholly() -> None:
    assert about("payer sa colère") == {ANGER: 1.0, MONEY: 0.5}


def test_a_short_word_of_the_reader_is_not_read_in_another_language() -> None:
    dying = Thesaurus("mourir | sterven | die\nlettre | brief | letter")
    assert dict(meant(telling("brief die"), "nl", dying)) == {1: 1.0}
    assert dict(meant(telling("die"), "en", dying)) == {0: 1.0}


def test_a_word_that_says_nothing_alone_names_nothing_alone() -> None:
    noted = Thesaurus("noter | noteren | note\nà jour | bijgewerkt | up to date")
    assert dict(meant(telling("or not"), "en", noted)) == {}
    assert dict(meant(telling("du jour au lendemain"), "fr", noted)) == {}


def test_labels_stand_in_a_text_when_their_words_are_together() -> None:
    labels = lexicon(SMALL, "fr")
    together, apart = "Un droit qu'il a perdu.", "Un droit, des années de travail et de patience, perdu."
    assert frozenset({"droit", "perdu"}) in set(labels.standing(together))
    assert frozenset({"droit", "perdu"}) not in set(labels.standing(apart))


def test_what_is_rare_among_concepts_says_more() -> None:
    labels = lexicon(SMALL, "fr")
    assert labels.rarity(frozenset({"droit"})) == 0.5
    assert labels.rarity(frozenset({"droit", "perdu"})) == 1.0


def test_ours_knows_words_of_everyday_life_and_how_they_are_written() -> None:
    assert all(map(names_something, ("empathie", "schulden", "crying")))
    assert not names_something("zzz")
    assert words_like("surendetement", 2)["surendettement"] == "surendettement"
