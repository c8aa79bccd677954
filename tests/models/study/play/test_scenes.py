"""A play goes from card to card, from question to feedback."""

from collections import Counter
from uuid import UUID

from sqlalchemy import select

from models.ground.store import Store
from models.study import answering, progress
from models.study.play import playing, scenes
from models.study.play.scenes import CardScene, FeedbackScene, QuestionScene
from models.tables.study import Presentation
from models.tutor.questions import LEAST_QUESTIONS, MOST_QUESTIONS, MOST_WRONG
from models.tutor.situation import NEARLY_SHOWN
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, WRONG, live_through, module, pool, small_pack
from tests.models.study.play.stage import DAY, acquire, know, walk
from tests.watchers.mornings import ON_ONE_DATABASE

pytestmark = ON_ONE_DATABASE


def test_a_play_goes_from_card_to_card_to_question_to_feedback(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY)
        for number in (1, 2):
            card = scenes.scene(db, begun)
            assert isinstance(card, CardScene)
            assert (card.card.title, card.number, card.of) == (f"Carte {number}", number, 2)
            playing.advance(db, begun, card.position, MONDAY)
        question = scenes.scene(db, begun)
        assert isinstance(question, QuestionScene)
        answering.answer(db, question.presentation.id, learner_key, WRONG, MONDAY + READING)
        feedback = scenes.scene(db, begun)
        assert isinstance(feedback, FeedbackScene)
        assert (feedback.question, feedback.answer.correct, feedback.number) == (question.question, False, 1)
        playing.advance(db, begun, feedback.position, MONDAY)
        following = scenes.scene(db, begun)
    assert isinstance(following, QuestionScene)
    assert (following.number, following.question == question.question) == (2, False)


def test_a_play_ends_after_three_to_five_questions_and_shows_them_in_their_order(
    store: Store, learner_key: UUID
) -> None:
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY)
        end = live_through(db, begun, MONDAY)
        assert LEAST_QUESTIONS <= len(end.answers) <= MOST_QUESTIONS
        assert [answer.sequence for answer in end.answers] == list(range(1, len(end.answers) + 1))
        assert begun.finished_at is not None


def test_somebody_who_answers_wrong_is_asked_two_and_left_in_peace(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        end = live_through(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY, lambda _: WRONG)
        assert len(end.answers) == MOST_WRONG


def test_two_wrong_answers_on_a_skill_leave_time_for_the_other(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(skills=("listen.active", "frame.role"))))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        end = live_through(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY, lambda _: WRONG)
        assert Counter(answer.skill for answer in end.answers) == {"listen.active": 2, "frame.role": 2}


def test_what_is_shown_for_today_is_not_asked_further(store: Store, learner_key: UUID) -> None:
    """Right answers show it after four; a fifth on the same day would show nothing more."""
    with store.writing() as db:
        end = live_through(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY)
        known = progress.knowledge(db, learner_key, ["listen.active"])["listen.active"].belief
        assert LEAST_QUESTIONS <= len(end.answers) < MOST_QUESTIONS
        assert known.earned >= NEARLY_SHOWN


def test_a_module_without_cards_begins_with_a_question(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(cards=0)))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        assert isinstance(scenes.scene(db, playing.start(db, learner_key, "ecouter", MONDAY)), QuestionScene)


def test_a_module_that_has_only_checks_ends_after_its_cards(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(questions=pool("q", "listen.active", learn=0))))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        assert live_through(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY).answers == []


def test_learning_never_shows_what_is_kept_for_checks(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for day in range(6):
            at = MONDAY + day * DAY
            live_through(db, playing.start(db, learner_key, "ecouter", at), at, lambda _: WRONG)
        asked = set(db.scalars(select(Presentation.question_id)))
    assert asked == {f"listen-active-{number}" for number in range(1, 7)}


def test_who_probably_knows_is_asked_first_and_spared_the_cards_when_right(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        know(db, learner_key)
        begun = playing.start(db, learner_key, "ecouter", MONDAY + DAY)
        first = scenes.scene(db, begun)
        assert isinstance(first, QuestionScene)
        assert not [here for here in walk(db, begun, RIGHT) if isinstance(here, CardScene)]


def test_who_was_wrong_reads_the_cards_and_is_then_asked_on(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        know(db, learner_key)
        begun = playing.start(db, learner_key, "ecouter", MONDAY + DAY)
        kinds = [here.kind for here in walk(db, begun, WRONG)]
    assert kinds == ["question", "feedback", "card", "card", "question", "feedback", "end"]


def test_who_has_acquired_it_all_may_still_read_the_cards(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        begun = playing.start(db, learner_key, "ecouter", MONDAY + 2 * DAY)
        assert [here.kind for here in walk(db, begun, RIGHT)] == ["card", "card", "end"]
