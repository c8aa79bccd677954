"""How long a question takes somebody."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import pytest

from models.ground.store import Store
from models.learning import learner_situation
from models.learning.learner_situation import PACE_ANSWERS
from models.tables.answers import Presentation
from models.tutor.situation import QUESTION_MINUTES
from tests import builders
from tests.builders import MONDAY, ask
from tests.learning.proposals.proposed import MINUTE, answer_right, situation
from tests.watchers.mornings import ON_ONE_DATABASE


def paced(store: Store, learner_key: UUID, gaps: Iterable[float]) -> float:
    """The pace of somebody who took so many minutes for each question, from its showing to the end of its feedback."""
    with store.writing() as db:
        for number, gap in enumerate(gaps):
            given = ask(db, learner_key, "frame-role-1", at=MONDAY + number * timedelta(hours=1))
            shown = db.get_one(Presentation, given.presentation_id)
            shown.acknowledged_at = shown.shown_at + gap * MINUTE
        db.flush()
        return learner_situation.PACE.ask(db, learner_key=learner_key)


@ON_ONE_DATABASE
def test_whoever_has_told_no_time_is_taken_to_have_the_usual_pace(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        assert learner_situation.PACE.ask(db, learner_key=learner_key) == QUESTION_MINUTES
        assert situation(db, learner_key).question_minutes == QUESTION_MINUTES
    with store.writing() as db:
        answer_right(db, learner_key, "frame-role", range(1, 7))
        assert learner_situation.PACE.ask(db, learner_key=learner_key) == QUESTION_MINUTES


def test_a_pace_is_that_of_real_answers_once_there_are_enough(store: Store, learner_key: UUID) -> None:
    assert paced(store, learner_key, [2.0] * 3) == QUESTION_MINUTES
    assert paced(store, learner_key, [2.0] * 30) == 2.0
    learner_key = builders.add_learner(store)
    assert paced(store, learner_key, [0.4] * 20 + [60, 90, 45, 1200]) == pytest.approx(0.4)
    learner_key = builders.add_learner(store)
    assert paced(store, learner_key, [2.5] * PACE_ANSWERS + [0.5] * PACE_ANSWERS) == 0.5


@ON_ONE_DATABASE
def test_a_module_is_as_long_as_its_learner_takes(store: Store, learner_key: UUID) -> None:
    paced(store, learner_key, [2 * QUESTION_MINUTES] * 30)
    with store.reading() as db:
        assert {offer.minutes for offer in situation(db, learner_key).offers} == {10}
