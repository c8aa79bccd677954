"""A log made without the portal: many answers in one go, for those who only read them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from models import parameters
from models.catalogue import in_force
from models.tables.answers import Answer, Presentation
from models.tables.people import Learner

Given = tuple[str, str, bool]
"""A question, its skill, and whether the answer was right."""


def write_log(db: Session, lives: Sequence[Sequence[Given]], at: datetime) -> list[UUID]:
    """One new learner for each life, who answers once a minute from `at` on, to questions of the module « ecouter »."""
    version_id, set_id = in_force.published_module(db, "ecouter").version_id, parameters.in_force(db).id
    return [_write_life(db, life, at, version_id, set_id) for life in lives]


def _write_life(db: Session, life: Sequence[Given], at: datetime, version_id: int, set_id: int) -> UUID:
    learner = Learner(key=uuid4(), timezone="Europe/Brussels", last_sequence=len(life))
    db.add(learner)
    shown = [uuid4() for _ in life]
    db.flush()
    db.add_all(
        Presentation(
            id=presentation_id,
            learner_key=learner.key,
            question_id=question,
            version_id=version_id,
            purpose="learn",
            option_order=[],
            shown_at=at,
        )
        for presentation_id, (question, _, _) in zip(shown, life, strict=True)
    )
    db.flush()
    db.add_all(
        Answer(
            presentation_id=presentation_id,
            learner_key=learner.key,
            sequence=place,
            question_id=question,
            skill=skill,
            version_id=version_id,
            parameters_id=set_id,
            response=[],
            correct=right,
            dont_know=False,
            seconds=30.0,
            exposure=0,
            chance=0.0,
            counts=True,
            known_before=0.5,
            known_after=0.5,
            answered_at=at + timedelta(minutes=place),
            day=at.date(),
            working_day=True,
        )
        for place, (presentation_id, (question, skill, right)) in enumerate(zip(shown, life, strict=True), 1)
    )
    db.flush()
    return learner.key
