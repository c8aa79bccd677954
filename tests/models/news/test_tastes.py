"""What a learner needs, mutes and wants less of."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.catalogue import in_force
from models.ground.store import Store
from models.news import feed, tastes
from models.news.ranking import FeedReason
from models.news.tastes import PROPOSED, BadSubject
from models.study import themes
from models.study.play import playing
from models.study.themes import BadWords
from tests import builders
from tests.builders import MONDAY, ask, live_through
from tests.models.news.test_feed import add_story, titles
from tests.watchers.mornings import ON_ONE_DATABASE

DAY = timedelta(days=1)


def needs(store: Store, learner_key: UUID, *proposed: str, days: float = 0) -> dict[str, FeedReason]:
    with store.reading() as db:
        found = tastes.needs(db, learner_key, proposed, MONDAY + days * DAY)
    return {skill: need.why for skill, need in found.items()}


@ON_ONE_DATABASE
def test_nothing_is_needed_before_anything_is_begun_but_what_comes_next(store: Store, learner_key: UUID) -> None:
    assert needs(store, learner_key) == {}
    assert needs(store, learner_key, "frame.role") == {"frame.role": FeedReason.NEXT}


@ON_ONE_DATABASE
def test_what_is_begun_is_being_learned_then_learned_then_to_refresh(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1")
    assert needs(store, learner_key, "listen.active") == {"listen.active": FeedReason.LEARNING}
    for day in range(2):
        with store.writing() as db:
            live_through(db, playing.start(db, learner_key, "ecouter", MONDAY + day * DAY), MONDAY + day * DAY)
    assert needs(store, learner_key, days=1) == {"listen.active": FeedReason.LEARNED}
    assert needs(store, learner_key, days=400) == {"listen.active": FeedReason.REFRESH}


@ON_ONE_DATABASE
def test_what_is_known_well_is_needed_little_unless_it_is_proposed(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for number in range(1, 5):
            ask(db, learner_key, f"listen-active-{number}", at=MONDAY + timedelta(minutes=number))
        known = tastes.needs(db, learner_key, (), MONDAY + DAY)["listen.active"].left
        proposed = tastes.needs(db, learner_key, ["listen.active"], MONDAY + DAY)["listen.active"].left
    assert known < 0.3 < proposed == PROPOSED


# -------------------------------------------------------------------------------------------------------------- muted


def test_a_muted_word_hides_its_stories_until_it_is_heard_again(store: Store, learner_key: UUID) -> None:
    for number, title in enumerate(("Le FOOTBALLS au bureau", "Le guichet ferme")):
        add_story(store, title, number, places=[])
    with store.writing() as db:
        for _ in range(2):
            tastes.mute(db, learner_key, " football ", MONDAY)
        (row,) = tastes.muted(db, learner_key)
    assert titles(store, learner_key) == ["Le guichet ferme"]
    other = builders.add_learner(store)
    with store.writing() as db:
        tastes.hear_again(db, other, row.id)
    assert titles(store, learner_key) == ["Le guichet ferme"]
    assert len(titles(store, other)) == 2
    with store.writing() as db:
        tastes.hear_again(db, learner_key, row.id)
    assert len(titles(store, learner_key)) == 2


@ON_ONE_DATABASE
def test_a_word_is_muted_in_the_summary_too_and_all_of_several_words_must_be_there(
    store: Store, learner_key: UUID
) -> None:
    add_story(store, "Ailleurs")
    with store.writing() as db:
        tastes.mute(db, learner_key, "guichet dimanche", MONDAY)
    assert titles(store, learner_key) == ["Ailleurs"]
    with store.writing() as db:
        tastes.mute(db, learner_key, "guichets", MONDAY)
    assert titles(store, learner_key) == []


@ON_ONE_DATABASE
def test_a_story_that_is_muted_can_still_be_opened(store: Store, learner_key: UUID) -> None:
    story_id = add_story(store)
    with store.writing() as db:
        tastes.mute(db, learner_key, "guichet", MONDAY)
    with store.reading() as db:
        assert feed.told(db, story_id, learner_key, MONDAY).story.id == story_id


@pytest.mark.parametrize("words", ["", "?!", "x" * 61])
def test_what_is_muted_is_words(store: Store, learner_key: UUID, words: str) -> None:
    with pytest.raises(BadWords), store.writing() as db:
        tastes.mute(db, learner_key, words, MONDAY)


# ----------------------------------------------------------------------------------------------------- moins de ceci


def test_less_of_a_skill_puts_its_stories_lower_and_as_before_undoes_it(store: Store, learner_key: UUID) -> None:
    add_story(store, "Écouter", 1, skills={"listen.active": 3.0})
    add_story(store, "Dire son rôle", 2, skills={"frame.role": 3.0})
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", ("b",))
        ask(db, learner_key, "frame-role-1", ("b",))
    assert titles(store, learner_key) == ["Écouter", "Dire son rôle"]
    with store.writing() as db:
        for _ in range(2):
            tastes.less(db, learner_key, "skill", "listen.active", MONDAY)
    assert titles(store, learner_key) == ["Dire son rôle", "Écouter"]
    with store.writing() as db:
        tastes.as_before(db, learner_key, "skill", "listen.active")
    assert titles(store, learner_key) == ["Écouter", "Dire son rôle"]


def test_what_less_is_wanted_of_is_told_by_name_while_it_is_there(store: Store, learner_key: UUID) -> None:
    story_id = add_story(store)
    with store.writing() as db:
        themes.follow(db, learner_key, MONDAY, words=["logement"])
        (theme,) = themes.followed(db, learner_key)
        source = feed.told(db, story_id, learner_key, MONDAY).tellings[0].source_id
        for kind, subject in (("skill", "frame.role"), ("skill", "gone"), ("theme", theme.id), ("source", source)):
            tastes.less(db, learner_key, kind, str(subject), MONDAY)
        told = tastes.lowered_by_name(db, learner_key)
        role = in_force.skill_map(db)["frame.role"].name
    assert [(one.kind, one.names, one.theme, one.source) for one in told] == [
        ("skill", role, None, None),
        ("source", None, None, "Forem"),
        ("theme", None, theme, None),
    ]


@pytest.mark.parametrize(("kind", "subject"), [("person", "1"), ("skill", ""), ("source", "1" * 201)])
def test_less_can_be_said_of_skills_themes_and_sources_alone(
    store: Store, learner_key: UUID, kind: str, subject: str
) -> None:
    with pytest.raises(BadSubject), store.writing() as db:
        tastes.less(db, learner_key, kind, subject, MONDAY)
