"""A page of a real server changes, and exactly the facts of the directory that quoted it are doubted."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from content.directory.entry import EntryFact, EntryFactKind, FactSource
from models.catalogue import coming_into_force
from models.directory.fact_belief import DOUBTED
from models.news.sources import page_changes, shared_sources
from models.tables.directory import ListedFact
from tests.builders import MONDAY, add_learner, small_pack
from tests.directory.published_entries import ADDRESS, READ_ON, entry, publish_entries
from tests.watchers.world import PAGE, TEXT, World, html, page

QUOTE = "Les conseillers disposent de trente minutes pour un premier entretien"
OTHER = "La mesure est évaluée après six mois par un comité"


@pytest.fixture
def read_there(world: World) -> Iterator[World]:
    """An entry three of whose facts were read on the page of the site: two quote it, one does not."""

    def fact(kind: EntryFactKind, quote: str = "") -> EntryFact:
        return EntryFact(kind, {"fr": "Trente minutes"}, source=FactSource(ADDRESS, READ_ON, "Service emploi", quote))

    kinds = {EntryFactKind.DURATION: QUOTE, EntryFactKind.CONDITIONS: OTHER, EntryFactKind.COST: ""}
    with world.store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        publish_entries(db, replace(entry(), facts=(entry().facts[0], *(fact(*one) for one in kinds.items()))))
        # A text names no site without a name, as a server of a test is.
        db.execute(update(ListedFact).values(address=world.site.address(PAGE)))
    yield world


def doubted(world: World) -> list[str]:
    with world.store.reading() as db:
        facts = select(ListedFact.kind).where(ListedFact.fingerprint.in_(DOUBTED))
        return sorted(db.scalars(facts))


def visited(world: World, text: str) -> list[str]:
    world.site.routes[PAGE] = html(page(text))
    world.visit()
    return doubted(world)


def test_a_changed_sentence_doubts_the_facts_that_quote_it_until_it_comes_back(read_there: World) -> None:
    read_there.add(PAGE, "page")
    assert visited(read_there, TEXT) == []
    assert visited(read_there, TEXT.replace("trente", "quarante")) == ["duration"]
    assert visited(read_there, TEXT.replace("trente", "quarante").replace("six", "neuf")) == ["conditions", "duration"]
    assert visited(read_there, TEXT.replace("six", "neuf")) == ["conditions"]


def test_a_page_that_one_person_watches_for_herself_doubts_nothing(read_there: World) -> None:
    who = add_learner(read_there.store)
    with read_there.store.writing() as db:
        source = shared_sources.add_source(db, "La mienne", read_there.site.address(PAGE), "page", MONDAY)
        source.learner_key = who
        page_changes.record(db, source, TEXT, MONDAY)
        db.refresh(source)
        page_changes.record(db, source, TEXT.replace("trente", "quarante"), MONDAY)
    assert doubted(read_there) == []


def test_what_a_feed_tells_doubts_nothing(read_there: World) -> None:
    with read_there.store.writing() as db:
        source = shared_sources.add_source(db, "Un flux", read_there.site.address(PAGE), "feed", MONDAY)
        page_changes.record(db, source, TEXT, MONDAY)
        db.refresh(source)
        page_changes.record(db, source, TEXT.replace("trente", "quarante"), MONDAY)
    assert doubted(read_there) == []
