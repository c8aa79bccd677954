"""Programmes are a document like the topics: published with a pack, edited, and never lost on the way out."""

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from content.errors import BrokenText
from content.exchange.pack_package import read_package, write_package
from models.catalogue import coming_into_force, documents, draft_reading, exchange, in_force
from models.catalogue.documents import PROGRAMMES, RULES, SKILLS
from models.ground.store import Store
from models.studio import publishing
from models.tables.documents import VersionChange
from tests.builders import MONDAY
from tests.programmes import LINKED, WELCOME, pack_with_programmes
from tests.programmes import PROGRAMMES as TEXT

TRAINER = uuid4()


def load(store: Store, *modules: str) -> list[str]:
    with store.writing() as db:
        return coming_into_force.load_pack(db, pack_with_programmes(*modules), MONDAY)


def advice(db: Session) -> list[str]:
    return [str(one) for one in draft_reading.advice(db, documents.document_of(db, PROGRAMMES), TEXT)]


def test_a_pack_brings_its_programmes_after_the_modules_that_they_name(empty_store: Store) -> None:
    assert load(empty_store)[-1] == PROGRAMMES
    with empty_store.reading() as db:
        assert in_force.programmes(db) == (WELCOME, LINKED)
        assert documents.shared(db) == [SKILLS, RULES, PROGRAMMES]


def test_the_editor_says_which_module_lacks_which_language(store: Store) -> None:
    load(store, "cadre", "ecouter")
    with store.writing() as db:
        assert advice(db) == [
            "programmes.yaml:18: Le module reformuler n'est pas publié en néerlandais : "
            "le programme n'est pas proposé d'ici là."
        ]
        coming_into_force.retire(db, documents.document_of(db, "cadre"))
    with store.reading() as db:
        assert [one.partition(": Le module ")[2].split(",")[0] for one in advice(db)] == [
            "cadre n'est pas publié en français : le programme n'est pas proposé d'ici là.",
            "cadre n'est pas publié en néerlandais : le programme n'est pas proposé d'ici là.",
            "reformuler n'est pas publié en néerlandais : le programme n'est pas proposé d'ici là.",
        ]


def test_programmes_that_cannot_be_read_are_not_published(store: Store) -> None:
    load(store)
    with store.writing() as db, pytest.raises(BrokenText):
        document = documents.document_of(db, PROGRAMMES)
        publishing.publish(db, document, "programmes:\n  - x\n", VersionChange.WORDING, MONDAY, TRAINER)


def test_the_package_of_a_house_carries_its_programmes_also_where_one_has_lost_a_module(store: Store) -> None:
    load(store)
    with store.writing() as db:
        pack = exchange.pack_in_force(db)
        assert pack.programmes == TEXT
        assert read_package(write_package(pack)) == pack
        coming_into_force.retire(db, documents.document_of(db, "cadre"))
    with store.reading() as db:
        pack = exchange.pack_in_force(db)
    assert sorted(pack.translated) == ["ecouter.nl", "reformuler.nl"]  # that of what is retired stays behind with it
    assert read_package(write_package(pack)) == pack
    assert pack.programmes == TEXT
