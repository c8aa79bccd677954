"""Reviews and checks."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from content.marking import DONT_KNOW
from content.module import Use
from models.catalogue import coming_into_force, documents, in_force
from models.ground.store import Store
from models.learning import playing, scenes
from models.learning.playing import NothingToAsk
from models.learning.scenes import EndScene, QuestionScene
from models.tables.answers import Presentation
from models.tables.documents import VersionChange
from models.tutor.questions import MOST_ASKED, MOST_WRONG
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, WRONG, ask, live_through, module, small_pack
from tests.learning.stage import DAY, acquire, published_again
from tests.watchers.mornings import ON_ONE_DATABASE


@ON_ONE_DATABASE
@pytest.mark.parametrize("purpose", [Purpose.PRACTISE, Purpose.REVIEW, Purpose.CHECK])
def test_a_short_sitting_asks_a_few_questions_on_one_skill_without_cards(
    store: Store, learner_key: UUID, purpose: Purpose
) -> None:
    with store.writing() as db:
        begun = playing.practise(db, learner_key, "frame.role", purpose, MONDAY)
        assert isinstance(scenes.scene(db, begun), QuestionScene)
        answers = live_through(db, begun, MONDAY, lambda _: DONT_KNOW).answers
        assert [answer.skill for answer in answers] == ["frame.role"] * min(MOST_ASKED[purpose], MOST_WRONG)


def test_practice_stops_before_the_reserve_and_then_has_nothing_to_ask(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for day in range(3):
            at = MONDAY + day * DAY
            begun = playing.practise(db, learner_key, "frame.role", Purpose.PRACTISE, at)
            live_through(db, begun, at, lambda _: DONT_KNOW)
        asked = set(db.scalars(select(Presentation.question_id)))
        assert asked == {f"frame-role-{number}" for number in range(1, 7)}
        with pytest.raises(NothingToAsk):
            playing.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY + 3 * DAY)


@ON_ONE_DATABASE
def test_a_check_asks_what_was_kept_for_it_and_a_review_one_question(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        at = MONDAY + 90 * DAY
        begun = playing.practise(db, learner_key, "listen.active", Purpose.REVIEW, at)
        assert len(live_through(db, begun, at).answers) == 1
        learner_key = builders.add_learner_in(db)
        begun = playing.practise(db, learner_key, "listen.active", Purpose.CHECK, MONDAY)
        answers = live_through(db, begun, MONDAY, lambda _: WRONG).answers
        assert [answer.question_id for answer in answers] == ["listen-active-7", "listen-active-8"]
        learner_key = builders.add_learner_in(db)
        first = playing.practise(db, learner_key, "listen.active", Purpose.CHECK, MONDAY)
        assert playing.practise(db, learner_key, "listen.active", Purpose.CHECK, MONDAY + DAY).id == first.id
        assert playing.practise(db, learner_key, "listen.active", Purpose.REVIEW, MONDAY).id != first.id
        assert playing.practise(db, learner_key, "frame.role", Purpose.CHECK, MONDAY).id != first.id


def test_a_review_leaves_to_checks_what_is_theirs(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for number in range(1, 7):
            ask(db, learner_key, f"listen-active-{number}")
        begun = playing.practise(db, learner_key, "listen.active", Purpose.REVIEW, MONDAY + DAY)
        live_through(db, begun, MONDAY + DAY)
        module_ = in_force.module_of(db, begun.version_id)
        asked = db.scalars(select(Presentation.question_id).where(Presentation.play_id == begun.id)).all()
        assert {module_.question(question_id).use for question_id in asked} == {Use.LEARN}


@ON_ONE_DATABASE
def test_a_check_begins_in_the_version_in_force(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        old = playing.practise(db, learner_key, "listen.active", Purpose.CHECK, MONDAY)
        published_again(db, "ecouter", "À lire.", "À relire.", VersionChange.MEANING)
        new = playing.practise(db, learner_key, "listen.active", Purpose.CHECK, MONDAY + DAY)
        assert new.version_id > old.version_id


@ON_ONE_DATABASE
def test_there_is_nothing_to_ask_where_no_module_in_force_asks(store: Store, learner_key: UUID) -> None:
    with pytest.raises(NothingToAsk), store.writing() as db:
        playing.practise(db, learner_key, "frame.mandate", Purpose.REVIEW, MONDAY)
    with pytest.raises(NothingToAsk), store.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, "cadre"))
        playing.practise(db, learner_key, "frame.role", Purpose.REVIEW, MONDAY)


@ON_ONE_DATABASE
def test_a_module_that_no_longer_holds_is_not_asked_about(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(valid_until=date(2026, 11, 23))))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        playing.practise(db, learner_key, "listen.active", Purpose.REVIEW, MONDAY)
        with pytest.raises(NothingToAsk):
            playing.practise(db, learner_key, "listen.active", Purpose.REVIEW, MONDAY + DAY)


@ON_ONE_DATABASE
def test_the_end_stays_the_end(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY)
        end = live_through(db, begun, MONDAY)
        playing.advance(db, begun, end.position, MONDAY + DAY)
        again = scenes.scene(db, begun)
    assert isinstance(again, EndScene)
    assert again.answers == end.answers
