"""Beside each line of the ballot stand a module and a topic that our pack has; a house without them shows nothing."""

from dataclasses import replace

import pytest

from models.catalogue import in_force
from models.community.ballot_reading import POINTERS, BallotLine, pointed
from models.ground.store import Store
from tests.builders import small_pack
from tests.teaching import our_pack, teach

LANGUAGES = ("fr", "nl", "en")


@pytest.mark.nightly
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_leads_to_what_our_pack_publishes(empty_store: Store, language: str) -> None:
    teach(empty_store, our_pack())
    with empty_store.reading() as db:
        modules = [one.module for one in in_force.published_modules(db, language)]
        found = {line: pointed(line, modules, in_force.topics(db)) for line in BallotLine}
    assert {line: (one.module and one.module.id, one.topic and one.topic.id) for line, one in found.items()} == {
        line: (to.module_id, to.topic_id) for line, to in POINTERS.items()
    }
    assert all(one.criterion and one.criterion[language] for one in found.values())


@pytest.mark.nightly
def test_the_criterion_is_the_trades_own_sentence_while_the_topic_has_the_aspect(empty_store: Store) -> None:
    teach(empty_store, our_pack())
    with empty_store.reading() as db:
        criterion = pointed(BallotLine.WHOM, (), in_force.topics(db)).criterion
    assert criterion is not None
    assert criterion["fr"] == "La personne sait qui décide, qui paie, et à qui demander."
    with empty_store.reading() as db:
        (topic,) = (one for one in in_force.topics(db) if one.id == "droits")
    others = tuple(aspect for aspect in topic.aspects if aspect.id != POINTERS[BallotLine.WHOM].aspect_id)
    kept = replace(topic, aspects=others)
    assert pointed(BallotLine.WHOM, (), [kept]) == (None, kept, None)


def test_a_house_with_other_modules_and_no_topics_is_shown_nothing(empty_store: Store) -> None:
    teach(empty_store, small_pack())
    with empty_store.reading() as db:
        modules = [one.module for one in in_force.published_modules(db)]
        found = [pointed(line, modules, in_force.topics(db)) for line in BallotLine]
    assert found == [(None, None, None)] * 3
