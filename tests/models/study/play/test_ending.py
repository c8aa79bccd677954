"""The end of a sitting: what was right, what moved, why it stops, what comes back and when."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from content.marking import Response
from content.module import Question
from models.ground.store import Store
from models.learner import SkillState
from models.study import absence, progress, proposals, week
from models.study.play import ending, playing
from models.study.play.ending import SittingResult, SkillMoved
from models.tables.study import Confidence, Play
from models.tutor.questions import MOST_QUESTIONS, EnoughReason
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, live_through, module, small_pack
from tests.models.study.play.stage import DAY, MINUTE, acquire, know
from tests.watchers.mornings import ON_ONE_DATABASE

pytestmark = ON_ONE_DATABASE
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
    return ending.result(db, play, end, here)


def only(found: SittingResult) -> SkillMoved:
    (moved,) = found.moved
    return moved


def states(moved: SkillMoved) -> tuple[SkillState, SkillState]:
    return moved.before.state, moved.after.state


def test_two_wrong_and_all_right_are_told_as_two_things(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        failed = ended(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY, response=WRONG)
        shown = ended(db, playing.start(db, learner_key, "cadre", MONDAY), MONDAY)
    assert (failed.right, failed.asked, failed.why) == (0, 2, EnoughReason.WRONG)
    assert (shown.right, shown.asked, shown.why) == (shown.asked, shown.asked, EnoughReason.SHOWN)
    assert only(failed).after.known < only(shown).after.known


def test_a_petal_stands_before_and_after(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        first = only(ended(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY))
        later = MONDAY + DAY
        again = playing.practise(db, learner_key, "listen.active", Purpose.CHECK, later)
        second = only(ended(db, again, later))
    assert states(first)[0] is SkillState.TO_DISCOVER
    assert states(second) == (states(first)[1], SkillState.ACQUIRED)
    assert second.before.known < first.after.known, "a night has passed"


def test_what_was_nearly_shown_comes_back_on_the_next_working_day(store: Store, learner_key: UUID) -> None:
    friday = MONDAY + 4 * DAY
    with store.writing() as db:
        assert only(ended(db, playing.start(db, learner_key, "cadre", friday), friday)).back == NEXT_MONDAY
        week.pause(db, learner_key, NEXT_MONDAY, NEXT_MONDAY, friday)
        again = only(ended(db, playing.start(db, learner_key, "ecouter", friday), friday))
    assert again.back == NEXT_MONDAY + DAY


def test_what_is_acquired_comes_back_on_the_day_of_its_review(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        know(db, learner_key)
        builders.ask(db, learner_key, "listen-active-4", at=MONDAY + 4 * MINUTE)
        at = MONDAY + DAY
        play = playing.practise(db, learner_key, "listen.active", Purpose.CHECK, at)
        found = ended(db, play, at)
        known = progress.knowledge(db, learner_key, {"listen.active"})
        reviews = absence.reviews(db, learner_key, known, play.finished_at or at, ()).days
    assert states(only(found)) == (SkillState.TO_CONFIRM, SkillState.ACQUIRED)
    assert only(found).back == reviews["listen.active"]


def test_what_was_sure_and_wrong_comes_back_on_the_next_working_day(store: Store, learner_key: UUID) -> None:
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


def test_a_review_that_holds_says_so(store: Store, learner_key: UUID) -> None:
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
        found = ending.result(db, begun, end, here)
    assert {one.after.skill.id for one in found.moved} == {"listen.active", "frame.role"}
    assert found.asked == MOST_QUESTIONS
    assert found.why is EnoughReason.WRONG


def test_an_answer_that_does_not_count_moves_nothing(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(valid_until=date(2026, 1, 1))))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        moved = only(ended(db, playing.start(db, learner_key, "ecouter", MONDAY), MONDAY))
    assert moved.before.known == moved.after.known
    assert states(moved) == (SkillState.TO_DISCOVER, SkillState.TO_DISCOVER)


def test_a_skill_that_has_left_the_map_is_not_told(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play = playing.start(db, learner_key, "ecouter", MONDAY)
        end = live_through(db, play, MONDAY, wrong)
        here = proposals.situation_of(db, learner_key, MONDAY)
        assert here
        without = {skill: known for skill, known in here.knowledge.items() if skill != "listen.active"}
        found = ending.result(db, play, end, replace(here, knowledge=without))
    assert (found.asked, found.moved) == (2, ())
