"""Nobody plays a dialogue before the house has said that somebody whom it concerns has read it as it stands."""

from dataclasses import replace
from uuid import uuid4

import pytest

from content.module import Module
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, documents, drafts, in_force
from models.ground.store import Store
from models.studio import publishing, reviewing
from models.tables.attestations import AttestationKind
from models.tables.documents import VersionChange
from tests.builders import MONDAY, in_dutch, module, with_translations
from tests.interviews import dialogues_read, with_dialogues

AUTHOR, READER = uuid4(), uuid4()
TOLD = with_dialogues(module(), "jo", "lea")


@pytest.fixture
def told(empty_store: Store) -> Store:
    """A house with a module of two dialogues in French and Dutch, from a pack."""
    with empty_store.writing() as db:
        coming_into_force.load_pack(db, with_translations(in_dutch(TOLD), modules=(TOLD,)), MONDAY)
    return empty_store


def met(store: Store, language: str = "fr") -> Module:
    with store.reading() as db:
        return in_force.published_module(db, TOLD.id, language).module


def played(store: Store, language: str = "fr") -> list[str]:
    return [one.id for one in met(store, language).dialogues]


def read(store: Store, document_id: str = TOLD.id) -> None:
    with store.writing() as db:
        document = documents.document_of(db, document_id)
        reviewing.read_in_force(db, document, AttestationKind.DIALOGUE, MONDAY, AUTHOR)


def publish(store: Store, now: Module, change: VersionChange) -> None:
    with store.writing() as db:
        publishing.publish(db, documents.document_of(db, TOLD.id), write_module(now), change, MONDAY, AUTHOR, "Dit.")


def other_words(told: Module, dialogue_id: str) -> Module:
    changed = (one._replace(scene="Jo attend.") if one.id == dialogue_id else one for one in told.dialogues)
    return replace(told, dialogues=tuple(changed))


def test_the_dialogues_of_a_pack_are_played_once_they_are_read_in_each_language_apart(told: Store) -> None:
    assert (met(told).dialogues, met(told).questions) == ((), TOLD.pool)
    read(told)
    assert met(told) == TOLD
    assert (played(told), played(told, "nl")) == (["jo", "lea"], [])
    read(told, f"{TOLD.id}.nl")
    assert played(told, "nl") == ["jo", "lea"]


def test_other_words_in_the_scene_or_in_a_turn_ask_for_another_reading_of_that_dialogue_alone(told: Store) -> None:
    read(told)
    publish(told, other_words(TOLD, "lea"), VersionChange.MEANING)
    assert played(told) == ["jo"]
    changed = tuple(one._replace(stem="Et là ?") if one.id == "jo-2" else one for one in TOLD.questions)
    publish(told, replace(other_words(TOLD, "lea"), questions=changed), VersionChange.MEANING)
    assert played(told) == []


def test_a_change_of_wording_keeps_the_reading_and_a_change_beside_a_dialogue_too(told: Store) -> None:
    read(told)
    publish(told, other_words(TOLD, "lea"), VersionChange.WORDING)
    publish(told, replace(other_words(TOLD, "lea"), to_try="Deux silences."), VersionChange.MEANING)
    assert played(told) == ["jo", "lea"]


def test_a_turn_that_is_new_or_leads_elsewhere_has_been_read_by_nobody_whatever_is_said_of_it(told: Store) -> None:
    read(told)
    first, *others = TOLD.turns("lea")
    shorter = first._replace(options=tuple(one._replace(leads_to="lea-x") for one in first.options))
    new = others[0]._replace(id="lea-x", stem="Léa se lève.")
    turns = (*TOLD.turns("jo"), shorter, new, *others[1:])
    publish(told, replace(TOLD, questions=(*TOLD.pool, *turns)), VersionChange.WORDING)
    assert played(told) == ["jo"]


def test_whoever_approves_a_text_says_it_of_its_dialogues(told: Store) -> None:
    with told.writing() as db:
        document, text = documents.document_of(db, TOLD.id), write_module(other_words(TOLD, "jo"))
        drafts.save_draft(db, document, text, MONDAY, AUTHOR)
        asked = reviewing.ask(db, document, VersionChange.MEANING, MONDAY, AUTHOR, invited=None, word="Dit.")
        reviewing.approve(db, asked, MONDAY, READER)
    assert played(told) == ["jo", "lea"]


def test_the_builder_reads_every_language(told: Store) -> None:
    with told.writing() as db:
        dialogues_read(db)
    assert played(told) == played(told, "nl") == ["jo", "lea"]
