"""A watched page that changes casts doubt on exactly the facts that quote what it says no longer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from content.directory.entry import DirectoryEntry, EntryFact, EntryFactKind, FactSource
from models.catalogue import coming_into_force
from models.directory import entries, fact_belief
from models.directory.fact_belief import DOUBTED, folded, same_page
from models.freshness import Freshness
from models.ground.store import Store
from models.tables.directory import ListedFact
from tests.builders import MONDAY, small_pack
from tests.directory.published_entries import ADDRESS, READ_ON, entry, fact, publish_entries

DAY = timedelta(days=1)
PAGE = "Écoute. Appelez le 02 000 00 00. Il faut habiter Bruxelles."


def quoting(address: str = ADDRESS, quote: str = "Il faut habiter Bruxelles.") -> DirectoryEntry:
    """An entry with a telephone and a condition that each quote a sentence, and a cost that quotes none."""
    made = entry()
    read = FactSource(address, READ_ON, "Service emploi", quote)
    conditions = EntryFact(EntryFactKind.CONDITIONS, {"fr": "Habiter Bruxelles"}, source=read)
    return replace(made, facts=(*made.facts[:3], conditions, fact(EntryFactKind.COST, "Gratuit")))


@pytest.fixture
def house(store: Store) -> Store:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        publish_entries(db, quoting())
    return store


def doubted(store: Store) -> list[str]:
    with store.reading() as db:
        facts = select(ListedFact.kind).where(ListedFact.fingerprint.in_(DOUBTED))
        return sorted(db.scalars(facts))


def changes(store: Store, before: str, now: str, address: str = ADDRESS) -> list[str]:
    with store.writing() as db:
        fact_belief.page_changed(db, address, before, now, MONDAY)
    return doubted(store)


def test_only_the_fact_whose_sentence_is_gone_is_doubted(house: Store) -> None:
    assert changes(house, PAGE, "Écoute. Appelez le 02 000 00 00. Il faut habiter Saint-Gilles.") == ["conditions"]
    with house.reading() as db:
        words = {one.fact.kind: one.state for one in entries.reading(db, "ecoute", READ_ON).facts}
    assert words["conditions"] and words["conditions"].page_changed
    assert words["conditions"].word is Freshness.CHECK
    assert words["reach"] and words["reach"].word is Freshness.RECENT
    assert words["conditions"].chance < words["reach"].chance


def test_a_sentence_that_comes_back_takes_the_doubt_away_and_what_was_never_said_touches_nothing(house: Store) -> None:
    assert changes(house, PAGE, "Rien", "https://exemple.be/autre") == []
    assert changes(house, "Menu. Contact.", "Menu. Contacts.") == []
    assert changes(house, PAGE, "Écoute.") == ["conditions", "reach"]
    assert changes(house, "Écoute.", "Écoute. Appelez le 02 000 00 00.") == ["conditions"]


def test_spaces_quotes_dashes_and_apostrophes_make_no_other_sentence(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        publish_entries(db, quoting(quote="L'accueil est « gratuit » - pour tous."))
    before = "L'accueil est « gratuit » - pour tous."
    assert changes(store, before, "L’accueil\nest «\u202fgratuit\u00a0» – pour tous.") == []
    assert changes(store, before, "L'accueil est « payant » - pour tous.") == ["conditions"]


def test_a_quote_that_leaves_words_out_holds_while_its_parts_stand_in_order(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        publish_entries(db, quoting(quote="Il faut […] habiter Bruxelles…"))
    telephone = "Appelez le 02 000 00 00."
    assert changes(store, PAGE, f"{telephone} Il faut être inscrit et habiter Bruxelles depuis un an.") == []
    assert changes(store, PAGE, f"{telephone} Habiter Bruxelles : il faut le prouver.") == ["conditions"]


def test_a_page_is_the_same_by_its_host_path_and_query_alone(store: Store) -> None:
    written = ("http://exemple.be/ecoute", "https://exemple.be/ecoute/", "https://exemple.be/ecoute#acces")
    assert {same_page(one) for one in (*written, "https://exemple.be:443/ecoute")} == {same_page(ADDRESS)}
    for other in ("https://exemple.be/ecoute?page=2", "https://exemple.be/ecouter", "https://autre.be/ecoute"):
        assert same_page(other) != same_page(ADDRESS)
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
    for read_at in written:
        with store.writing() as db:
            publish_entries(db, quoting(read_at))
        assert changes(store, PAGE, "Écoute. Appelez le 02 000 00 00.") == ["conditions"]
        assert changes(store, "Écoute.", PAGE) == []


def test_figures_and_signs_are_never_folded_away() -> None:
    assert len({folded(text) for text in ("200 €", "300 €", "200 $", "20,0 €")}) == 4
