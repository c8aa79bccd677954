"""What is said in an interview is told in one's history when it is over, as on its own page, and not before."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import NotFound
from models.ground.store import Store
from models.learning import history, objection
from models.tables.answers import Answer
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG
from tests.learning.stage import MINUTE
from tests.learning.test_dialogue_play import begun, learner_key, said, withhold

__all__ = ["learner_key"]


def told(db: Session, learner_key: UUID) -> list[tuple[str, bool, list[str]]]:
    """What her history tells of each sitting: the module, whether it goes on, what was answered in it."""
    days, _ = history.days(db, learner_key)
    sittings = [one for day in days for one in day.sittings]
    return [(one.module.id, one.going_on is not None, [past.question.id for past in one.answers]) for one in sittings]


def sequences(db: Session, learner_key: UUID) -> list[int]:
    mine = select(Answer.sequence).where(Answer.learner_key == learner_key)
    return list(db.scalars(mine.order_by(Answer.sequence)))


def test_what_is_said_in_an_interview_is_told_in_her_history_when_it_is_over(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play = said(db, begun(db, learner_key), WRONG, RIGHT)
        assert told(db, learner_key) == [("entretien", True, [])]
        for sequence in sequences(db, learner_key):
            with pytest.raises(NotFound, match="Cette réponse n'est pas la vôtre"):
                history.answered(db, learner_key, sequence)
        said(db, play, RIGHT, RIGHT)
        assert told(db, learner_key) == [("entretien", False, ["jo-1", "jo-1b", "jo-2", "jo-3"])]
        assert not history.answered(db, learner_key, sequences(db, learner_key)[0]).answer.correct


def test_an_interview_that_cannot_be_gone_on_with_is_told_as_far_as_it_went(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        said(db, begun(db, learner_key), WRONG)
        withhold(db, "jo-2")
        assert told(db, learner_key) == [("entretien", False, ["jo-1"])]


def test_what_she_has_answered_elsewhere_is_told_beside_an_open_interview(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        said(db, begun(db, learner_key), WRONG)
        builders.ask(db, learner_key, "listen-active-1", at=MONDAY + MINUTE)
        assert told(db, learner_key) == [("ecouter", False, ["listen-active-1"]), ("entretien", True, [])]
        objection.object_to_estimation(db, learner_key)
        assert [going_on for _, going_on, _ in told(db, learner_key)] == [False, False]


def test_a_turn_said_wrong_is_no_question_to_review_nor_one_set_aside(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        said(db, begun(db, learner_key), WRONG, WRONG, RIGHT, RIGHT)
        found = history.missed(db, learner_key, MONDAY)
        assert (found.skills, found.aside) == ([], 0)
