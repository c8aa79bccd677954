"""Where a learner stands, skill by skill."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from models.catalogue import coming_into_force, documents
from models.estimates import Estimates
from models.ground.store import Store
from models.learner import Knowledge, SkillState, retained
from models.study import progress, week
from models.study.progress import SkillStanding, in_state, standings
from models.tables.people import Learner
from tests import builders
from tests.builders import MONDAY, ask

DAY = timedelta(days=1)


def standing(db: Session, learner_key: UUID, skill: str, days: float = 0) -> SkillStanding:
    found = standings(db, learner_key, MONDAY + days * DAY)
    return next(one for domain in found for one in domain.skills if one.skill.id == skill)


def answer_right(db: Session, learner_key: UUID, prefix: str, numbers: Iterable[int], days: float = 0) -> None:
    for number in numbers:
        ask(db, learner_key, f"{prefix}-{number}", at=MONDAY + days * DAY + timedelta(minutes=number))


# ------------------------------------------------------------------------------------------------------ standings


def test_a_learner_who_has_answered_nothing_has_everything_to_discover(store: Store, learner_key: UUID) -> None:
    with store.reading() as db:
        domains = standings(db, learner_key, MONDAY)
    assert [domain.domain.id for domain in domains] == ["listen", "frame"]
    skills = [one for domain in domains for one in domain.skills]
    assert [one.skill.id for one in skills] == ["listen.active", "listen.reflect", "frame.role"]
    assert {(one.state, one.answers, one.known, one.taught) for one in skills} == {
        (SkillState.TO_DISCOVER, 0, retained(Knowledge(Estimates().of("listen.active")), MONDAY), True)
    }


def test_a_skill_goes_from_in_progress_to_confirm_to_acquired_to_refresh(store: Store, learner_key: UUID) -> None:
    def state(days: float) -> SkillState:
        return standing(db, learner_key, "listen.active", days).state

    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1])
        assert state(0) is SkillState.IN_PROGRESS
        answer_right(db, learner_key, "listen-active", [2, 3, 4])
        assert state(0) is SkillState.TO_CONFIRM
        answer_right(db, learner_key, "listen-active", [5], days=1)
        assert state(1) is SkillState.ACQUIRED
        assert state(90) is SkillState.TO_REFRESH


def test_a_standing_says_what_is_left_after_forgetting(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "listen-active", [1, 2])
        now = standing(db, learner_key, "listen.active", 10)
        known = progress.knowledge(db, learner_key, ["listen.active"])["listen.active"]
    assert now.answers == 2
    assert now.known == retained(known, MONDAY + 10 * DAY)


def test_a_skill_is_taught_while_a_published_module_asks_about_it(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, "cadre"))
        assert not standing(db, learner_key, "frame.role").taught
        assert standing(db, learner_key, "listen.active").taught


def test_skills_are_picked_by_their_state_in_the_order_of_the_compass(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer_right(db, learner_key, "frame-role", [1])
        answer_right(db, learner_key, "listen-active", [1])
        found = in_state(standings(db, learner_key, MONDAY), SkillState.IN_PROGRESS)
    assert [one.skill.id for one in found] == ["listen.active", "frame.role"]


def test_only_questions_that_were_answered_have_been_seen(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1")
        builders.show(db, learner_key, "listen-active-2")
        asked = [f"listen-active-{number}" for number in range(1, 4)]
        assert progress.seen_questions(db, learner_key, asked) == {"listen-active-1"}


@pytest.mark.parametrize("timezone", ["Europe/Brussels", "UTC"])
def test_the_day_is_that_of_the_learner(store: Store, learner_key: UUID, timezone: str) -> None:
    with store.writing() as db:
        db.get_one(Learner, learner_key).timezone = timezone
        day = week.day_of(db, learner_key, MONDAY.replace(hour=23, minute=30))
    assert day == date(2026, 11, 24 if timezone == "Europe/Brussels" else 23)
