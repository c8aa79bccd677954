"""Searching in another language."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from content.text.module_writer import write_module
from models.catalogue import coming_into_force, drafts
from models.ground import search
from models.ground.store import Store
from models.studio import publishing
from models.tables.documents import VersionChange
from tests import builders
from tests.builders import in_dutch, module
from tests.models.catalogue.translations.bilingual import LATER, TRAINER, document


def titles(db: Session, query: str, language: str) -> set[str]:
    return {hit.entry.title for hit in search.find(db, query, language).hits}


@pytest.fixture
def library(empty_store: Store) -> Store:
    original = module("ecouter", title="Le silence", cards=1)
    translation = in_dutch(original, title="Le silence, stilte")
    builders.set_up(
        empty_store, builders.with_translations(translation, modules=(original, module("cadre", ("frame.role",))))
    )
    return empty_store


@pytest.mark.dialects
def test_a_module_is_found_once_in_the_reader_s_language_or_else_in_that_of_the_original(library: Store) -> None:
    with library.reading() as db:
        assert titles(db, "silence", "nl") == {"Le silence, stilte"}
        assert titles(db, "silence", "fr") == titles(db, "silence", "en") == {"Le silence"}
        assert titles(db, "cadre", "nl") == {"Cadre"}
        assert titles(db, "stilte", "fr") == set()


def test_a_translation_that_is_withdrawn_or_retired_is_found_no_longer_and_comes_back(library: Store) -> None:
    with library.writing() as db:
        coming_into_force.retire(db, document(db))
        assert titles(db, "silence", "nl") == {"Le silence"}
        coming_into_force.retire(db, document(db, "ecouter"))
        assert titles(db, "silence", "nl") == set()
        text = drafts.latest_text(db, document(db, "ecouter"))
        publishing.publish(db, document(db, "ecouter"), text, VersionChange.MEANING, LATER, TRAINER)
        publishing.publish(
            db, document(db), drafts.latest_text(db, document(db)), VersionChange.WORDING, LATER, TRAINER
        )
        assert titles(db, "silence", "nl") == {"Le silence, stilte"}


def test_an_original_that_comes_to_speak_as_its_translation_is_found_once(library: Store) -> None:
    spoken = write_module(replace(module("ecouter", title="Le silence", cards=1), language="nl"))
    with library.writing() as db:
        publishing.publish(db, document(db, "ecouter"), spoken, VersionChange.WORDING, LATER, TRAINER)
        for language in ("fr", "nl", "en"):
            assert titles(db, "silence", language) == {"Le silence, stilte"}
