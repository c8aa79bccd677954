"""What follows from a published entry: where it is listed, found and tied, and what its next reading teaches."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.directory.entry import EntryBlank, EntryFactKind, EntryKind
from content.errors import BrokenText
from models.catalogue import coming_into_force, published
from models.directory import entries, entry_index, fact_belief
from models.directory.entries import UnknownEntry
from models.directory.fact_belief import DOUBTED
from models.ground import search
from models.ground.store import Store
from models.tables.base import Base
from models.tables.directory import (
    EntryPlain,
    EntryTie,
    FactRereading,
    ListedEntry,
    ListedFact,
)
from models.tables.documents import Document
from models.tables.search import SearchKind
from tests.builders import MONDAY, small_pack
from tests.directory.published_entries import READ_ON, confidential, entry, fact, publish_entries

DERIVED = (ListedEntry, ListedFact, EntryTie, EntryPlain, FactRereading)
MONTH = timedelta(days=30)


def house_with_a_pack(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)


def derived(db: Session) -> dict[str, list[tuple[object, ...]]]:
    tables: dict[str, type[Base]] = {table.__tablename__: table for table in DERIVED}
    return {
        name: sorted(
            tuple(map(str, row))
            for row in db.execute(
                select(*table.__table__.columns).order_by(
                    "document_id" if "document_id" in table.__table__.columns else "id"
                )
            )
        )
        for name, table in tables.items()
    }


def test_a_published_entry_is_listed_found_and_tied(store: Store) -> None:
    house_with_a_pack(store)
    with store.writing() as db:
        (listed,) = publish_entries(db, entry())
        assert (listed.telephone, listed.commune, listed.names["nl"]) == (
            "02 000 00 00",
            "Saint-Gilles",
            "Luisteren ecoute",
        )
        assert (listed.by_telephone, listed.with_interpreter, listed.without_account) == (True, False, True)
        (hit,) = search.find(db, "perte emploi écoute", "fr").hits[:1]
        assert (hit.entry.kind, hit.entry.key) == (SearchKind.ENTRY, "entry:ecoute")
        assert [one.id for one in entries.tied(db, READ_ON, rules=["duree"])] == ["ecoute"]
        assert entries.tied(db, READ_ON, rules=["autre"]) == []


def test_a_second_version_takes_the_place_of_the_first_everywhere(store: Store) -> None:
    house_with_a_pack(store)
    moved = fact(EntryFactKind.REACH, telephone="02 111 11 11", read_on=READ_ON + MONTH)
    again = entry(read_on=READ_ON + MONTH)
    with store.writing() as db:
        publish_entries(db, entry(), replace(again, facts=(*again.facts[:2], moved, *again.facts[3:])))
        listed = entries.listed_of(db, "ecoute")
        assert (listed.telephone, listed.commune) == ("02 111 11 11", "")
        assert db.scalar(select(func.count()).select_from(ListedEntry)) == 1
        said = db.execute(select(FactRereading.kind, FactRereading.days, FactRereading.changed)).all()
    assert sorted(said) == [
        ("conditions", 30, False),
        ("description", 30, False),
        ("name", 30, False),
        ("name", 30, False),
        ("reach", 30, True),
    ]


def test_what_is_derived_comes_out_the_same_when_it_is_rebuilt(store: Store) -> None:
    house_with_a_pack(store)
    with store.writing() as db:
        publish_entries(db, entry(), confidential(), entry(read_on=READ_ON + MONTH))
        before = derived(db)
        entry_index.reindex(db)
        after = derived(db)
    assert {name: len(rows) for name, rows in before.items()} == {name: len(rows) for name, rows in after.items()}
    assert before["listed_entry"] == after["listed_entry"]
    assert before["listed_fact"] == after["listed_fact"]


def test_of_a_confidential_entry_only_the_discreet_title_is_listed_and_found(store: Store) -> None:
    house_with_a_pack(store)
    with store.writing() as db:
        (listed,) = publish_entries(db, confidential())
        assert listed.names == {"fr": "Un lieu d'accueil", "nl": "Een opvangplek"}
        assert listed.organisation == {}
        assert not search.find(db, "Maison du quartier", "fr").hits
        assert [hit.entry.key for hit in search.find(db, "lieu d'accueil", "fr").hits] == ["entry:refuge"]


def test_a_retired_entry_is_found_nowhere_and_a_new_version_puts_it_back(store: Store) -> None:
    house_with_a_pack(store)
    with store.writing() as db:
        publish_entries(db, entry())
        entry_index.retire(db, db.get_one(Document, "entry:ecoute"))
        assert not [hit for hit in search.find(db, "perte d'emploi", "fr").hits if hit.entry.kind == SearchKind.ENTRY]
        with pytest.raises(UnknownEntry):
            entries.reading(db, "ecoute", READ_ON)
        publish_entries(db, entry(read_on=READ_ON + MONTH))
        assert entries.reading(db, "ecoute", READ_ON).entry.id == "ecoute"


def test_an_entry_that_names_what_there_is_not_is_not_published(store: Store) -> None:
    house_with_a_pack(store)
    with store.writing() as db, pytest.raises(BrokenText):
        publish_entries(db, entry(rules=("nulle-part",)))


def test_entries_stay_out_of_what_every_process_keeps_of_what_is_published(store: Store) -> None:
    house_with_a_pack(store)
    with store.writing() as db:
        publish_entries(db, entry())
    with store.reading() as db:
        assert not any(name.startswith("entry:") for name in published.published(db).documents)


def test_a_doubt_goes_when_the_fact_is_read_again(store: Store) -> None:
    house_with_a_pack(store)
    with store.writing() as db:
        publish_entries(db, entry())
        fingerprint = db.scalar(select(ListedFact.fingerprint).where(ListedFact.kind == "reach")) or ""
        fact_belief.doubt(db, "entry:ecoute", fingerprint, MONDAY)
        assert entries.reading(db, "ecoute", READ_ON).facts[2].state.word == "check"  # type: ignore[union-attr]
        publish_entries(db, entry(read_on=READ_ON + MONTH))
        assert db.scalars(DOUBTED).all() == []


def test_a_tool_is_without_account_only_where_it_is_said(store: Store) -> None:
    house_with_a_pack(store)
    online = fact(EntryFactKind.ONLINE, lien_mobilisation="https://exemple.be/", compte="non")
    with store.writing() as db:
        silent, saying = publish_entries(
            db,
            entry("muet", kind=EntryKind.TOOL),
            entry("dit", kind=EntryKind.TOOL, facts=(*entry("dit").facts, online)),
        )
        assert (silent.without_account, saying.without_account) == (False, True)


def test_a_listed_telephone_is_that_of_the_fact_that_says_it_else_of_the_first_way(store: Store) -> None:
    house_with_a_pack(store)
    counter, blank = (
        fact(EntryFactKind.REACH, "Au guichet"),
        replace(fact(EntryFactKind.REACH), blank=EntryBlank.UNREAD),
    )
    one, made = entry(), []
    for name, facts in (
        ("sonne", (one.facts[0], blank, counter, *one.facts[1:])),
        ("guichet", (one.facts[0], blank, counter)),
        ("muet", (one.facts[0], blank)),
    ):
        made.append(replace(one, id=name, facts=facts))
    with store.writing() as db:
        assert [listed.reached_by for listed in publish_entries(db, *made)] == [4, 2, None]
