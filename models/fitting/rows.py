"""From the log to what a fit may see."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import study
from models.learner import Evidence
from models.tables import Annulment, Answer


@dataclass(frozen=True, slots=True)
class Row:
    """One answer that tells something of its skill."""

    learner: UUID
    skill: str
    evidence: Evidence


def rows_to_fit(db: Session) -> list[Row]:
    """Counted first exposures, in the order in which each learner gave them.

    Left out: repeats, « je ne sais pas », answers that do not count, annulled answers.
    """
    told = (
        select(Answer)
        .where(Answer.exposure == 0, Answer.counts, ~Answer.dont_know)
        .where(Answer.id.not_in(select(Annulment.answer_id)))
        .order_by(Answer.learner_key, Answer.sequence)
    )
    return [Row(answer.learner_key, answer.skill, study.evidence_of(answer)) for answer in db.scalars(told)]
