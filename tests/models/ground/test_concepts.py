"""Words of a query: what they name, in whatever form, what they are taken for, and where they stand in a text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.lexicons import Thesaurus
from content.module import Card
from content.strings.words import fold
from models.catalogue import coming_into_force
from models.ground import search, search_query
from models.ground.concepts import lexicon, meant, names_something, telling, words_like
from models.ground.stems import SHORTEST, WORDS, marked, number_held, passage, stem, stem_of
from models.ground.store import Store
from tests.builders import MONDAY, small_pack
from tests.models.ground.test_search import about_role

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


def test_a_query_is_about_what_its_words_name() -> None:
    for query, language, named in [
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
    ]:
        assert set(about(query, language)) == named
    assert about("droit perdu colère") == {LOST: 2.0, ANGER: 1.0}
    assert about("payer sa colère") == {ANGER: 1.0, MONEY: 0.5}


def test_a_short_word_of_the_reader_is_not_read_in_another_language_nor_one_that_says_nothing_alone() -> None:
    dying = Thesaurus("mourir | sterven | die\nlettre | brief | letter")
    assert dict(meant(telling("brief die"), "nl", dying)) == {1: 1.0}
    assert dict(meant(telling("die"), "en", dying)) == {0: 1.0}
    noted = Thesaurus("noter | noteren | note\nà jour | bijgewerkt | up to date")
    assert dict(meant(telling("or not"), "en", noted)) == {}
    assert dict(meant(telling("du jour au lendemain"), "fr", noted)) == {}


def test_labels_stand_in_a_text_when_their_words_are_together() -> None:
    labels = lexicon(SMALL, "fr")
    together, apart = "Un droit qu'il a perdu.", "Un droit, des années de travail et de patience, perdu."
    assert frozenset({"droit", "perdu"}) in set(labels.found_in(together))
    assert frozenset({"droit", "perdu"}) not in set(labels.found_in(apart))
    labels = lexicon(SMALL, "fr")
    assert labels.rarity(frozenset({"droit"})) == 0.5
    assert labels.rarity(frozenset({"droit", "perdu"})) == 1.0


def test_ours_knows_words_of_everyday_life_and_how_they_are_written() -> None:
    assert all(map(names_something, ("empathie", "schulden", "crying")))
    assert not names_something("zzz")
    assert words_like("surendetement", 2)["surendettement"] == "surendettement"


LANGUAGES = ["fr", "nl", "en", "de"]


def test_the_forms_of_a_word_have_one_stem_and_other_words_their_own() -> None:
    for words in [
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
    ]:
        assert len({stem_of(word, "fr") for word in words.split()}) == 1
    for one, other, language in [
        ("forme", "formation", "fr"),
        ("droit", "drôle", "fr"),
        ("gesprek", "gesprekken", "en"),
        ("écoute", "écoutes", "de"),
        ("60", "600", "fr"),
        ("C4s", "C4", "fr"),
    ]:
        assert stem_of(one, language) != stem_of(other, language)
    for one, other, language in [
        ("gesprek", "gesprekken", "nl"),
        ("opleiding", "opleidingen", "nl"),
        ("skill", "skills", "en"),
    ]:
        assert stem_of(one, language) == stem_of(other, language)


@given(st.text(alphabet=st.characters(categories=["L", "N"])), st.sampled_from(LANGUAGES))
def test_a_stem_is_the_beginning_of_its_word_and_never_short(word: str, language: str) -> None:
    folded = fold(word)
    found = stem(folded, language)
    assert folded.startswith(found)
    assert len(found) >= min(len(folded), SHORTEST)


FILLING = " ".join(f"mot{number}" for number in range(200))


def shown(text: str, *words: str) -> str:
    """A text with what is found in it between brackets."""
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in marked(text, words, "fr"))


def test_words_are_marked_in_whatever_form_they_stand_and_counted_once() -> None:
    for text, words, expected in [
        ("L'écoute, les écoutes.", ["ecoute"], "L'[écoute], les [écoutes]."),
        ("Article 60 § 7", ["article", "60"], "[Article] [60] § 7"),
        ("Écouter", ["ecoute"], "[Écouter]"),
        ("Rien ici", ["ecoute"], "Rien ici"),
        ("", ["ecoute"], ""),
        ("<b>écoute</b>", ["ecoute"], "<b>[écoute]</b>"),
    ]:
        assert shown(text, *words) == expected
    assert number_held("Écoute, écoutez, article", ["ecoute", "article", "60"], "fr") == 2


def test_of_a_long_text_the_part_that_holds_most_words_is_given_and_a_short_one_whole() -> None:
    assert passage("Deux\n\nlignes.", ["ligne"], "fr") == "Deux lignes."
    text = f"écoute {FILLING} une écoute qui reformule {FILLING}"
    found = passage(text, ["ecoute", "reformuler"], "fr")
    assert "une écoute qui reformule" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    found = passage(FILLING, ["ecoute"], "fr")
    assert found.startswith("mot0 mot1")
    assert len(found.removesuffix(" …").split()) == WORDS


TEXTS = st.text(alphabet="aé b'.\n\u00a0<&0", max_size=300)


@given(TEXTS, st.lists(st.sampled_from(["ae", "b", "aa0", "a"]), max_size=3))
def test_the_pieces_of_a_text_are_the_text(text: str, words: list[str]) -> None:
    assert "".join(piece.text for piece in marked(text, words, "fr")) == text


@given(TEXTS, st.lists(st.sampled_from(["ae", "b", "aa0", "a"]), max_size=3))
def test_a_passage_is_a_part_of_its_text(text: str, words: list[str]) -> None:
    found = passage(text, words, "fr").removeprefix("… ").removesuffix(" …")
    assert found in " ".join(filter(None, re.split("[ \n]+", text)))


@pytest.fixture
def library(store: Store) -> Store:
    """Cards with words that others resemble."""
    cards = [Card("Une date", "Plannen maken, de dans un plan : la panique."), Card("La formation", "Un stage.")]
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(about_role("mots", cards)), MONDAY)
    return store


def test_a_word_of_a_language_is_never_taken_for_another_and_what_none_has_is(library: Store) -> None:
    for word in ["dame", "panne", "danse", "station", "schulden", "dementia", "élève", "eleve"]:
        with library.reading() as db:
            found = search.find(db, word, "fr")
        assert (found.meant, found.hits) == (word, ())
    for typed, nearest in [("formtion", "formation"), ("plannne", "plannen"), ("dattte", "date")]:
        with library.reading() as db:
            assert search.find(db, typed, "fr").meant == nearest


def test_each_language_has_its_words_with_or_without_their_accents() -> None:
    assert all(
        map(search_query.is_a_word, ("echeance", "preavis", "garderie", "opvang", "huurachterstand", "hardship"))
    )
    assert not any(map(search_query.is_a_word, ("reformultion", "artcle", "ecuote", "rgdp", "zzzzzz")))
