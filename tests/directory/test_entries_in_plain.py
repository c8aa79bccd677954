"""What entries say in plain words: by language, of a confidential one no more than its telephone."""

from dataclasses import replace

from content.directory.entry import EntryKind
from models.catalogue import coming_into_force
from models.directory import entry_index, tool_tests
from models.directory.entries import entries_in_plain
from models.ground.store import Store
from models.tables.documents import Document
from tests.builders import MONDAY, small_pack
from tests.directory.published_entries import READ_ON, confidential, entry, publish_entries

WORDS = {"fr": "Vous pouvez en parler ici.", "nl": "U kunt hier praten."}


def names(store: Store, language: str) -> list[str]:
    with store.reading() as db:
        return [one.id for one in entries_in_plain(db, language, READ_ON)]


def published(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        one_language = entry("wijk", plain={"nl": WORDS["nl"]})
        publish_entries(db, entry("ecoute", plain=WORDS), one_language, entry("muette"))


def test_an_entry_is_said_in_its_languages_with_its_name_its_kind_and_its_telephone_while_it_says_so(
    store: Store,
) -> None:
    published(store)
    assert (names(store, "fr"), names(store, "nl"), names(store, "en")) == (["ecoute"], ["ecoute", "wijk"], [])
    with store.writing() as db:
        (said,) = entries_in_plain(db, "fr", READ_ON)
        assert (said.kind, said.words, said.language) == (EntryKind.SERVICE, WORDS["fr"], "fr")
        assert (said.name, said.telephone, said.confidential) == ("Écoute ecoute", "02 000 00 00", False)
        publish_entries(db, entry("wijk"))
        entry_index.retire(db, db.get_one(Document, "entry:ecoute"))
    assert (names(store, "fr"), names(store, "nl")) == ([], [])


def test_of_a_confidential_one_nothing_but_its_discreet_title_and_its_telephone_is_said(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        publish_entries(db, replace(confidential(), facts=entry().facts[:1], plain=WORDS))
    with store.reading() as db:
        (said,) = entries_in_plain(db, "fr", READ_ON)
    assert (said.name, said.telephone, said.confidential) == ("Un lieu d'accueil", "", True)


def test_a_tool_that_may_not_be_recommended_is_in_no_letter(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        publish_entries(db, entry("outil", kind=EntryKind.TOOL, plain=WORDS))
    assert names(store, "fr") == []
    with store.writing() as db:
        tool_tests.keep_line(db, "entry:outil", "Oui.", READ_ON)
    assert names(store, "fr") == ["outil"]
