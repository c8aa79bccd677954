"""What is proposed to somebody who has answered so."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from models.learning import learner_situation, proposals
from models.tutor.situation import Purpose, Situation, Term
from tests.builders import MONDAY, ask

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
CADRE = (Purpose.LEARN, "cadre", Term.GAIN)


def proposed(db: Session, learner_key: UUID, days: float = 0) -> tuple[Purpose, str, Term] | None:
    step = proposals.next_step(db, learner_key, MONDAY + days * DAY)
    return step and (step.chosen.purpose, step.chosen.target, step.chosen.main_term)


def situation(db: Session, learner_key: UUID, days: float = 0) -> Situation:
    return learner_situation.situation(db, learner_key, MONDAY + days * DAY)


def answer_right(db: Session, learner_key: UUID, prefix: str, numbers: Iterable[int], days: float = 0) -> None:
    for number in numbers:
        ask(db, learner_key, f"{prefix}-{number}", at=MONDAY + days * DAY + number * MINUTE)


def acquire(db: Session, learner_key: UUID, prefix: str = "listen-active") -> None:
    answer_right(db, learner_key, prefix, range(1, 5))
    answer_right(db, learner_key, prefix, [5], days=1)
