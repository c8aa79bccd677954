"""What can frighten or harm is found by whoever says it, in any words for it, and by nobody who says something near."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from content.directory.entry import EntryFactKind
from content.module import Card
from models.catalogue import coming_into_force
from models.directory import entry_search
from models.directory.entry_search import EntryFilters
from models.ground import concepts, search_index
from models.ground.store import Store
from models.news.stories.merging import let_story_be_found
from models.tables.stories import Story
from tests.builders import MONDAY, module, question, small_pack
from tests.directory.published_entries import READ_ON, entry, fact, publish_entries
from tests.watchers.mornings import tell

CRISIS, LIMIT, TEARS, FRAME = (
    "tension/autant-en-finir",
    "tension/la-limite-insulte-menace",
    "tension/les-larmes",
    "tension/le-cadre",
)
CARDS = (
    Card("« Autant en finir »", "Pensez-vous au suicide ? Restez jusqu'à la fin. Fatigue."),
    Card("La limite : insulte, menace", "Une menace : sortez de la pièce."),
    Card("Les larmes", "Restez là, sans parler. La fin viendra."),
    Card("Le cadre", "Actiris peut sanctionner une absence."),
    Card("Tout de suite", "Veut-elle mourir ? Un calepin.", crisis=True),
)

NEAR_PAY = {"tension", "entry:ligne", "entry:nuit"}


@pytest.fixture
def library(store: Store) -> Store:
    """Four cards, three of which speak of a danger, all near to « salaire »; two services for people in danger."""
    asked = (question("tension-1", "frame.role"),)
    line = (fact(EntryFactKind.NAME, "Ligne du Centre de Prévention du Suicide"), *entry().facts[1:])
    night = (fact(EntryFactKind.NAME, "Un accueil"), *entry().facts[1:])
    with store.writing() as db:
        pack = small_pack(replace(module("tension", ("frame.role",), asked), cards=CARDS))
        coming_into_force.load_pack(db, pack, MONDAY)
        sought = {"fr": ("dort dehors", "lit pour la nuit", "il a trop bu")}
        publish_entries(
            db,
            entry("ligne", emergency=True, facts=line, sought={"fr": ("veut mourir",)}),
            entry("nuit", emergency=True, facts=night, sought=sought),
            entry("ecoute"),
        )
        made = search_index.nearness_made_with(concepts.thesaurus().version, "e5")
        (pay,) = concepts.meant(["salaire"], "fr", concepts.thesaurus())
        while taken := search_index.take_without_nearness(db, made, MONDAY):
            near = {one.id: {pay: 3.0} if one.work in NEAR_PAY else {} for one, _ in taken}
            search_index.keep_nearness(db, made, MONDAY, near)
    return store


def found(store: Store, query: str) -> list[str]:
    with store.reading() as db:
        return [hit.entry.key for hit in entry_search.in_everything(db, query, "fr").hits]


def listed(store: Store, query: str) -> Sequence[str]:
    with store.reading() as db:
        return [one.id for one in entry_search.find(db, query, "fr", EntryFilters(), READ_ON).entries]


def test_a_word_of_what_can_frighten_or_is_near_to_it_does_not_find_it(library: Store) -> None:
    for query in ["fin de chômage", "la fin du mois", "fatigue", "rester dans la pièce", "centre"]:
        assert not {CRISIS, LIMIT, "entry:ligne"}.intersection(found(library, query))
    near = found(library, "salaire")
    assert TEARS in near
    assert not {CRISIS, LIMIT, FRAME, "entry:ligne", "entry:nuit"}.intersection(near)
    assert FRAME in found(library, "absence")
    assert "tension/tout-de-suite" not in found(library, "calepin")
    assert "tension/tout-de-suite" not in found(library, "tout de suite")
    assert found(library, "on m'a menacé de mort")[0] == LIMIT
    assert not {CRISIS, "entry:ligne", "entry:nuit"}.intersection(found(library, "on m'a menacé de mort"))


def test_whoever_says_it_finds_it_first_in_any_words_for_it(library: Store) -> None:
    for query in [
        "elle veut en finir",
        "hij ziet het niet meer zitten",
        "no reason to live",
        "suicide",
        "elle dit « sucide »",
    ]:
        assert found(library, query)[:2] == [CRISIS, "entry:ligne"]
        assert listed(library, query)[:1] == ["ligne"]
    for query, is_there in [("elle dort dehors", True), ("il a trop bu hier", True), ("lit", False)]:
        assert ("entry:nuit" in found(library, query), "nuit" in listed(library, query)) == (is_there, is_there)
    with library.reading() as db:
        hits = entry_search.in_everything(db, "elle veut en finir", "fr").hits
    answers = {hit.entry.key: hit.answers for hit in hits}
    assert (answers[CRISIS], answers["entry:ligne"], answers.get(TEARS, False)) == (True, True, False)


def test_a_story_about_a_danger_is_found_by_whoever_says_it(library: Store) -> None:
    told = tell(library, "Violences : une aide au logement de plus", MONDAY, sentences=("Une phrase.",))
    with library.writing() as db:
        let_story_be_found(db, db.get_one(Story, told))
    assert str(told) not in found(library, "aide au logement")
    assert str(told) in found(library, "violences conjugales")
