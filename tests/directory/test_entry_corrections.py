"""An entry whose text a pack corrects is a new version where it was published, like a module; packs carry entries."""

from dataclasses import replace
from datetime import timedelta

import pytest

from content.directory.entry import DirectoryEntry, EntryFactKind, EntryOrigin
from content.directory.entry_text import write_entry
from content.errors import BrokenText
from content.exchange.pack_package import read_package, write_package
from content.pack import Pack
from content.text.corrections import fingerprint
from models.catalogue import coming_into_force, documents, exchange
from models.directory import entries, entry_index
from models.ground.store import Store
from models.studio import pack_corrections
from models.studio.pack_corrections import Corrected, KeptByHouse
from models.tables.directory import FactRereading
from models.tables.documents import Document
from tests.builders import MONDAY, small_pack
from tests.directory.published_entries import confidential, entry, fact, publish_entries

LATER = MONDAY + timedelta(days=60)


def another_number(before: DirectoryEntry) -> DirectoryEntry:
    """The same, read again, with another telephone."""
    reach = fact(EntryFactKind.REACH, telephone="02 111 11 11", commune="Saint-Gilles", read_on=LATER.date())
    return replace(before, facts=tuple(reach if one.kind is EntryFactKind.REACH else one for one in before.facts))


def pack_of(*made: DirectoryEntry, corrections: str = "") -> Pack:
    return replace(small_pack(), entries={one.id: write_entry(one) for one in made}, corrections=corrections)


def correction(document: str, text: str, change: str = "meaning") -> str:
    line = f"  - {{document: '{document}', from: {fingerprint(text)}, change: {change}, word: Un autre numéro.}}\n"
    return f"corrections:\n{line}"


def set_up(store: Store, pack: Pack) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, pack, MONDAY)
        entry_index.catch_up(db)


def test_a_corrected_entry_becomes_a_version_and_is_listed_as_it_is_now(store: Store) -> None:
    old = entry()
    set_up(store, pack_of(old))
    new = another_number(old)
    pack = pack_of(new, corrections=correction("entry:ecoute", write_entry(old)))
    with store.writing() as db:
        (found,) = pack_corrections.take_up(db, pack, LATER, LATER.date())
        assert isinstance(found, Corrected)
        assert (found.version.number, found.version.word, found.version.change) == (2, "Un autre numéro.", "meaning")
        assert entries.listed_of(db, "ecoute").telephone == "02 111 11 11"
        assert [(one.kind, one.changed) for one in db.query(FactRereading)] == [("reach", True)]
        assert pack_corrections.take_up(db, pack, LATER, LATER.date()) == []


def test_an_entry_that_the_house_has_made_its_own_is_left_to_trainers(store: Store) -> None:
    old = entry()
    set_up(store, pack_of(old))
    own = replace(old, emergency=True)
    new = another_number(old)
    with store.writing() as db:
        publish_entries(db, own)
        pack = pack_of(new, corrections=correction("entry:ecoute", write_entry(old)))
        (found,) = pack_corrections.take_up(db, pack, LATER, LATER.date())
        assert isinstance(found, KeptByHouse)
        document = db.get_one(Document, "entry:ecoute")
        assert documents.published_text(db, document) == write_entry(own)
        assert document.draft == write_entry(new)


@pytest.mark.parametrize(
    ("document", "change", "why"),
    [
        ("entry:autre", "meaning", "n'a pas de texte entry:autre"),
        ("ecoute", "meaning", "n'a pas de texte ecoute"),
        ("entry:ecoute", "key", "Une entrée n'a pas de clé"),
    ],
)
def test_a_pack_whose_correction_fits_no_entry_is_not_read(document: str, change: str, why: str) -> None:
    pack = pack_of(entry(), corrections=correction(document, "un texte d'avant", change))
    with pytest.raises(BrokenText, match=why):
        read_package(write_package(pack))


def test_a_pack_carries_what_was_written_here_and_nothing_from_elsewhere(store: Store) -> None:
    set_up(store, pack_of())
    theirs = replace(entry("chez-dora"), origin=EntryOrigin("dora", "7"))
    with store.writing() as db:
        publish_entries(db, entry(), confidential(), theirs)
        carried = read_package(write_package(exchange.pack_in_force(db)))
        assert carried.entries == {one.id: write_entry(one) for one in (entry(), confidential())}
        compared = exchange.compare(db, exchange.documents_in(carried))
        assert {one.becomes_draft for one in compared} == {False}
