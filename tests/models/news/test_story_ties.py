"""What a story carries: a card, a question, a review; one question at most."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from content.module import Card
from models.catalogue import coming_into_force
from models.ground.store import Store
from models.news import feed, story_ties
from models.news.story_ties import Tie, TieKind
from models.study import answering, gathering
from models.study.answering import NoSuchPresentation
from models.study.play import playing
from models.study.play.playing import NothingToAsk
from models.study.play.scenes import FeedbackScene, QuestionScene
from models.tables.study import Answer, Mastery, Presentation
from models.tutor.situation import Purpose
from models.watch.stories.owners import NoSuchStory
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, ask, live_through, module, question, small_pack
from tests.models.news.test_feed import add_story
from tests.watchers.mornings import ON_ONE_DATABASE

DAY = timedelta(days=1)


def tied(store: Store, learner_key: UUID, story_id: int, at: datetime = MONDAY) -> Tie | None:
    with store.reading() as db:
        here = gathering.situation(db, learner_key, at)
        return story_ties.beside(db, learner_key, [feed.told(db, story_id, learner_key, at)], here, here.day).get(
            story_id
        )


def asked_in(store: Store, learner_key: UUID, story_id: int, skill: str, at: datetime = MONDAY) -> Presentation:
    with store.writing() as db:
        story_ties.ask(db, learner_key, story_id, skill, Purpose.PRACTISE, at)
        return story_ties.scene(db, learner_key, story_id).presentation


@ON_ONE_DATABASE
def test_a_story_about_what_one_has_not_begun_carries_the_card_that_says_most_of_the_same(
    store: Store, learner_key: UUID
) -> None:
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
        here = gathering.situation(db, learner_key, MONDAY)
    assert story_ties.worth_asking(here) == {"frame.role": Purpose.PRACTISE}
