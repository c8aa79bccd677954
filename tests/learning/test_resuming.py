"""A play that is left and taken up again, and never moved twice."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from models.catalogue import coming_into_force, documents
from models.catalogue.documents import UnknownModule
from models.ground.store import Store
from models.learning import answering, playing, scenes
from models.learning.playing import NoSuchPlay
from models.learning.scenes import CardScene, QuestionScene
from models.tables.answers import Presentation
from models.tutor.questions import LEAST_QUESTIONS
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, WRONG, live_through, module, small_pack
from tests.learning.stage import DAY, MINUTE, published_again, to_first_question


def test_starting_again_takes_up_the_open_play_where_it_was(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun, here = to_first_question(db, learner_key)
        first, position = begun.id, here.position
    with store.writing() as db:
        again = playing.start(db, learner_key, "ecouter", MONDAY + 3 * DAY)
        assert (again.id, scenes.scene(db, again).position) == (first, position)


def test_a_finished_module_may_be_started_afresh_and_an_unknown_one_not_at_all(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        first = playing.start(db, learner_key, "ecouter", MONDAY)
        live_through(db, first, MONDAY)
        assert playing.start(db, learner_key, "ecouter", MONDAY + DAY).id != first.id
    with pytest.raises(UnknownModule), store.writing() as db:
        playing.start(db, learner_key, "nulle-part", MONDAY)


def test_every_learner_has_a_play_of_her_own(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        mine = playing.start(db, learner_key, "ecouter", MONDAY)
        theirs = playing.start(db, other, "ecouter", MONDAY)
        assert mine.id != theirs.id
        assert playing.play_of(db, mine.id, learner_key) is mine
        with pytest.raises(NoSuchPlay):
            playing.play_of(db, mine.id, other)
        with pytest.raises(NoSuchPlay):
            playing.play_of(db, uuid4(), learner_key)


def test_a_question_is_left_once_and_only_with_an_answer(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun, here = to_first_question(db, learner_key)
        answering.answer(db, here.presentation.id, learner_key, RIGHT, MONDAY + READING)
        left = scenes.scene(db, begun).position
        for _ in range(2):
            playing.advance(db, begun, left, MONDAY)
        assert db.scalar(select(func.count()).select_from(Presentation)) == 2
        begun, here = to_first_question(db, learner_key)
        playing.advance(db, begun, here.position, MONDAY)
        assert scenes.scene(db, begun).position == here.position


def test_a_step_moves_once_and_from_where_one_is_alone(store: Store, learner_key: UUID) -> None:
    for position in ["", "card-2", "end", "feedback-x"]:
        with store.writing() as db:
            begun = playing.start(db, learner_key, "ecouter", MONDAY)
            playing.advance(db, begun, position, MONDAY)
            assert scenes.scene(db, begun).position == "card-1"
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY)
        for _ in range(2):
            playing.advance(db, begun, "card-1", MONDAY)
        assert scenes.scene(db, begun).position == "card-2"


@pytest.mark.dialects
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_step_sent_late_does_not_undo_those_that_another_process_has_made(empty_store: Store) -> None:
    """SQLite lets no second writer begin; PostgreSQL does, and this one has read the play before it waits."""
    builders.set_up(empty_store, small_pack(module(cards=3)))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        play_id = playing.start(db, learner_key, "ecouter", MONDAY).id
    with empty_store.writing() as late:
        stale = playing.play_of(late, play_id, learner_key)
        with empty_store.writing() as quick:
            for position in ("card-1", "card-2"):
                playing.advance(quick, playing.play_of(quick, play_id, learner_key), position, MONDAY)
        playing.advance(late, stale, "card-1", MONDAY)
    with empty_store.reading() as db:
        assert scenes.scene(db, playing.play_of(db, play_id, learner_key)).position == "card-3"


def test_a_clock_that_goes_back_loses_no_question(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun, here = to_first_question(db, learner_key)
        answering.answer(db, here.presentation.id, learner_key, RIGHT, MONDAY + READING)
        playing.advance(db, begun, scenes.scene(db, begun).position, MONDAY - MINUTE)
        following = scenes.scene(db, begun)
    assert isinstance(following, QuestionScene)
    assert following.question != here.question


def test_a_retired_module_can_be_finished_but_not_begun(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun, _ = to_first_question(db, learner_key)
        coming_into_force.retire(db, documents.module_document(db, "ecouter"))
        assert playing.start(db, learner_key, "ecouter", MONDAY).id == begun.id
        assert len(live_through(db, begun, MONDAY).answers) >= LEAST_QUESTIONS
        with pytest.raises(UnknownModule):
            playing.start(db, learner_key, "ecouter", MONDAY)


def test_a_play_goes_on_in_the_version_that_it_began_with(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY)
        published_again(db, "ecouter", "À lire.", "À relire.")
        playing.advance(db, begun, "card-1", MONDAY)
        here = scenes.scene(db, begun)
        assert isinstance(here, CardScene)
        assert here.card.body == "À lire."
        versions = {answer.version_id for answer in live_through(db, begun, MONDAY, lambda _: WRONG).answers}
        assert versions == {begun.version_id}
        fresh = scenes.scene(db, playing.start(db, learner_key, "ecouter", MONDAY + DAY))
    assert isinstance(fresh, CardScene)
    assert fresh.card.body == "À relire."
