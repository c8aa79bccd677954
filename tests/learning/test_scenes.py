"""A play goes from card to card, from question to feedback, within its minutes, to an end that says why."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from itertools import cycle
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.marking import Response
from content.module import Question
from models.ground.store import Store
from models.learner import SkillState
from models.learning import absence, answering, playing, progress, proposals, scenes, week
from models.learning.scenes import CardScene, FeedbackScene, PlayEnding, QuestionScene, SittingResult, SkillMoved
from models.tables.answers import Confidence, Play, Presentation
from models.tutor.questions import LEAST_QUESTIONS, MOST_QUESTIONS, EnoughReason
from models.tutor.situation import NEARLY_SHOWN, Purpose
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, WRONG, live_through, module, pool, small_pack
from tests.learning.stage import DAY, MINUTE, acquire, know, slowly, walk
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


def test_a_play_ends_after_three_to_five_questions_shown_in_their_order(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY)
        end = live_through(db, begun, MONDAY)
        # Right answers show it after four; a fifth on the same day would show nothing more.
        assert LEAST_QUESTIONS <= len(end.answers) < MOST_QUESTIONS
        assert (
            progress.believed(db, learner_key).knowledge(["listen.active"])["listen.active"].belief.earned
            >= NEARLY_SHOWN
        )
        assert [answer.sequence for answer in end.answers] == list(range(1, len(end.answers) + 1))
        assert begun.finished_at is not None


def test_two_wrong_answers_on_a_skill_leave_time_for_the_other(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(skills=("listen.active", "frame.role"))))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        end = live_through(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY, lambda _: WRONG)
        assert Counter(answer.skill for answer in end.answers) == {"listen.active": 2, "frame.role": 2}


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


def test_who_probably_knows_is_asked_first_and_reads_the_cards_when_wrong(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        know(db, learner_key)
        begun = playing.start(db, learner_key, "ecouter", MONDAY + DAY)
        first = scenes.scene(db, begun)
        assert isinstance(first, QuestionScene)
        assert not [here for here in walk(db, begun, RIGHT) if isinstance(here, CardScene)]
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        know(db, learner_key)
        begun = playing.start(db, learner_key, "ecouter", MONDAY + DAY)
        kinds = [here.kind for here in walk(db, begun, WRONG)]
    assert kinds == ["question", "feedback", "card", "card", "question", "feedback", "end"]
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        acquire(db, learner_key)
        begun = playing.start(db, learner_key, "ecouter", MONDAY + 2 * DAY)
        assert [here.kind for here in walk(db, begun, RIGHT)] == ["card", "card", "end"]


def test_a_sitting_ends_at_a_clean_point_when_the_minutes_are_used_up(store: Store, learner_key: UUID) -> None:
    """Two cards, two questions and their feedback, a minute each: a third question would not fit into five minutes."""
    with store.writing() as db:
        end = live_through(db, playing.start(db, learner_key, "ecouter", MONDAY, minutes=5), MONDAY, slowly)
        assert (len(end.answers), end.ending) == (2, PlayEnding.IN_TIME)
        learner_key = builders.add_learner_in(db)
        begun = playing.start(db, learner_key, "ecouter", MONDAY, minutes=3)
        for number in (1, 2):
            playing.advance(db, begun, f"card-{number}", MONDAY + number * 5 * MINUTE)
        assert isinstance(scenes.scene(db, begun), QuestionScene)
        learner_key = builders.add_learner_in(db)
        begun = playing.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY, minutes=2)
        end = live_through(db, begun, MONDAY, lambda _: WRONG)
        assert (len(end.answers), end.ending) == (1, PlayEnding.IN_TIME)
        learner_key = builders.add_learner_in(db)
        end = live_through(db, playing.start(db, learner_key, "ecouter", MONDAY, minutes=15), MONDAY)
        assert end.ending == PlayEnding.ENOUGH
        learner_key = builders.add_learner_in(db)
        begun = playing.start(db, learner_key, "ecouter", MONDAY, minutes=3)
        assert len(live_through(db, begun, MONDAY + DAY).answers) >= LEAST_QUESTIONS


def test_a_sitting_that_has_asked_its_most_does_not_blame_the_clock(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(skills=("listen.active", "frame.role"))))
    learner_key, respond = builders.add_learner(empty_store), cycle([RIGHT, WRONG])
    with empty_store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY, minutes=12)
        end = live_through(db, begun, MONDAY, lambda _: next(respond))
        assert (len(end.answers), end.ending) == (MOST_QUESTIONS, PlayEnding.MOST)


def test_what_is_taken_up_again_keeps_to_the_minutes_that_one_has_then(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        playing.start(db, learner_key, "ecouter", MONDAY)
        again = playing.start(db, learner_key, "ecouter", MONDAY + DAY, minutes=5)
        end = live_through(db, again, MONDAY + DAY, slowly)
        assert (len(end.answers), end.ending) == (2, PlayEnding.IN_TIME)
        playing.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY, minutes=3)
        unhurried = playing.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY + DAY)
        assert live_through(db, unhurried, MONDAY + DAY, slowly).ending != PlayEnding.IN_TIME


TUESDAY, NEXT_MONDAY = (MONDAY + DAY).date(), (MONDAY + 7 * DAY).date()


def wrong(_: Question) -> Response:
    return WRONG


def ended(
    db: Session, play: Play, at: datetime, *, seen: datetime | None = None, response: Response = ()
) -> SittingResult:
    """Live a sitting to its end, right unless told otherwise; what its end says, then or when seen again."""
    end = live_through(db, play, at, lambda asked: response or asked.key)
    here = proposals.situation_of(db, play.learner_key, seen or play.finished_at or at)
    assert here
    return scenes.sitting_result(db, play, end, here)


def only(found: SittingResult) -> SkillMoved:
    (moved,) = found.moved
    return moved


def states(moved: SkillMoved) -> tuple[SkillState, SkillState]:
    return moved.before.state, moved.after.state


def test_two_wrong_and_all_right_are_two_things_and_a_petal_before_and_after(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        failed = ended(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY, response=WRONG)
        shown = ended(db, playing.start(db, learner_key, "cadre", MONDAY), MONDAY)
    assert (failed.right, failed.asked, failed.why) == (0, 2, EnoughReason.WRONG)
    assert (shown.right, shown.asked, shown.why) == (shown.asked, shown.asked, EnoughReason.SHOWN)
    assert only(failed).after.known < only(shown).after.known
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        first = only(ended(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY))
        later = MONDAY + DAY
        again = playing.practise(db, learner_key, "listen.active", Purpose.CHECK, later)
        second = only(ended(db, again, later))
    assert states(first)[0] is SkillState.TO_DISCOVER
    assert states(second) == (states(first)[1], SkillState.ACQUIRED)
    assert second.before.known < first.after.known, "a night has passed"


def test_what_was_nearly_shown_comes_back_soon_and_what_is_acquired_late(store: Store, learner_key: UUID) -> None:
    friday = MONDAY + 4 * DAY
    with store.writing() as db:
        assert only(ended(db, playing.start(db, learner_key, "cadre", friday), friday)).back == NEXT_MONDAY
        week.pause(db, learner_key, NEXT_MONDAY, NEXT_MONDAY, friday)
        again = only(ended(db, playing.start(db, learner_key, "ecouter", friday), friday))
    assert again.back == NEXT_MONDAY + DAY
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        know(db, learner_key)
        builders.ask(db, learner_key, "listen-active-4", at=MONDAY + 4 * MINUTE)
        at = MONDAY + DAY
        play = playing.practise(db, learner_key, "listen.active", Purpose.CHECK, at)
        found = ended(db, play, at)
        known = progress.believed(db, learner_key).knowledge({"listen.active"})
        reviews = absence.reviews(db, learner_key, known, play.finished_at or at, ()).days
    assert states(only(found)) == (SkillState.TO_CONFIRM, SkillState.ACQUIRED)
    assert only(found).back == reviews["listen.active"]
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        builders.ask(db, learner_key, "frame-role-1", WRONG, MONDAY, Confidence.SURE)
        found = ended(db, playing.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY), MONDAY)
    assert only(found).back == TUESDAY


def test_what_was_answered_wrong_is_offered_again_without_a_day(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        moved = only(ended(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY, response=WRONG))
        assert (moved.back, moved.offered) == (None, True)
        proposals.refuse(db, learner_key, "listen.active", MONDAY, until=None)
        play = playing.start(db, learner_key, "ecouter", MONDAY)
        assert not only(ended(db, play, MONDAY, response=WRONG)).offered
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        acquire(db, learner_key)
        at = MONDAY + 2 * DAY
        found = ended(db, playing.practise(db, learner_key, "listen.active", Purpose.REVIEW, at), at)
    assert (found.why, states(only(found))) == (EnoughReason.HOLDS, (SkillState.ACQUIRED, SkillState.ACQUIRED))


def test_a_contest_that_was_won_is_nearly_acquired_until_a_week_later(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        contest = playing.contest(db, learner_key, "frame.role", MONDAY)
        won = only(ended(db, contest, MONDAY))
        assert states(won) == (SkillState.TO_DISCOVER, SkillState.TO_CONFIRM)
        assert won.back == NEXT_MONDAY
        at = MONDAY + 8 * DAY
        confirmed = ended(db, playing.practise(db, learner_key, "frame.role", Purpose.CHECK, at), at)
        assert states(only(confirmed))[0] is SkillState.TO_CONFIRM
        again = ended(db, contest, MONDAY, seen=at)
    assert states(only(again)) == states(won), "looked at again, the end says the same"


def test_each_skill_of_a_module_is_told_and_what_went_wrong_is_the_reason(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(skills=("listen.active", "frame.role"))))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY, minutes=None)
        end = live_through(db, begun, MONDAY, lambda asked: RIGHT if asked.skill == "frame.role" else WRONG)
        here = proposals.situation_of(db, learner_key, MONDAY)
        assert here
        found = scenes.sitting_result(db, begun, end, here)
    assert {one.after.skill.id for one in found.moved} == {"listen.active", "frame.role"}
    assert found.asked == MOST_QUESTIONS
    assert found.why is EnoughReason.WRONG


def test_a_skill_that_has_left_the_map_is_not_told(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play = playing.start(db, learner_key, "ecouter", MONDAY)
        end = live_through(db, play, MONDAY, wrong)
        here = proposals.situation_of(db, learner_key, MONDAY)
        assert here
        without = {skill: known for skill, known in here.knowledge.items() if skill != "listen.active"}
        found = scenes.sitting_result(db, play, end, replace(here, knowledge=without))
    assert (found.asked, found.moved) == (2, ())
