"""One search over cards, modules and stories: the same on both databases, whatever is typed, and rebuilt as it was."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import column, select, table, text
from sqlalchemy.orm import Session

from content.module import Card, Module, Reference
from content.skills import SkillMap
from models.catalogue import coming_into_force, documents, drafts
from models.catalogue.coming_into_force import findable
from models.catalogue.documents import SKILLS
from models.ground import search
from models.ground.search import MOST, SearchResults, find
from models.ground.store import Store
from models.news.stories import forgetting
from models.news.stories.merging import let_stories_be_found, let_story_be_found
from models.studio import publishing
from models.tables.documents import Document, VersionChange
from models.tables.search import SearchEntry, SearchKind, SearchWord
from models.tables.stories import Article, Story
from tests.builders import MONDAY, module, question, small_pack
from tests.watchers.mornings import tell

READ_ON = date(2026, 11, 20)

CARDS = {
    "article-60": [
        Card("Ce que l'article 60 n'est pas", "Ni un stage, ni un droit automatique."),
        Card("Article 60 § 7 : l'essentiel", "L'article 60 de la **loi** : le CPAS est l'employeur."),
    ],
    "reflets": [
        Card("Reformuler sans répéter", "Une reformulation rend ce qui a été dit.\n\n> « Vous hésitez. »"),
        Card("L'écoute d'abord", "Avant toute question, écouter."),
    ],
    "rgpd": [
        Card("Le RGPD au dossier", "Noter ce qui sert, et rien d'autre : [la loi](https://example.org/loi)."),
        Card("L'autre carte", "Sans un mot de la loi ; 60 lignes au plus."),
    ],
}


@pytest.fixture
def library(store: Store) -> Store:
    """The small pack, three more modules in French and one in Dutch."""
    more = [about_role(name, cards) for name, cards in CARDS.items()]
    more[0] = replace(more[0], sources=(Reference("La loi", read_on=READ_ON), Reference("Un livre, 2013")))
    dutch = about_role("luisteren", [Card("Het gesprek", "Eerst luisteren in gesprekken.")])
    more.append(replace(dutch, language="nl"))
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(*more), MONDAY)
    return store


def about_role(module_id: str, cards: Sequence[Card]) -> Module:
    asked = (question(f"{module_id}-1", "frame.role"),)
    return replace(module(module_id, ("frame.role",), asked), cards=tuple(cards))


def story(store: Store, title: str, *sentences: str, language: str = "fr") -> int:
    """A story that has been told and can be found."""
    story_id = tell(store, title, MONDAY, sentences=sentences or ("Une phrase.",), language=language)
    with store.writing() as db:
        let_story_be_found(db, db.get_one(Story, story_id))
    return story_id


def look_for(store: Store, query: str) -> SearchResults:
    with store.reading() as db:
        return find(db, query, "fr")


def titles(found: SearchResults) -> list[str]:
    return ["".join(piece.text for piece in hit.title) for hit in found.hits]


def cards(found: SearchResults) -> list[str]:
    return keys(found, SearchKind.CARD)


def keys(found: SearchResults, kind: SearchKind) -> list[str]:
    return [hit.entry.key for hit in found.hits if hit.entry.kind == kind]


def story_ids(found: SearchResults) -> list[int]:
    """Of hits that are stories all."""
    return [int(hit.entry.key) for hit in found.hits]


def marks(found: SearchResults) -> list[list[str]]:
    return [[piece.text for piece in (*hit.title, *hit.passage) if piece.found] for hit in found.hits]


@pytest.mark.dialects
def test_both_databases_find_the_same_cards(library: Store) -> None:
    for query, expected in [
        ("article 60", ["article-60/article-60-7-l-essentiel", "article-60/ce-que-l-article-60-n-est-pas"]),
        ("ARTICLE 60 § 7", ["article-60/article-60-7-l-essentiel"]),
        ("l'article 60 du CPAS", ["article-60/article-60-7-l-essentiel"]),
        ("rgpd", ["rgpd/le-rgpd-au-dossier"]),
        ("reformuler", ["reflets/reformuler-sans-repeter"]),
        ("reformulation", ["reflets/reformuler-sans-repeter"]),
        ("ecoute", ["reflets/l-ecoute-d-abord"]),
        ("écoutes", ["reflets/l-ecoute-d-abord"]),
        ("gesprek", ["luisteren/het-gesprek"]),
        ("gesprekken", ["luisteren/het-gesprek"]),
    ]:
        found = look_for(library, query)
        assert cards(found) == expected
        assert (found.meant, found.every) == (query, True)
    found = look_for(library, "reformuler dossier")
    assert not found.every
    assert set(cards(found)) == {"reflets/reformuler-sans-repeter", "rgpd/le-rgpd-au-dossier"}
    found = look_for(library, "article 60")
    assert marks(found)[0] == ["Article", "60", "article", "60"]
    assert titles(look_for(library, "reflets")) == ["Reflets"]
    found = look_for(library, "dire son rôle")
    assert set(keys(found, SearchKind.MODULE)) == {*CARDS, "cadre"}
    assert {hit.entry.at.date() for hit in look_for(library, "article 60").hits} == {READ_ON}
    assert look_for(library, "rgpd").hits[0].entry.at == MONDAY
    assert cards(look_for(library, '"article" AND (60*) OR title:\''))[0] == "article-60/article-60-7-l-essentiel"


@pytest.mark.dialects
def test_a_word_found_nowhere_is_taken_for_the_nearest_and_that_is_said(library: Store) -> None:
    for typed, meant, first in [
        ("artcle 60", "article 60", "article-60/article-60-7-l-essentiel"),
        ("rgdp", "rgpd", "rgpd/le-rgpd-au-dossier"),
        ("Ecuote", "écoute", "reflets/l-ecoute-d-abord"),
        ("la reformultion !", "la reformulation !", "reflets/reformuler-sans-repeter"),
    ]:
        found = look_for(library, typed)
        assert (found.asked, found.meant) == (typed, meant)
        assert cards(found)[0] == first
    for query in ["61", "xyz", "zzzzzzzz", "artichaut60"]:
        found = look_for(library, query)
        assert (found.meant, found.hits) == (query, ())
    for query in ["", "   ", "de la", "?", "« » % _"]:
        assert look_for(library, query).hits == ()


def test_a_page_of_results_ends_and_says_that_there_are_more(library: Store) -> None:
    for number in range(MOST + 1):
        story(library, f"Grève {number}")
    found = look_for(library, "grève")
    assert (len(found.hits), found.more) == (MOST, True)
    assert not look_for(library, "article 60").more


def test_equals_come_in_an_order_that_stays(library: Store) -> None:
    ids = [story(library, "Grève au port") for _ in range(MOST)]
    assert story_ids(look_for(library, "grève")) == ids
    alike = [about_role(name, [Card("Un pont", "Là."), Card("Le pont", "Là.")]) for name in ("pont-2", "pont")]
    with library.writing() as db:
        coming_into_force.load_pack(db, small_pack(*alike), MONDAY)
    by_module_then_name = ["pont/le-pont", "pont/un-pont", "pont-2/le-pont", "pont-2/un-pont"]
    assert cards(look_for(library, "pont")) == by_module_then_name


SIGNS = [*"\"'()*^:-&|!\\%_\0{};<>", "AND", "OR", "NOT", "NEAR(", "title:", "<->", "--"]
LETTERS = ["article", "60", "écoute", "\ud7ff", "ﬁ", "½", "a" * 300]
OPERATORS = st.lists(st.sampled_from([*SIGNS, *LETTERS]), max_size=12).map("".join)


@pytest.mark.dialects
@given(st.text(max_size=40) | OPERATORS)
def test_whatever_is_typed_is_answered(library: Store, query: str) -> None:
    found = look_for(library, query)
    assert len(found.hits) <= MOST
    assert len(found.asked) <= search.LONGEST
    assert found.asked.isprintable()


def contents(db: Session) -> tuple[list[Any], ...]:
    """All that is derived, in an order of its own, without the numbers of its rows."""
    entries = SearchEntry.__table__.c
    plain = [each for each in entries if each.name != "id"]
    words = SearchWord.__table__
    if db.get_bind().dialect.name == "sqlite":
        index = table("search_index", column("rowid"), column("title"), column("text"))
        key, columns = index.c.rowid, [index.c.title, index.c.text]
    else:
        index = table("search_index", column("entry_id"), column("words"))
        key, columns = index.c.entry_id, [index.c.words]
    whole = select(*plain, *columns).join_from(SearchEntry, index, key == entries.id)
    rows = db.execute(whole.order_by(entries.kind, entries.key, entries.language)).all()
    vocabulary = db.execute(select(words).order_by(words.c.folded, words.c.written)).all()
    assert len(rows) == db.scalar(text("SELECT count(*) FROM search_index")) > 0
    return list(map(tuple, rows)), sorted(map(tuple, vocabulary))


def rebuild(db: Session) -> None:
    search.forget_all(db, *SearchKind)
    coming_into_force.reindex(db)
    let_stories_be_found(db)


def edit(db: Session, module_id: str, old: str, new: str) -> None:
    document = documents.module_document(db, module_id)
    changed = drafts.latest_text(db, document).replace(old, new)
    publishing.publish(db, document, changed, VersionChange.WORDING, MONDAY + timedelta(days=1), None)


def rename_skill(db: Session, old: str, new: str) -> None:
    document = db.get_one(Document, SKILLS)
    publishing.publish(
        db, document, drafts.latest_text(db, document).replace(old, new), VersionChange.WORDING, MONDAY, None
    )


@pytest.mark.dialects
def test_living_through_it_leaves_the_index_that_a_rebuild_makes(library: Store) -> None:
    with library.writing() as db:
        edit(db, "reflets", "L'écoute d'abord", "Se taire d'abord")
        edit(db, "rgpd", "rien d'autre", "rien de plus")
        coming_into_force.retire(db, documents.module_document(db, "ecouter"))
        rename_skill(db, "Dire son rôle", "Dire sa place")
    story(library, "Une grève", "Trois jours.")
    with library.writing() as db:
        lived = contents(db)
        rebuild(db)
        assert contents(db) == lived


def test_a_new_version_is_found_by_its_own_words_a_retired_or_drafted_module_not_at_all(library: Store) -> None:
    with library.writing() as db:
        edit(db, "reflets", "L'écoute d'abord", "Se taire d'abord")
    assert cards(look_for(library, "taire")) == ["reflets/se-taire-d-abord"]
    assert "reflets/l-ecoute-d-abord" not in cards(look_for(library, "écoute"))
    with library.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, "rgpd"))
    assert look_for(library, "rgpd").hits == ()
    with library.reading() as db:
        assert db.get(SearchWord, "rgpd") is None
    with library.writing() as db:
        drafts.create_module(db, "brouillon", MONDAY, uuid4())
    assert look_for(library, "brouillon").hits == ()
    with library.writing() as db:
        rename_skill(db, "Dire son rôle", "Tenir sa place")
    assert "cadre" in {hit.entry.work for hit in look_for(library, "tenir place").hits}


def test_a_story_is_found_by_its_words_and_once_they_are_forgotten_by_its_title_alone(library: Store) -> None:
    number = story(library, "Fermeture des guichets", "Les permanences passent au jeudi.")
    for query in ("guichet", "permanence jeudi"):
        assert story_ids(look_for(library, query)) == [number]
    with library.writing() as db:
        forgetting.forget_texts(db, MONDAY + forgetting.TEXT_KEPT + timedelta(days=1))
        assert db.scalar(select(Article.text).where(Article.story_id == number)) is None
    assert story_ids(look_for(library, "guichets")) == [number]
    assert look_for(library, "permanences").hits == ()


def test_a_story_in_another_language_is_found_as_it_is_written(library: Store) -> None:
    number = story(library, "Neue Schalter in Brüssel", language="de")
    assert story_ids(look_for(library, "schalter brussel")) == [number]
    itself, *_ = findable(module("ecouter"), SkillMap(()), MONDAY, original=True)
    assert (itself.kind, itself.key, itself.text) == (SearchKind.MODULE, "ecouter", "")


@pytest.mark.dialects
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_of_two_who_publish_at_once_one_waits_and_the_words_are_counted(library: Store) -> None:
    def publish(module_id: str) -> None:
        with library.writing() as db:
            edit(db, module_id, "À lire.", "À lire deux fois.")

    with ThreadPoolExecutor() as pool:
        list(pool.map(publish, ["ecouter", "cadre", "reformuler"]))
    with library.writing() as db:
        lived = contents(db)
        rebuild(db)
        assert contents(db) == lived
