"""A module begins from nothing or as a copy, under a free name, and somebody answers for it."""

from uuid import uuid4

import pytest

from content.directory.entry import EntryKind
from content.directory.entry_text import read_entry
from content.errors import BrokenText, Refused
from content.text.grammar import question_ids
from models.catalogue import coming_into_force, documents, drafts, in_force
from models.catalogue.drafts import BadId, IdTaken
from models.ground.store import Store
from models.studio import beginning, publishing, responsibility
from models.tables.documents import Document, VersionChange
from tests.builders import MONDAY, TOO_LONG, add_learner_in, module, question, small_pack
from tests.directory.published_entries import entry, publish_entries
from tests.studio.test_responsibility import trainer


def test_its_writer_answers_for_it(store: Store) -> None:
    with store.writing() as db:
        anna = trainer(db, "anna")
        document = beginning.begin(db, "", "L'écoute à deux", MONDAY, anna.learner_key)
        assert document.id == "l-ecoute-a-deux"
        assert responsibility.answering(db, document.id).owner == anna
        assert documents.parse_module(drafts.latest_text(db, document)).title == "L'écoute à deux"


def test_a_title_suggests_a_free_id(store: Store) -> None:
    for title, free in [
        ("Écouter", "ecouter-2"),
        ("Carte", "carte"),
        ("?!", "module"),
        (" ", ""),
        ("الإصغاء", "module"),
        ("🙂", "module"),
        ("Écouter 聞く", "ecouter-2"),
        ("Œuvre & sœur", "oeuvre-soeur"),
        ("a" * 90, "a" * 60),
        ("Listen, active !", "listen-active-2"),
    ]:
        with store.reading() as db:
            assert beginning.free_id(db, title) == free


def test_what_another_module_has_named_its_questions_by_is_taken(store: Store) -> None:
    with store.writing() as db:
        anna = trainer(db, "anna").learner_key
        with pytest.raises(IdTaken):
            beginning.begin(db, "listen-active", "Écoute", MONDAY, anna)
        document = beginning.begin(db, "", "Listen, active !", MONDAY, anna)
        text = drafts.latest_text(db, document)
        assert not question_ids(text) & {one.id for one in in_force.published_module(db, "ecouter").module.questions}


def test_nothing_begins_under_a_name_that_is_taken_or_none(store: Store) -> None:
    with store.writing() as db:
        anna = trainer(db, "anna").learner_key
        for name, title, refusal in (
            ("ecouter", "Neuf", IdTaken),
            ("", " ", BadId),
            ("Non", "Neuf", BadId),
            (TOO_LONG, "Neuf", BadId),
        ):
            with pytest.raises(refusal):
                beginning.begin(db, name, title, MONDAY, anna)


def test_an_entry_begins_with_a_fitting_name_and_an_id_that_the_name_suggests(store: Store) -> None:
    names = {"L'écoute du quartier": "l-ecoute-du-quartier", "Écoute": "ecoute-2", "الإصغاء": "service"}
    with store.writing() as db:
        publish_entries(db, entry())
        by = add_learner_in(db)
        for name, found in (names | {"a" * 90: "a" * 60}).items():
            made = beginning.begin_entry(db, "", name, "fr", EntryKind.SERVICE, MONDAY, by)
            begun = read_entry(drafts.latest_text(db, made))
            assert (begun.id, begun.name["fr"]) == (found, name)
        for name in ("", "ab", "a" * 151):
            with pytest.raises(Refused):
                beginning.begin_entry(db, "neuf", name, "fr", EntryKind.SERVICE, MONDAY, by)
        assert db.get(Document, "entry:neuf") is None


def test_a_copy_is_a_draft_that_is_published_under_its_own_names_and_title(store: Store) -> None:
    with store.writing() as db:
        anna = trainer(db, "anna").learner_key
        source = documents.document_of(db, "ecouter")
        copy = beginning.begin_copy(db, source, "", "", MONDAY, anna)
        text = drafts.latest_text(db, copy)
        assert (copy.id, documents.parse_module(text).title) == ("copie-de-ecouter", "Copie de Ecouter")
        with pytest.raises(BrokenText) as refused:
            publishing.publish(db, copy, text, VersionChange.MEANING, MONDAY, anna)
        assert [one.values for one in refused.value.problems] == [{"title": "Copie de Ecouter"}]
        publishing.publish(db, copy, text.replace("Copie de Ecouter", "Autre"), VersionChange.MEANING, MONDAY, anna)
        there = {one.module.id: one.module for one in in_force.published_modules(db)}
        assert len(there["copie-de-ecouter"].questions) == len(there["ecouter"].questions)


def test_what_cannot_be_read_is_copied_as_it_is_in_force_or_not_at_all(store: Store) -> None:
    with store.writing() as db:
        key = uuid4()
        source = documents.document_of(db, "ecouter")
        drafts.save_draft(db, source, "illisible", MONDAY, key)
        assert beginning.readable(db, source).title == "Ecouter"
        new = drafts.create_module(db, "neuf", MONDAY, key)
        drafts.save_draft(db, new, "illisible", MONDAY, key)
        with pytest.raises(BrokenText):
            beginning.readable(db, new)


def test_a_copy_is_in_the_language_of_the_other(store: Store) -> None:
    dutch = module("luisteren", title="Luisteren", language="nl", questions=(question("luisteren-1"),))
    with store.writing() as db:
        anna = trainer(db, "anna").learner_key
        coming_into_force.load_pack(db, small_pack(dutch), MONDAY)
        copy = beginning.begin_copy(db, documents.document_of(db, "luisteren"), "", "", MONDAY, anna)
        assert (copy.id, copy.language) == ("kopie-van-luisteren", "nl")
