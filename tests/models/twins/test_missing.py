"""What is begun, loaded or missing in another language."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from content.problems import BrokenText
from content.text import read_module, write_module
from models import authoring, twins
from models.authoring import Change
from models.store import Store
from models.twins import NoSuchLanguage, State
from tests import builders
from tests.builders import MONDAY, question
from tests.models.twins.bilingual import CLEARER, FIRST, LATER, ORIGINAL, TRAINER, TWIN, document, met, publish


def test_a_translation_begins_from_the_published_text_and_is_there_once(store: Store) -> None:
    with store.writing() as db:
        begun = twins.begin(db, document(db, "cadre"), "nl", MONDAY, TRAINER)
        text = authoring.latest_text(db, begun)
        assert "## Vraag frame-role-1 · frame.role" in text
        assert read_module(text).language == "nl"
        with pytest.raises(BrokenText):
            authoring.read_draft(db, begun, text)
        authoring.save_draft(db, begun, "Begonnen.", MONDAY, TRAINER, authoring.fingerprint(text))
        assert twins.begin(db, document(db, "cadre"), "nl", MONDAY, TRAINER).draft == "Begonnen."


@pytest.mark.parametrize("language", ["fr", "de"])
def test_no_translation_begins_in_the_language_of_the_original_or_an_unknown_one(store: Store, language: str) -> None:
    with pytest.raises(NoSuchLanguage), store.writing() as db:
        twins.begin(db, document(db, "cadre"), language, MONDAY, TRAINER)


def test_a_twin_of_a_pack_that_no_longer_fits_what_the_portal_holds_is_kept_as_a_draft(empty_store: Store) -> None:
    builders.set_up(empty_store, builders.small_pack())
    with empty_store.writing() as db:
        publish(db, replace(ORIGINAL, minutes=6), Change.WORDING)
        assert authoring.load_pack(db, builders.with_twins(TWIN), LATER) == []
        assert authoring.latest_text(db, document(db)) == write_module(TWIN)
        assert met(db, "nl") == "fr"


def missing_in_dutch(db: Session) -> list[tuple[str, State, tuple[str, ...]]]:
    return [(one.module_id, one.state, one.questions) for one in twins.missing(db) if one.language == "nl"]


WITHOUT_ONE = replace(ORIGINAL, questions=ORIGINAL.questions[1:])


@pytest.mark.parametrize(
    ("happening", "found"),
    [
        (lambda db: None, []),
        (lambda db: publish(db, CLEARER, Change.MEANING), [("ecouter", State.WAITING, (FIRST,))]),
        (lambda db: authoring.retire(db, document(db)), [("ecouter", State.RETIRED, ())]),
        (
            lambda db: publish(db, replace(ORIGINAL, to_try="Autre chose."), Change.MEANING),
            [("ecouter", State.WITHDRAWN, tuple(sorted(one.id for one in ORIGINAL.questions)))],
        ),
        (
            lambda db: publish(
                db, replace(ORIGINAL, questions=(*ORIGINAL.questions, question("listen-active-9"))), Change.WORDING
            ),
            [("ecouter", State.BEHIND, ("listen-active-9",))],
        ),
    ],
)
def test_what_is_missing_is_told_by_module_with_its_state(
    store: Store, happening: Callable[[Session], object], found: list[tuple[str, State, tuple[str, ...]]]
) -> None:
    with store.writing() as db:
        twins.begin(db, document(db, "reformuler"), "nl", MONDAY, TRAINER)
        happening(db)
        rest = [("cadre", State.ABSENT, ()), *found, ("reformuler", State.DRAFT, ())]
        assert missing_in_dutch(db) == rest
