"""One sitting: cards, questions with their feedback, an end; left and taken up again, never moved twice."""

from collections import Counter
from datetime import date, timedelta
from itertools import cycle
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.marking import DONT_KNOW, Response
from content.module import Question, Use
from models import authoring, play, progress, publishing, study
from models.authoring import Change, UnknownModule
from models.play import CardScene, Ending, EndScene, FeedbackScene, NoSuchPlay, NothingToAsk, QuestionScene
from models.store import Store
from models.tables import Play, Presentation
from models.tutor import Purpose, most_questions
from models.tutor.questions import LEAST_QUESTIONS, MOST_QUESTIONS, MOST_WRONG
from models.tutor.situation import NEARLY_SHOWN
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, WRONG, ask, live_through, module, pool, small_pack

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def to_first_question(db: Session, learner_key: UUID, module_id: str = "ecouter") -> tuple[Play, QuestionScene]:
    """Begin a module and read its cards."""
    begun = play.start(db, learner_key, module_id, MONDAY)
    while isinstance(here := play.scene(db, begun), CardScene):
        play.advance(db, begun, here.position, MONDAY)
    assert isinstance(here, QuestionScene)
    return begun, here


def published_again(db: Session, module_id: str, old: str, new: str, change: Change = Change.WORDING) -> None:
    document = authoring.module_document(db, module_id)
    text = authoring.latest_text(db, document)
    assert old in text
    publishing.publish(db, document, text.replace(old, new), change, MONDAY, by=None)


def test_a_play_goes_from_card_to_card_to_question_to_feedback(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = play.start(db, learner_key, "ecouter", MONDAY)
        for number in (1, 2):
            card = play.scene(db, begun)
            assert isinstance(card, CardScene)
            assert (card.card.title, card.number, card.of) == (f"Carte {number}", number, 2)
            play.advance(db, begun, card.position, MONDAY)
        question = play.scene(db, begun)
        assert isinstance(question, QuestionScene)
        study.answer(db, question.presentation.id, learner_key, WRONG, MONDAY + READING)
        feedback = play.scene(db, begun)
        assert isinstance(feedback, FeedbackScene)
        assert (feedback.question, feedback.answer.correct, feedback.number) == (question.question, False, 1)
        play.advance(db, begun, feedback.position, MONDAY)
        following = play.scene(db, begun)
    assert isinstance(following, QuestionScene)
    assert (following.number, following.question == question.question) == (2, False)


def test_a_play_ends_after_three_to_five_questions_and_shows_them_in_their_order(
    store: Store, learner_key: UUID
) -> None:
    with store.writing() as db:
        begun = play.start(db, learner_key, "ecouter", MONDAY)
        end = live_through(db, begun, MONDAY)
        assert LEAST_QUESTIONS <= len(end.answers) <= MOST_QUESTIONS
        assert [answer.sequence for answer in end.answers] == list(range(1, len(end.answers) + 1))
        assert begun.finished_at is not None


def test_somebody_who_answers_wrong_is_asked_two_and_left_in_peace(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        end = live_through(db, play.start(db, learner_key, "ecouter", MONDAY), MONDAY, lambda _: WRONG)
        assert len(end.answers) == MOST_WRONG


def test_two_wrong_answers_on_a_skill_leave_time_for_the_other(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(skills=("listen.active", "frame.role"))))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        end = live_through(db, play.start(db, learner_key, "ecouter", MONDAY), MONDAY, lambda _: WRONG)
        assert Counter(answer.skill for answer in end.answers) == {"listen.active": 2, "frame.role": 2}


def test_what_is_shown_for_today_is_not_asked_further(store: Store, learner_key: UUID) -> None:
    """Right answers show it after four; a fifth on the same day would show nothing more."""
    with store.writing() as db:
        end = live_through(db, play.start(db, learner_key, "ecouter", MONDAY), MONDAY)
        known = progress.knowledge(db, learner_key, ["listen.active"])["listen.active"].belief
        assert LEAST_QUESTIONS <= len(end.answers) < MOST_QUESTIONS
        assert known.earned >= NEARLY_SHOWN


def test_a_module_without_cards_begins_with_a_question(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(cards=0)))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        assert isinstance(play.scene(db, play.start(db, learner_key, "ecouter", MONDAY)), QuestionScene)


def test_a_module_that_has_only_checks_ends_after_its_cards(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(questions=pool("q", "listen.active", learn=0))))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        assert live_through(db, play.start(db, learner_key, "ecouter", MONDAY), MONDAY).answers == []


