"""« Je connais déjà » : three new questions; what they show stands until a check, a week later."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import chain, repeat
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import Conflict
from content.marking import Response
from content.module import QuestionNature
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, documents
from models.ground.store import Store
from models.learner import SkillState
from models.learning import answer_log, answering, playing, progress, proposals, scenes, situate
from models.learning.scenes import EndScene, PlayEnding, QuestionScene
from models.learning.situate import NothingToAsk
from models.tables.answers import CheckReason, DueCheck, Presentation
from models.tables.documents import VersionChange
from models.tutor.situation import Purpose, Term
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, WRONG, ask, live_through, module, pool, question
from tests.studio.test_publishing import publish, with_question
from tests.watchers.mornings import ON_ONE_DATABASE

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SKILL = "listen.active"


def contested(db: Session, learner_key: UUID, answers: Iterable[Response], days: float = 0) -> int:
    """A contest answered in that way; how many questions it asked."""
    at, given = MONDAY + days * DAY, chain(answers, repeat(RIGHT))
    return len(live_through(db, playing.contest(db, learner_key, SKILL, at), at, lambda _: next(given)).answers)


def state(db: Session, learner_key: UUID, days: float = 0) -> SkillState:
    domains = progress.by_domain(db, learner_key, MONDAY + days * DAY)
    return next(one.state for domain in domains for one in domain.skills if one.skill.id == SKILL)


def proposed(db: Session, learner_key: UUID, days: float) -> tuple[Purpose, str, Term] | None:
    step = proposals.next_step(db, learner_key, MONDAY + days * DAY)
    return step and (step.chosen.purpose, step.chosen.target, step.chosen.main_term)


def may(db: Session, learner_key: UUID, days: float = 0) -> bool:
    return situate.may_contest(db, learner_key, SKILL, MONDAY + days * DAY)


def due(db: Session) -> list[DueCheck]:
    return list(db.scalars(select(DueCheck).where(DueCheck.reason == CheckReason.CONTEST)))


def test_three_new_questions_are_asked_without_cards_and_the_reserve_left(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1")
        assert contested(db, learner_key, []) == 3
        asked = set(db.scalars(select(Presentation.question_id).where(Presentation.purpose == Purpose.CONTEST)))
        assert asked == {"listen-active-2", "listen-active-3", "listen-active-4"}


def test_three_right_stand_as_acquired_to_confirm_for_a_week(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        contested(db, learner_key, [RIGHT] * 3)
        assert [state(db, learner_key, days) for days in (0, 3, 6)] == [SkillState.TO_CONFIRM] * 3
        (check,) = due(db)
        assert WEEK <= check.due_at - MONDAY < WEEK + DAY
        assert SKILL in progress.claimed(db, learner_key)
        for days in (1, 3, 6):
            found = proposed(db, learner_key, days)
            assert found and found[1] not in {SKILL, "ecouter"}
        assert proposed(db, learner_key, 8) == (Purpose.CHECK, SKILL, Term.CHECK)


@ON_ONE_DATABASE
def test_nothing_overwrites_the_estimate(store: Store, learner_key: UUID) -> None:
    """A contest believes its answers as any sitting would, and no more."""
    with store.writing() as db:
        contested(db, learner_key, [RIGHT] * 3)
        believed = progress.believed(db, learner_key).knowledge([SKILL])[SKILL].belief
        answer_log.replay(db, learner_key)
        assert progress.believed(db, learner_key).knowledge([SKILL])[SKILL].belief == believed
        assert (believed.acquired, believed.first_exposures, believed.confirmed_later) == (False, 3, False)


@ON_ONE_DATABASE
@pytest.mark.parametrize(
    ("answers", "asked"), [([WRONG], 3), ([RIGHT, RIGHT, WRONG], 3), ([WRONG, WRONG], 2), ([WRONG, RIGHT, WRONG], 3)]
)
def test_anything_less_changes_nothing_but_the_belief_and_stops_at_the_second_wrong(
    store: Store, learner_key: UUID, answers: list[Response], asked: int
) -> None:
    with store.writing() as db:
        assert contested(db, learner_key, answers) == asked
        assert due(db) == []
        assert progress.claimed(db, learner_key) == set()
        assert state(db, learner_key) is SkillState.IN_PROGRESS


@ON_ONE_DATABASE
def test_three_right_of_which_one_nobody_can_have_read_show_nothing(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play, at = playing.contest(db, learner_key, SKILL, MONDAY), MONDAY
        for reading in (READING, timedelta(0), READING):
            here = scenes.scene(db, play)
            assert isinstance(here, QuestionScene)
            answering.answer(db, here.presentation.id, learner_key, RIGHT, at := at + reading)
            playing.advance(db, play, scenes.scene(db, play).position, at)
        end = scenes.scene(db, play)
        assert isinstance(end, EndScene)
        assert ([one.correct for one in end.answers], end.ending) == ([True] * 3, PlayEnding.NOT_SHOWN)
        assert due(db) == []


@ON_ONE_DATABASE
def test_a_week_later_what_was_kept_for_checks_makes_it_acquired_or_refutes_it(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        contested(db, learner_key, [RIGHT] * 3)
        at = MONDAY + 8 * DAY
        end = live_through(db, playing.practise(db, learner_key, SKILL, Purpose.CHECK, at), at)
        assert {answer.question_id for answer in end.answers} <= {"listen-active-7", "listen-active-8"}
        assert state(db, learner_key, 8) is SkillState.ACQUIRED
        assert progress.claimed(db, learner_key) == set()
        learner_key = builders.add_learner_in(db)
        contested(db, learner_key, [RIGHT] * 3)
        at = MONDAY + 8 * DAY
        live_through(db, playing.practise(db, learner_key, SKILL, Purpose.CHECK, at), at, lambda _: WRONG)
        assert state(db, learner_key, 8) is SkillState.IN_PROGRESS
        assert progress.claimed(db, learner_key) == set()
        learner_key = builders.add_learner_in(db)
        for number in (1, 2):
            ask(db, learner_key, f"listen-active-{number}")
        contested(db, learner_key, [RIGHT] * 3)
        found = proposed(db, learner_key, 1)
        assert found and found[1] != SKILL
        assert proposed(db, learner_key, 8) == (Purpose.CHECK, SKILL, Term.CHECK)


@ON_ONE_DATABASE
def test_a_skill_is_contested_once_a_fortnight(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        contested(db, learner_key, [WRONG, WRONG])
        with pytest.raises(Conflict, match="il y a moins de deux semaines"):
            playing.contest(db, learner_key, SKILL, MONDAY + 13 * DAY)
        assert not may(db, learner_key, 13)
        assert may(db, learner_key, 14)
        assert playing.contest(db, learner_key, "frame.role", MONDAY + DAY)
        assert contested(db, learner_key, [], days=14) == 3


@ON_ONE_DATABASE
def test_an_open_contest_is_taken_up_again_and_none_begun_without_three_new(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = playing.contest(db, learner_key, SKILL, MONDAY)
        assert may(db, learner_key, 1)
        assert playing.contest(db, learner_key, SKILL, MONDAY + DAY).id == begun.id
        learner_key = builders.add_learner_in(db)
        # Two right answers would show nothing, and she would have to wait for a fortnight.
        for number in range(1, 5):
            ask(db, learner_key, f"listen-active-{number}", WRONG)
        assert not may(db, learner_key, 1)
        with pytest.raises(Conflict, match="Il ne reste pas trois questions nouvelles"):
            playing.contest(db, learner_key, SKILL, MONDAY + DAY)


@ON_ONE_DATABASE
def test_questions_that_wait_for_votes_cannot_show_what_is_contested(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        found = []
        for number in (3, 4):
            asked = pool("listen-active", SKILL)
            waiting = (one._replace(nature=QuestionNature.PRACTICE) for one in asked[:number])
            text = write_module(module(questions=(*waiting, *asked[number:])))
            publish(db, text, VersionChange.MEANING)
            found.append(may(db, learner_key))
        assert found == [True, False]
        with pytest.raises(Conflict, match="Il ne reste pas trois questions nouvelles"):
            playing.contest(db, learner_key, SKILL, MONDAY)


@ON_ONE_DATABASE
def test_a_contest_left_open_in_an_old_text_begins_anew_once(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        left = playing.contest(db, learner_key, SKILL, MONDAY)
        publish(db, with_question(question("listen-active-1")._replace(stem="Autrement ?")), VersionChange.MEANING)
        assert may(db, learner_key, 1)
        begun = playing.contest(db, learner_key, SKILL, MONDAY + DAY)
        assert begun.id != left.id
        live_through(db, begun, MONDAY + DAY, lambda _: WRONG)
        assert not may(db, learner_key, 2)
        with pytest.raises(Conflict, match="il y a moins de deux semaines"):
            playing.contest(db, learner_key, SKILL, MONDAY + 2 * DAY)


@ON_ONE_DATABASE
def test_what_nobody_asks_about_cannot_be_contested(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        with pytest.raises(NothingToAsk):
            playing.contest(db, learner_key, "nowhere", MONDAY)
        assert not situate.may_contest(db, learner_key, "nowhere", MONDAY)
        coming_into_force.retire(db, documents.module_document(db, "ecouter"))
        with pytest.raises(NothingToAsk):
            playing.contest(db, learner_key, SKILL, MONDAY)


def test_of_contests_begun_at_one_instant_one_is_the_last_in_whatever_order_they_are_read() -> None:
    contests = [("listen.active", MONDAY, 1, finished) for finished in (None, MONDAY)]
    assert situate.CONTESTED.make(contests) == situate.CONTESTED.make(contests[::-1])
