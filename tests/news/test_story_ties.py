"""What a story carries; what a learner needs, mutes and wants less of."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from content.errors import NotFound, Refused
from content.module import Card
from models.catalogue import coming_into_force, in_force
from models.ground.store import Store
from models.learning import answering, learner_situation, playing, themes
from models.learning.answering import NoSuchPresentation
from models.learning.playing import NothingToAsk
from models.learning.scenes import FeedbackScene, QuestionScene
from models.news.feed import feed, story_ties, tastes
from models.news.feed.ranking import FeedReason
from models.news.feed.story_ties import Tie, TieKind
from models.news.feed.tastes import PROPOSED
from models.news.stories.fortnight import NoSuchStory
from models.tables.answers import Answer, Mastery, Presentation
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, ask, live_through, module, question, small_pack
from tests.news.test_feed import add_story, titles
from tests.watchers.mornings import ON_ONE_DATABASE

DAY = timedelta(days=1)


def tied(store: Store, learner_key: UUID, story_id: int, at: datetime = MONDAY) -> Tie | None:
    with store.reading() as db:
        here = learner_situation.situation(db, learner_key, at)
        return story_ties.beside(db, learner_key, [feed.told(db, story_id, learner_key, at)], here, here.day).get(
            story_id
        )


def asked_in(store: Store, learner_key: UUID, story_id: int, skill: str, at: datetime = MONDAY) -> Presentation:
    with store.writing() as db:
        story_ties.ask(db, learner_key, story_id, skill, Purpose.PRACTISE, at)
        return story_ties.scene(db, learner_key, story_id).presentation


@ON_ONE_DATABASE
def test_a_story_about_what_is_not_begun_carries_the_card_most_like_it(store: Store, learner_key: UUID) -> None:
    cards = (Card("Son rôle", "Dire ce que l'on fait."), Card("Les guichets", "Savoir quand ils ouvrent."))
    with store.writing() as db:
        coming_into_force.load_pack(
            db,
            small_pack(replace(module("roles", ("frame.role",), (question("roles-1", "frame.role"),)), cards=cards)),
            MONDAY,
        )
    found = tied(store, learner_key, add_story(store, "Un guichet de plus", skills={"frame.role": 3.0}))
    assert found
    assert (found.kind, found.skill, found.module and found.module.id) == (TieKind.CARD, "frame.role", "roles")
    assert (found.card, found.slug) == (cards[1], "les-guichets")


@ON_ONE_DATABASE
def test_a_story_about_nothing_that_is_taught_carries_nothing(store: Store, learner_key: UUID) -> None:
    assert tied(store, learner_key, add_story(store)) is None


@ON_ONE_DATABASE
def test_a_story_about_what_one_learns_carries_a_question_on_it(store: Store, learner_key: UUID) -> None:
    story_id = add_story(store, skills={"frame.role": 3.0, "listen.active": 2.6})
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1", at=MONDAY - DAY)
    assert tied(store, learner_key, story_id) == Tie(TieKind.QUESTION, "listen.active", Purpose.PRACTISE)


def test_a_story_about_what_fades_carries_its_review(store: Store, learner_key: UUID) -> None:
    for day in range(2):
        with store.writing() as db:
            live_through(db, playing.start(db, learner_key, "ecouter", MONDAY + day * DAY), MONDAY + day * DAY)
    later = MONDAY + 392 * DAY
    with store.writing() as db:
        ask(db, learner_key, "frame-role-1", at=later - DAY)
    story_id = add_story(store, skills={"listen.active": 3.0})
    found = tied(store, learner_key, story_id, later)
    assert found
    assert (found.kind, found.purpose) == (TieKind.REVIEW, Purpose.REVIEW)


@ON_ONE_DATABASE
def test_an_answer_in_a_story_counts_like_any(store: Store, learner_key: UUID) -> None:
    other, story_id = builders.add_learner(store), add_story(store, skills={"frame.role": 3.0})
    shown = asked_in(store, learner_key, story_id, "frame.role")
    with store.writing() as db:
        answering.answer(db, shown.id, learner_key, RIGHT, MONDAY + READING)
        ask(db, other, shown.question_id)
        mine, hers = (db.get_one(Mastery, (key, "frame.role")) for key in (learner_key, other))
        assert (mine.known, mine.answers) == (hers.known, hers.answers)


def test_a_story_asks_one_question_however_often_it_is_opened(store: Store, learner_key: UUID) -> None:
    story_id = add_story(store, skills={"frame.role": 3.0})
    shown = asked_in(store, learner_key, story_id, "frame.role")
    assert asked_in(store, learner_key, story_id, "frame.role").id == shown.id
    with store.writing() as db:
        answering.answer(db, shown.id, learner_key, RIGHT, MONDAY + READING)
    assert asked_in(store, learner_key, story_id, "frame.role", MONDAY + DAY).id == shown.id
    with store.reading() as db:
        assert isinstance(story_ties.scene(db, learner_key, story_id), FeedbackScene)
        assert db.scalar(select(func.count(Presentation.id))) == db.scalar(select(func.count(Answer.id))) == 1
    found = tied(store, learner_key, story_id, MONDAY + DAY)
    assert found
    assert found.answered


@ON_ONE_DATABASE
def test_another_story_on_the_same_skill_asks_the_next_question(store: Store, learner_key: UUID) -> None:
    first, second = (add_story(store, title, skills={"frame.role": 3.0}) for title in ("Une", "Autre"))
    shown = asked_in(store, learner_key, first, "frame.role")
    assert asked_in(store, learner_key, second, "frame.role").id == shown.id
    with store.writing() as db:
        answering.answer(db, shown.id, learner_key, RIGHT, MONDAY + READING)
    third = add_story(store, "Troisième", skills={"frame.role": 3.0})
    following = asked_in(store, learner_key, third, "frame.role", MONDAY + timedelta(minutes=2))
    assert following.question_id != shown.question_id
    with store.reading() as db:
        assert isinstance(story_ties.scene(db, learner_key, third), QuestionScene)
        assert isinstance(story_ties.scene(db, learner_key, first), FeedbackScene)


@ON_ONE_DATABASE
def test_what_cannot_be_asked_or_seen_is_refused(store: Store, learner_key: UUID) -> None:
    story_id = add_story(store)
    with pytest.raises(NothingToAsk), store.writing() as db:
        story_ties.ask(db, learner_key, story_id, "gone.skill", Purpose.PRACTISE, MONDAY)
    with pytest.raises(NoSuchStory), store.writing() as db:
        story_ties.ask(db, learner_key, 404, "frame.role", Purpose.PRACTISE, MONDAY)
    with pytest.raises(NoSuchPresentation), store.reading() as db:
        story_ties.scene(db, learner_key, story_id)


@ON_ONE_DATABASE
def test_what_is_worth_asking_is_what_the_tutor_would_ask(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "frame-role-1", at=MONDAY - DAY)
        here = learner_situation.situation(db, learner_key, MONDAY)
    assert story_ties.worth_asking(here) == {"frame.role": Purpose.PRACTISE}


def needs(store: Store, learner_key: UUID, *proposed: str, days: float = 0) -> dict[str, FeedReason]:
    with store.reading() as db:
        found = tastes.needs(db, learner_key, proposed, MONDAY + days * DAY)
    return {skill: need.why for skill, need in found.items()}


@ON_ONE_DATABASE
def test_what_is_begun_is_being_learned_then_learned_then_to_refresh(store: Store, learner_key: UUID) -> None:
    assert needs(store, learner_key) == {}
    assert needs(store, learner_key, "frame.role") == {"frame.role": FeedReason.NEXT}
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
def test_a_word_is_muted_in_the_summary_too_and_of_several_all(store: Store, learner_key: UUID) -> None:
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


def test_only_words_are_muted_and_less_said_of_skills_themes_and_sources_alone(store: Store, learner_key: UUID) -> None:
    for words in ["", "?!", "x" * 61]:
        with pytest.raises(Refused), store.writing() as db:
            tastes.mute(db, learner_key, words, MONDAY)
    for kind, subject in [("person", "1"), ("skill", ""), ("source", "1" * 201)]:
        with pytest.raises(NotFound, match="Ce genre d'actualités n'existe pas"), store.writing() as db:
            tastes.less(db, learner_key, kind, subject, MONDAY)


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