def test_learning_never_shows_what_is_kept_for_checks(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for day in range(6):
            at = MONDAY + day * DAY
            live_through(db, play.start(db, learner_key, "ecouter", at), at, lambda _: WRONG)
        asked = set(db.scalars(select(Presentation.question_id)))
    assert asked == {f"listen-active-{number}" for number in range(1, 7)}


# ----------------------------------------------------------------------------------------- a question first


def know(db: Session, learner_key: UUID, skill: str = "listen.active") -> None:
    """Three right answers: probably known, not acquired."""
    for number in range(1, 4):
        ask(db, learner_key, f"{skill.replace('.', '-')}-{number}", at=MONDAY + number * MINUTE)


def acquire(db: Session, learner_key: UUID, skill: str = "listen.active") -> None:
    know(db, learner_key, skill)
    for number in (4, 5):
        ask(db, learner_key, f"{skill.replace('.', '-')}-{number}", at=MONDAY + (number - 4) * DAY)


def test_who_probably_knows_is_asked_first_and_spared_the_cards_when_right(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        know(db, learner_key)
        begun = play.start(db, learner_key, "ecouter", MONDAY + DAY)
        first = play.scene(db, begun)
        assert isinstance(first, QuestionScene)
        assert not [here for here in walk(db, begun, RIGHT) if isinstance(here, CardScene)]


def test_who_was_wrong_reads_the_cards_and_is_then_asked_on(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        know(db, learner_key)
        begun = play.start(db, learner_key, "ecouter", MONDAY + DAY)
        kinds = [here.kind for here in walk(db, begun, WRONG)]
    assert kinds == ["question", "feedback", "card", "card", "question", "feedback", "end"]


def test_who_has_acquired_it_all_may_still_read_the_cards(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        begun = play.start(db, learner_key, "ecouter", MONDAY + 2 * DAY)
        assert [here.kind for here in walk(db, begun, RIGHT)] == ["card", "card", "end"]


def walk(db: Session, begun: Play, response: Response) -> list[play.Scene]:
    """Every scene from here to the end, each answer the same, a minute for each step."""
    scenes, at = [play.scene(db, begun)], begun.started_at
    while not isinstance(here := scenes[-1], EndScene):
        at += MINUTE
        if isinstance(here, QuestionScene):
            study.answer(db, here.presentation.id, begun.learner_key, response, at)
        else:
            play.advance(db, begun, here.position, at)
        scenes.append(play.scene(db, begun))
    return scenes


# ------------------------------------------------------------------------------------------------- within minutes


def test_a_module_ends_at_a_clean_point_when_the_minutes_are_used_up(store: Store, learner_key: UUID) -> None:
    """Two cards, two questions and their feedback, a minute each: a third question would not fit into five minutes."""
    with store.writing() as db:
        end = live_through(db, play.start(db, learner_key, "ecouter", MONDAY, minutes=5), MONDAY, slowly)
        assert (len(end.answers), end.ending) == (2, Ending.IN_TIME)


def test_one_question_is_asked_however_long_the_cards_took(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = play.start(db, learner_key, "ecouter", MONDAY, minutes=3)
        for number in (1, 2):
            play.advance(db, begun, f"card-{number}", MONDAY + number * 5 * MINUTE)
        assert isinstance(play.scene(db, begun), QuestionScene)


def test_practice_is_held_to_the_same_minutes(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = play.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY, minutes=3)
        end = live_through(db, begun, MONDAY, slowly)
        assert (len(end.answers), end.ending) == (2, Ending.IN_TIME)


def test_with_time_enough_a_sitting_ends_for_want_of_something_to_ask(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        end = live_through(db, play.start(db, learner_key, "ecouter", MONDAY, minutes=15), MONDAY)
        assert end.ending == Ending.ENOUGH


def test_a_sitting_that_has_asked_its_most_does_not_blame_the_clock(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(skills=("listen.active", "frame.role"))))
    learner_key, respond = builders.add_learner(empty_store), cycle([RIGHT, WRONG])
    with empty_store.writing() as db:
        begun = play.start(db, learner_key, "ecouter", MONDAY, minutes=12)
        end = live_through(db, begun, MONDAY, lambda _: next(respond))
        assert (len(end.answers), end.ending) == (MOST_QUESTIONS, Ending.MOST)


def test_who_comes_back_much_later_has_her_time_anew(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = play.start(db, learner_key, "ecouter", MONDAY, minutes=3)
        assert len(live_through(db, begun, MONDAY + DAY).answers) >= LEAST_QUESTIONS


def test_what_is_taken_up_again_keeps_to_the_minutes_that_one_has_then(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play.start(db, learner_key, "ecouter", MONDAY)
        again = play.start(db, learner_key, "ecouter", MONDAY + DAY, minutes=5)
        end = live_through(db, again, MONDAY + DAY, slowly)
        assert (len(end.answers), end.ending) == (2, Ending.IN_TIME)
        play.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY, minutes=3)
        unhurried = play.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY + DAY)
        assert live_through(db, unhurried, MONDAY + DAY, slowly).ending != Ending.IN_TIME


def slowly(asked: Question) -> Response:
    """Right and wrong in turn, so that only time ends a sitting."""
    return RIGHT if int(asked.id[-1]) % 2 else DONT_KNOW


# ------------------------------------------------------------------------------------- left, and taken up again


def test_starting_again_takes_up_the_open_play_where_it_was(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun, here = to_first_question(db, learner_key)
        first, position = begun.id, here.position
    with store.writing() as db:
        again = play.start(db, learner_key, "ecouter", MONDAY + 3 * DAY)
        assert (again.id, play.scene(db, again).position) == (first, position)


def test_a_finished_module_may_be_started_afresh(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        first = play.start(db, learner_key, "ecouter", MONDAY)
        live_through(db, first, MONDAY)
        assert play.start(db, learner_key, "ecouter", MONDAY + DAY).id != first.id


def test_every_learner_has_a_play_of_her_own(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        mine = play.start(db, learner_key, "ecouter", MONDAY)
        theirs = play.start(db, other, "ecouter", MONDAY)
        assert mine.id != theirs.id
        assert play.play_of(db, mine.id, learner_key) is mine
        with pytest.raises(NoSuchPlay):
            play.play_of(db, mine.id, other)
        with pytest.raises(NoSuchPlay):
            play.play_of(db, uuid4(), learner_key)


def test_an_unknown_module_cannot_be_started(store: Store, learner_key: UUID) -> None:
    with pytest.raises(UnknownModule), store.writing() as db:
        play.start(db, learner_key, "nulle-part", MONDAY)


# --------------------------------------------------------------------------------------------- never moved twice


def test_the_same_step_sent_twice_moves_once(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = play.start(db, learner_key, "ecouter", MONDAY)
        for _ in range(2):
            play.advance(db, begun, "card-1", MONDAY)
        assert play.scene(db, begun).position == "card-2"


def test_the_same_feedback_left_twice_shows_one_question(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun, here = to_first_question(db, learner_key)
        study.answer(db, here.presentation.id, learner_key, RIGHT, MONDAY + READING)
        left = play.scene(db, begun).position
        for _ in range(2):
            play.advance(db, begun, left, MONDAY)
        assert db.scalar(select(func.count()).select_from(Presentation)) == 2


def test_a_question_is_not_left_without_an_answer(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun, here = to_first_question(db, learner_key)
        play.advance(db, begun, here.position, MONDAY)
        assert play.scene(db, begun).position == here.position


@pytest.mark.parametrize("position", ["", "card-2", "end", "feedback-x"])
def test_a_position_that_is_not_here_moves_nothing(store: Store, learner_key: UUID, position: str) -> None:
    with store.writing() as db:
        begun = play.start(db, learner_key, "ecouter", MONDAY)
        play.advance(db, begun, position, MONDAY)
        assert play.scene(db, begun).position == "card-1"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_step_sent_late_does_not_undo_those_that_another_process_has_made(empty_store: Store) -> None:
    """SQLite lets no second writer begin; PostgreSQL does, and this one has read the play before it waits."""
    builders.set_up(empty_store, small_pack(module(cards=3)))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        play_id = play.start(db, learner_key, "ecouter", MONDAY).id
    with empty_store.writing() as late:
        stale = play.play_of(late, play_id, learner_key)
        with empty_store.writing() as quick:
            for position in ("card-1", "card-2"):
                play.advance(quick, play.play_of(quick, play_id, learner_key), position, MONDAY)
        play.advance(late, stale, "card-1", MONDAY)
    with empty_store.reading() as db:
        assert play.scene(db, play.play_of(db, play_id, learner_key)).position == "card-3"


def test_a_clock_that_goes_back_loses_no_question(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun, here = to_first_question(db, learner_key)
        study.answer(db, here.presentation.id, learner_key, RIGHT, MONDAY + READING)
        play.advance(db, begun, play.scene(db, begun).position, MONDAY - MINUTE)
        following = play.scene(db, begun)
    assert isinstance(following, QuestionScene)
    assert following.question != here.question


# ------------------------------------------------------------------------------ what trainers do in the meantime


def test_a_retired_module_can_be_finished_but_not_begun(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun, _ = to_first_question(db, learner_key)
        authoring.retire(db, authoring.module_document(db, "ecouter"))
        assert play.start(db, learner_key, "ecouter", MONDAY).id == begun.id
        assert len(live_through(db, begun, MONDAY).answers) >= LEAST_QUESTIONS
        with pytest.raises(UnknownModule):
            play.start(db, learner_key, "ecouter", MONDAY)


def test_a_play_goes_on_in_the_version_that_it_began_with(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = play.start(db, learner_key, "ecouter", MONDAY)
        published_again(db, "ecouter", "À lire.", "À relire.")
        play.advance(db, begun, "card-1", MONDAY)
        here = play.scene(db, begun)
        assert isinstance(here, CardScene)
        assert here.card.body == "À lire."
        versions = {answer.version_id for answer in live_through(db, begun, MONDAY, lambda _: WRONG).answers}
        assert versions == {begun.version_id}
        fresh = play.scene(db, play.start(db, learner_key, "ecouter", MONDAY + DAY))
    assert isinstance(fresh, CardScene)
    assert fresh.card.body == "À relire."


# --------------------------------------------------------------------------------------------- reviews and checks


@pytest.mark.parametrize("purpose", [Purpose.PRACTISE, Purpose.REVIEW, Purpose.CHECK])
def test_a_short_sitting_asks_a_few_questions_on_one_skill_without_cards(
    store: Store, learner_key: UUID, purpose: Purpose
) -> None:
    with store.writing() as db:
        begun = play.practise(db, learner_key, "frame.role", purpose, MONDAY)
        assert isinstance(play.scene(db, begun), QuestionScene)
        answers = live_through(db, begun, MONDAY, lambda _: DONT_KNOW).answers
        assert [answer.skill for answer in answers] == ["frame.role"] * min(most_questions(purpose), MOST_WRONG)


def test_practice_stops_before_the_reserve_and_then_has_nothing_to_ask(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for day in range(2):
            at = MONDAY + day * DAY
            live_through(db, play.practise(db, learner_key, "frame.role", Purpose.PRACTISE, at), at, slowly)
        asked = set(db.scalars(select(Presentation.question_id)))
        assert asked == {f"frame-role-{number}" for number in range(1, 7)}
        with pytest.raises(NothingToAsk):
            play.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY + 2 * DAY)


def test_one_right_answer_is_enough_for_a_review_of_what_has_faded(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        at = MONDAY + 90 * DAY
        begun = play.practise(db, learner_key, "listen.active", Purpose.REVIEW, at)
        assert len(live_through(db, begun, at).answers) == 1


def test_a_check_asks_what_was_kept_for_it(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = play.practise(db, learner_key, "listen.active", Purpose.CHECK, MONDAY)
        answers = live_through(db, begun, MONDAY, lambda _: WRONG).answers
        assert [answer.question_id for answer in answers] == ["listen-active-7", "listen-active-8"]


def test_a_review_leaves_to_checks_what_is_theirs(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for number in range(1, 7):
            ask(db, learner_key, f"listen-active-{number}")
        begun = play.practise(db, learner_key, "listen.active", Purpose.REVIEW, MONDAY + DAY)
        live_through(db, begun, MONDAY + DAY)
        module_ = authoring.module_of(db, begun.version_id)
        asked = db.scalars(select(Presentation.question_id).where(Presentation.play_id == begun.id)).all()
        assert {module_.question(question_id).use for question_id in asked} == {Use.LEARN}


def test_a_practice_that_is_open_is_taken_up_again(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        first = play.practise(db, learner_key, "listen.active", Purpose.CHECK, MONDAY)
        assert play.practise(db, learner_key, "listen.active", Purpose.CHECK, MONDAY + DAY).id == first.id
        assert play.practise(db, learner_key, "listen.active", Purpose.REVIEW, MONDAY).id != first.id
        assert play.practise(db, learner_key, "frame.role", Purpose.CHECK, MONDAY).id != first.id


def test_a_check_begins_in_the_version_in_force(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        old = play.practise(db, learner_key, "listen.active", Purpose.CHECK, MONDAY)
        published_again(db, "ecouter", "À lire.", "À relire.", Change.MEANING)
        new = play.practise(db, learner_key, "listen.active", Purpose.CHECK, MONDAY + DAY)
        assert new.version_id > old.version_id


def test_there_is_nothing_to_ask_where_no_module_in_force_asks(store: Store, learner_key: UUID) -> None:
    with pytest.raises(NothingToAsk), store.writing() as db:
        play.practise(db, learner_key, "frame.mandate", Purpose.REVIEW, MONDAY)
    with pytest.raises(NothingToAsk), store.writing() as db:
        authoring.retire(db, authoring.module_document(db, "cadre"))
        play.practise(db, learner_key, "frame.role", Purpose.REVIEW, MONDAY)


def test_a_module_that_no_longer_holds_is_not_asked_about(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(valid_until=date(2026, 11, 23))))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        play.practise(db, learner_key, "listen.active", Purpose.REVIEW, MONDAY)
        with pytest.raises(NothingToAsk):
            play.practise(db, learner_key, "listen.active", Purpose.REVIEW, MONDAY + DAY)


def test_the_end_stays_the_end(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = play.start(db, learner_key, "ecouter", MONDAY)
        end = live_through(db, begun, MONDAY)
        play.advance(db, begun, end.position, MONDAY + DAY)
        again = play.scene(db, begun)
    assert isinstance(again, EndScene)
    assert again.answers == end.answers
