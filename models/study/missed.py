"""What a learner has missed: the questions that she answered wrong last, by skill, while they are still asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.skills import Skill
from models.catalogue import in_force
from models.study import history, learners, replaying, week
from models.study.history import PastAnswer
from models.tables.answers import Answer, Presentation
from models.tutor.situation import Purpose

SKILLS = 8
"""How many skills a page tells."""


class MissedSkill(NamedTuple):
    """A skill, its missed answers, the latest first, and the module by which it is asked about today."""

    skill: Skill
    answers: Sequence[PastAnswer]
    module_id: str


class Missed(NamedTuple):
    """One page of what was missed, the skill missed last first; whether there is more; how much is set aside."""

    skills: Sequence[MissedSkill]
    more: bool
    aside: int
    """Questions whose answer was wrong and does not count: contested, corrected since, or no longer asked."""


def missed(db: Session, learner_key: UUID, at: datetime, page: int = 1) -> Missed:
    """Return a page of what was missed, the first by default."""
    language, day = learners.read(db, learner_key).language, week.day_of(db, learner_key, at)
    asking, skills = in_force.asking(db, day, language), in_force.skill_map(db)
    published = [one.module for one in in_force.published_modules(db, language) if one.module.valid_on(day)]
    last = select(func.max(Answer.sequence)).where(Answer.learner_key == learner_key).group_by(Answer.question_id)
    # Turns of interviews are asked within them alone: their path tells them.
    wrong = db.execute(
        select(Answer.sequence, Answer.skill, Answer.question_id, replaying.stands().label("stands"))
        .join(Presentation, Presentation.id == Answer.presentation_id)
        .where(Answer.learner_key == learner_key, Answer.sequence.in_(last), ~Answer.correct)
        .where(Presentation.purpose != Purpose.DIALOGUE)
        .order_by(Answer.sequence.desc())
    ).all()
    asked = {one.id for module in published for one in module.pool}
    kept = {row.sequence: row.skill for row in wrong if row.stands and row.question_id in asked and row.skill in skills}
    by_skill = list(dict.fromkeys(kept.values()))
    shown = by_skill[(page - 1) * SKILLS : page * SKILLS]
    answers = history.answers(db, learner_key, [sequence for sequence, skill in kept.items() if skill in shown])
    return Missed(
        [
            MissedSkill(skills[one], [past for past in answers if past.answer.skill == one], asking[one].module.id)
            for one in shown
        ],
        len(by_skill) > page * SKILLS,
        len(wrong) - len(kept),
    )


def ways_on(db: Session, learner_key: UUID, found: PastAnswer, at: datetime) -> tuple[bool, str | None]:
    """Return whether the skill of an answer can be asked about today, and the module to read, while it is published."""
    language = learners.read(db, learner_key).language
    asked = in_force.asking(db, week.day_of(db, learner_key, at), language)
    published = {one.module.id for one in in_force.published_modules(db, language)}
    return found.answer.skill in asked, found.module.id if found.module.id in published else None
