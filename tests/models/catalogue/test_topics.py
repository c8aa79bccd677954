"""Topics are a document like the skill map and the rules: published with a pack, held against both, never lost."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from content.errors import BrokenText
from content.exchange.pack_package import read_package, write_package
from content.topics import write_topics
from models.catalogue import coming_into_force, documents, draft_reading, exchange, in_force
from models.catalogue.documents import RULES, SKILLS, TOPICS
from models.ground.store import Store
from models.studio import publishing
from models.tables.documents import VersionChange
from tests.builders import MONDAY, small_pack
from tests.topics import SENSITIVE, TOPIC, pack_with_topics

TRAINER = uuid4()
LAW = """\
      - id: frame.law
        name: {fr: Droit, nl: Recht, en: Law}
        prerequisites: []
"""


def load(store: Store) -> list[str]:
    with store.writing() as db:
        return coming_into_force.load_pack(db, pack_with_topics(), MONDAY)


def refused(db: Session, name: str, text: str) -> list[str]:
    """What is to be mended before a text can be published."""
    document = documents.document_of(db, name)
    with pytest.raises(BrokenText) as broken:
        publishing.publish(db, document, text, VersionChange.MEANING, MONDAY, TRAINER)
    return str(broken.value).splitlines()


def test_a_pack_brings_its_topics_after_the_skills_and_rules_that_they_touch(empty_store: Store) -> None:
    assert load(empty_store)[:3] == [SKILLS, RULES, TOPICS]
    with empty_store.reading() as db:
        assert in_force.topics(db) == (TOPIC, SENSITIVE)
        assert documents.shared(db) == [SKILLS, RULES, TOPICS]


def test_a_house_that_runs_already_gets_them_at_its_next_start(store: Store) -> None:
    with store.reading() as db:
        assert (in_force.topics(db), documents.shared(db)) == ((), [SKILLS, RULES])
    assert load(store) == [TOPICS]
    with store.reading() as db:
        assert in_force.topics(db) == (TOPIC, SENSITIVE)


def test_topics_of_a_rule_that_a_house_has_no_more_wait_as_a_draft(store: Store) -> None:
    with store.writing() as db:
        document = documents.document_of(db, RULES)
        publishing.publish(db, document, "rules: []\n", VersionChange.MEANING, MONDAY, TRAINER)
    assert load(store) == []
    with store.reading() as db:
        assert documents.document_of(db, TOPICS).draft == pack_with_topics().topics
        assert in_force.topics(db) == ()


def test_topics_touch_what_there_is(store: Store) -> None:
    load(store)
    with store.writing() as db:
        text = write_topics([replace(TOPIC, skills=("listen.none",), rules=("age",))])
        assert refused(db, TOPICS, text) == [
            "topics.yaml:6: La compétence listen.none n'est pas dans la carte des compétences : "
            "corrigez l'identifiant.",
            "topics.yaml:7: La règle age n'est pas dans rules.yaml : corrigez l'identifiant ou ajoutez la règle.",
        ]
        assert draft_reading.advice(db, documents.document_of(db, TOPICS), text) == []


def test_a_rule_or_a_skill_that_a_topic_touches_cannot_be_taken_away(store: Store) -> None:
    with store.writing() as db:
        document = documents.document_of(db, SKILLS)
        text = documents.published_text(db, document) or ""
        publishing.publish(db, document, f"{text}{LAW}", VersionChange.MEANING, MONDAY, TRAINER)
        coming_into_force.load_pack(db, pack_with_topics(replace(TOPIC, skills=("frame.law",))), MONDAY)
        assert refused(db, SKILLS, text) == [
            "skills.yaml:1: La compétence frame.law sert dans un sujet d'entretien : remettez-la."
        ]
        assert refused(db, RULES, "rules: []\n") == [
            "rules.yaml:1: La règle duree est dans un sujet d'entretien : remettez-la."
        ]


def test_the_package_of_a_house_carries_its_topics_if_it_has_any(store: Store) -> None:
    with store.reading() as db:
        assert exchange.pack_in_force(db) == small_pack()
    load(store)
    with store.reading() as db:
        pack = exchange.pack_in_force(db)
    assert read_package(write_package(pack)) == pack == pack_with_topics()


def test_topics_of_another_house_become_a_draft(store: Store) -> None:
    with store.writing() as db:
        drafted = exchange.take_up(db, pack_with_topics(), MONDAY, TRAINER)
        assert [(one.name, one.kind) for one in drafted] == [(TOPICS, "topics")]
        assert in_force.topics(db) == ()
        document = documents.document_of(db, TOPICS)
        publishing.publish(db, document, document.draft or "", VersionChange.MEANING, MONDAY, TRAINER)
        assert in_force.topics(db) == (TOPIC, SENSITIVE)
