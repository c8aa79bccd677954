"""What is begun, loaded or missing in another language."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from content.errors import BrokenText, NotFound
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, draft_reading, drafts, translations
from models.catalogue.translations import TranslationState
from models.ground.store import Store
from models.tables.documents import VersionChange
from tests import builders
from tests.builders import MONDAY, question
from tests.models.catalogue.translations.bilingual import (
    CLEARER,
    FIRST,
    LATER,
    ORIGINAL,
    TRAINER,
    TRANSLATION,
    document,
    met,
    publish,
)


def test_a_translation_begins_from_the_published_text_and_is_there_once(store: Store) -> None:
    with store.writing() as db:
        begun = translations.begin(db, document(db, "cadre"), "nl", MONDAY, TRAINER)
        text = drafts.latest_text(db, begun)
        assert "## Vraag frame-role-1 · frame.role" in text
        assert read_module(text).language == "nl"
        with pytest.raises(BrokenText):
            draft_reading.read_draft(db, begun, text)
        drafts.save_draft(db, begun, "Begonnen.", MONDAY, TRAINER, drafts.fingerprint(text))
        assert translations.begin(db, document(db, "cadre"), "nl", MONDAY, TRAINER).draft == "Begonnen."


@pytest.mark.parametrize("language", ["fr", "de"])
def test_no_translation_begins_in_the_language_of_the_original_or_an_unknown_one(store: Store, language: str) -> None:
    with pytest.raises(NotFound, match="Ce module ne s'écrit pas dans cette langue"), store.writing() as db:
        translations.begin(db, document(db, "cadre"), language, MONDAY, TRAINER)


def test_a_translation_of_a_pack_that_no_longer_fits_what_the_portal_holds_is_kept_as_a_draft(
    empty_store: Store,
) -> None:
    builders.set_up(empty_store, builders.small_pack())
    with empty_store.writing() as db:
        publish(db, replace(ORIGINAL, minutes=6), VersionChange.WORDING)
        assert coming_into_force.load_pack(db, builders.with_translations(TRANSLATION), LATER) == []
        assert drafts.latest_text(db, document(db)) == write_module(TRANSLATION)
        assert met(db, "nl") == "fr"


def missing_in_dutch(db: Session) -> list[tuple[str, TranslationState, tuple[str, ...]]]:
    return [(one.module_id, one.state, one.questions) for one in translations.missing(db) if one.language == "nl"]


@pytest.mark.parametrize(
    ("happening", "found"),
    [
        (lambda db: None, []),
        (lambda db: publish(db, CLEARER, VersionChange.MEANING), [("ecouter", TranslationState.WAITING, (FIRST,))]),
        (lambda db: coming_into_force.retire(db, document(db)), [("ecouter", TranslationState.RETIRED, ())]),
        (
            lambda db: publish(db, replace(ORIGINAL, to_try="Autre chose."), VersionChange.MEANING),
            [("ecouter", TranslationState.WITHDRAWN, tuple(sorted(one.id for one in ORIGINAL.questions)))],
        ),
        (
            lambda db: publish(
                db,
                replace(ORIGINAL, questions=(*ORIGINAL.questions, question("listen-active-9"))),
                VersionChange.WORDING,
            ),
            [("ecouter", TranslationState.BEHIND, ("listen-active-9",))],
        ),
    ],
)
def test_what_is_missing_is_told_by_module_with_its_state(
    store: Store, happening: Callable[[Session], object], found: list[tuple[str, TranslationState, tuple[str, ...]]]
) -> None:
    with store.writing() as db:
        translations.begin(db, document(db, "reformuler"), "nl", MONDAY, TRAINER)
        happening(db)
        rest = [("cadre", TranslationState.ABSENT, ()), *found, ("reformuler", TranslationState.DRAFT, ())]
        assert missing_in_dutch(db) == rest
