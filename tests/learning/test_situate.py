"""« Se situer »: one question per skill, the reserve kept, ordinary answers, an end that says why."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.marking import DONT_KNOW
from content.module import Question, Use
from models.catalogue import coming_into_force, documents, in_force
from models.ground.store import Store
from models.learning import answering, learner_situation, playing, proposals, scenes, situate
from models.learning.playing import NoSuchPlay
from models.learning.scenes import EndScene, FeedbackScene, QuestionScene
from models.learning.situate import LITTLE_ANSWERED, NoSuchDomain, SituateEnding
from models.tables.answers import Answer, Mastery, Play, Presentation
from models.tutor.questions import MOST_ASKED
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, WRONG, ask, live_through, module, pool, small_pack
from tests.teaching import our_pack, teach
from tests.watchers.mornings import ON_ONE_DATABASE

DAY = timedelta(days=1)
MOST = MOST_ASKED[Purpose.SITUATE]


@pytest.fixture
def whole_store(empty_store: Store) -> Store:
    """With the modules that Boussole comes with."""
    teach(empty_store, our_pack())
    return empty_store


def asked_in(db: Session, sitting: Play) -> list[Question]:
    shown = db.scalars(select(Presentation).where(Presentation.play_id == sitting.id).order_by(Presentation.shown_at))
    return [answering.question_of(db, presentation) for presentation in shown]


def here(db: Session, sitting: Play) -> QuestionScene:
    scene = scenes.scene(db, sitting)
    assert isinstance(scene, QuestionScene)
    return scene


def lived(store: Store, learner_key: UUID, domain: str | None = None, right: bool = True) -> Play:
    with store.writing() as db:
        sitting = playing.begin_situating(db, learner_key, MONDAY, domain)
        live_through(db, sitting, MONDAY, lambda asked: asked.key if right else DONT_KNOW)
    return sitting


@pytest.mark.nightly
@ON_ONE_DATABASE
def test_one_question_per_skill_for_learning_and_two_new_ones_are_left(whole_store: Store) -> None:
    for right in [True, False]:
        learner_key = builders.add_learner(whole_store)
        sitting = lived(whole_store, learner_key, right=right)
        with whole_store.reading() as db:
            asked = asked_in(db, sitting)
            assert {one.use for one in asked} == {Use.LEARN}
            assert 1 < len({one.skill for one in asked}) == len(asked) <= MOST
            for skill, published in in_force.asking(db, MONDAY.date()).items():
                new = [one for one in published.module.questions if one.skill == skill and one not in asked]
                assert len(new) >= 2
    sitting = lived(whole_store, builders.add_learner(whole_store))
    with whole_store.reading() as db:
        shown = db.scalars(select(Presentation).where(Presentation.play_id == sitting.id)).all()
        assert sitting.version_id is None
        assert len({presentation.version_id for presentation in shown}) > 1
        assert {presentation.purpose for presentation in shown} == {Purpose.SITUATE}
    knows, does_not = (builders.add_learner(whole_store) for _ in range(2))
    sittings = [lived(whole_store, knows), lived(whole_store, does_not, right=False)]
    with whole_store.reading() as db:
        many, few = (len(asked_in(db, sitting)) for sitting in sittings)
        assert few < many
    sitting = lived(whole_store, builders.add_learner(whole_store), domain="assess")
    with whole_store.reading() as db:
        domains = {in_force.skill_map(db)[one.skill].domain for one in asked_in(db, sitting)}
        assert domains == {"assess"}
    learner_key = builders.add_learner(whole_store)
    first = lived(whole_store, learner_key)
    with whole_store.writing() as db:
        again = playing.begin_situating(db, learner_key, MONDAY + DAY)
        live_through(db, again, MONDAY + DAY)
        assert again.id != first.id
        asked = [{one.id for one in asked_in(db, sitting)} for sitting in (first, again)]
        assert asked[1]
        assert not asked[0] & asked[1]


def test_what_holds_up_the_rest_comes_first_and_no_domain_off_the_map(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        sitting = playing.begin_situating(db, learner_key, MONDAY)
        assert here(db, sitting).question.skill == "listen.active"
    with pytest.raises(NoSuchDomain), store.writing() as db:
        playing.begin_situating(db, learner_key, MONDAY, "nowhere")


def test_a_skill_whose_questions_are_spared_for_checks_is_left_out(empty_store: Store) -> None:
    asked = (*pool("a", "listen.active", learn=3, check=0), *pool("r", "listen.reflect", learn=5, check=0))
    asked = (*asked, *pool("f", "frame.role", learn=0, check=5))
    builders.set_up(
        empty_store, small_pack(module("tout", ("listen.active", "listen.reflect", "frame.role"), questions=asked))
    )
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        for number in (1, 2, 3):
            ask(db, learner_key, f"r-{number}", WRONG)
    sitting = lived(empty_store, learner_key)
    with empty_store.reading() as db:
        assert [one.skill for one in asked_in(db, sitting)] == ["listen.active"]


def test_its_answers_are_ordinary_and_only_it_can_be_skipped_or_stopped(store: Store, learner_key: UUID) -> None:
    here_key, elsewhere = builders.add_learner(store), builders.add_learner(store)
    with store.writing() as db:
        sitting = playing.begin_situating(db, here_key, MONDAY)
        scene = here(db, sitting)
        row = answering.answer(db, scene.presentation.id, here_key, RIGHT, MONDAY + READING)
        other = ask(db, elsewhere, scene.question.id, RIGHT, MONDAY)
        assert (row.counts, row.known_after, row.skill) == (True, other.known_after, other.skill)
        assert {mastery.skill for mastery in db.scalars(select(Mastery).where(Mastery.learner_key == here_key))} == {
            scene.question.skill
        }
        learner_key = builders.add_learner_in(db)
        sitting = playing.practise(db, learner_key, "listen.active", Purpose.REVIEW, MONDAY)
        before = here(db, sitting)
        playing.skip(db, sitting, before.position, MONDAY)
        playing.stop(db, sitting, MONDAY)
        assert here(db, sitting) == before
        assert sitting.finished_at is None


def test_a_question_that_is_skipped_leaves_no_answer_and_is_not_asked_again(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        sitting = playing.begin_situating(db, learner_key, MONDAY)
        skipped = here(db, sitting)
        playing.skip(db, sitting, skipped.position, MONDAY)
        following = here(db, sitting)
        playing.skip(db, sitting, skipped.position, MONDAY)
        assert here(db, sitting).question == following.question
        live_through(db, sitting, MONDAY)
        assert following.question.skill != skipped.question.skill
        assert [one.skill for one in asked_in(db, sitting)].count(skipped.question.skill) == 1
        assert skipped.question.skill not in db.scalars(select(Answer.skill)).all()


def test_what_was_found_is_told_by_skill_and_nothing_when_all_was_skipped(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        sitting = playing.begin_situating(db, learner_key, MONDAY)
        while isinstance(scene := scenes.scene(db, sitting), QuestionScene):
            playing.skip(db, sitting, scene.position, MONDAY)
        assert isinstance(scene, EndScene)
        assert situate.found(db, sitting) == situate.SituateResult((), (), SituateEnding.ENOUGH)
        learner_key = builders.add_learner_in(db)
        sitting = playing.begin_situating(db, learner_key, MONDAY)
        live_through(db, sitting, MONDAY, lambda asked: asked.key if asked.skill == "listen.active" else WRONG)
        assert situate.found(db, sitting) == situate.SituateResult(
            ("listen.active",), ("listen.reflect", "frame.role"), SituateEnding.ENOUGH
        )


@pytest.mark.parametrize("answered", [False, True])
def test_it_ends_where_one_stops(store: Store, learner_key: UUID, answered: bool) -> None:
    with store.writing() as db:
        sitting = playing.begin_situating(db, learner_key, MONDAY)
        scene = here(db, sitting)
        if answered:
            answering.answer(db, scene.presentation.id, learner_key, WRONG, MONDAY + READING)
            assert isinstance(scenes.scene(db, sitting), FeedbackScene)
        playing.stop(db, sitting, MONDAY + DAY)
        playing.stop(db, sitting, MONDAY + 2 * DAY)
        assert sitting.finished_at == MONDAY + DAY
        assert isinstance(scenes.scene(db, sitting), EndScene)
        found = situate.found(db, sitting)
        assert (found.right, found.open) == ((), (scene.question.skill,) if answered else ())
        assert found.ending is SituateEnding.STOPPED


def test_what_was_left_is_taken_up_again(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        first = playing.begin_situating(db, learner_key, MONDAY)
        assert situate.open_play(db, learner_key) == first
        assert playing.begin_situating(db, learner_key, MONDAY + DAY) == first
        assert playing.begin_situating(db, learner_key, MONDAY + DAY, "frame") != first
    somebody_else = builders.add_learner(store)
    with pytest.raises(NoSuchPlay), store.writing() as db:
        playing.play_of(db, first.id, somebody_else)


def test_with_nothing_to_ask_it_ends_at_once_and_says_so(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(questions=pool("a", "listen.active", learn=0, check=2))))
    sitting = lived(empty_store, builders.add_learner(empty_store))
    with empty_store.reading() as db:
        assert sitting.finished_at == MONDAY
        assert situate.found(db, sitting) == situate.SituateResult((), (), SituateEnding.ENOUGH)


def test_it_is_proposed_after_the_first_answer_and_until_there_are_many(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        assert not situate.is_proposed(db, learner_key, MONDAY)
        for number in range(1, LITTLE_ANSWERED):
            ask(db, learner_key, f"listen-active-{1 + number % 8}", at=MONDAY + number * DAY)
            assert situate.is_proposed(db, learner_key, MONDAY)
        ask(db, learner_key, "listen-active-1", at=MONDAY + LITTLE_ANSWERED * DAY)
        assert not situate.is_proposed(db, learner_key, MONDAY)


def test_it_is_not_proposed_once_it_has_ended_or_was_refused(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        for one in (learner_key, other):
            ask(db, one, "listen-active-1")
            assert situate.is_proposed(db, one, MONDAY)
        sitting = playing.begin_situating(db, learner_key, MONDAY)
        playing.stop(db, sitting, MONDAY)
        proposals.refuse(db, other, proposals.SITUATE, MONDAY, until=None)
        db.flush()
        assert not situate.is_proposed(db, learner_key, MONDAY)
        assert not situate.is_proposed(db, other, MONDAY)


def test_it_is_not_proposed_where_there_is_nothing_to_ask(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1")
        for name in ("ecouter", "reformuler", "cadre"):
            coming_into_force.retire(db, documents.module_document(db, name))
        db.flush()
        assert not situate.is_proposed(db, learner_key, MONDAY)


def test_it_leaves_open_modules_and_the_next_step_alone(store: Store, learner_key: UUID) -> None:
    lived(store, learner_key)
    with store.reading() as db:
        here_now = learner_situation.situation(db, learner_key, MONDAY + DAY)
        assert here_now.open_module is None
        assert not any(offer.read for offer in here_now.offers)
