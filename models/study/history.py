"""The history of a learner: what she has played and answered, day by day."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.module import Module, Question
from models.catalogue import in_force
from models.study import replaying
from models.study.belief_history import Said, said
from models.study.play import conversing
from models.tables.answers import Annulment, Answer, Presentation
from models.tutor.situation import Purpose

DAYS = 10
"""How many days with answers a page tells."""


class PastAnswer(NamedTuple):
    """One answer, the question as it was asked then, and the module that asked it."""

    answer: Answer
    presentation: Presentation
    module: Module
    stands: bool
    """Whether it counts: neither annulled, nor contested, nor given while something it rests on did not hold."""

    @property
    def question(self) -> Question:
        """The question in the version that was shown."""
        return self.module.question(self.answer.question_id)

    @property
    def said(self) -> Said | None:
        """The verdict; None for what is set aside."""
        return said(self.answer) if self.stands else None


class PastSitting(NamedTuple):
    """What was answered in one play, in its order; or the questions of mails on one module."""

    module: Module
    purpose: str
    """learn, review, check…; empty for questions of mails."""
    answers: Sequence[PastAnswer]
    going_on: UUID | None = None
    """The play of an interview that is not over: what was said in it is told at its end, and none of it here before."""


class Day(NamedTuple):
    """One day of the learner's, the latest sitting first."""

    day: date
    sittings: Sequence[PastSitting]


def days(db: Session, learner_key: UUID, before: date | None = None) -> tuple[Sequence[Day], date | None]:
    """Return the latest days with answers, before a day if given; and the day before which there are more, if any."""
    told = select(Answer.day).where(Answer.learner_key == learner_key).distinct().order_by(Answer.day.desc())
    if before:
        told = told.where(Answer.day < before)
    # One more than shown tells whether there is more, without a count.
    found = db.scalars(told.limit(DAYS + 1)).all()
    shown, more = found[:DAYS], len(found) > DAYS
    told_then = _answered(db, Answer.learner_key == learner_key, Answer.day.in_(shown))
    open_still = _going_on(db, learner_key, told_then)
    by_day = groupby(told_then, lambda one: one.answer.day)
    return [Day(day, _sittings(those, open_still)) for day, those in by_day], shown[-1] if more else None


def answered(db: Session, learner_key: UUID, sequence: int) -> PastAnswer:
    """Return one answer of this learner, by its number among hers; raises NotFound, also in an open interview.

    A number among everybody's would tell, by its gaps, how much others have answered meanwhile.
    """
    for found in _answered(db, Answer.learner_key == learner_key, Answer.sequence == sequence):
        if found.presentation.play_id not in _going_on(db, learner_key, [found]):
            return found
    raise NotFound(N_("Cette réponse n'est pas la vôtre."))


def answers(db: Session, learner_key: UUID, sequences: Collection[int]) -> list[PastAnswer]:
    """Return some answers of this learner, by their numbers, the latest first."""
    return _answered(db, Answer.learner_key == learner_key, Answer.sequence.in_(sequences))


def is_annulled(db: Session, answer: Answer) -> bool:
    """Return whether an answer no longer counts."""
    return db.scalar(select(Annulment.id).where(Annulment.answer_id == answer.id)) is not None


def _answered(db: Session, *which: ColumnElement[bool]) -> list[PastAnswer]:
    """Select answers, the latest first."""
    rows = db.execute(
        select(Answer, Presentation, replaying.stands())
        .join(Presentation, Presentation.id == Answer.presentation_id)
        .where(*which)
        .order_by(Answer.day.desc(), Answer.sequence.desc(), Answer.id.desc())
    ).all()
    modules = {version_id: in_force.module_of(db, version_id) for version_id in {row.version_id for row, _, _ in rows}}
    return [PastAnswer(row, shown, modules[row.version_id], stands) for row, shown, stands in rows]


def _going_on(db: Session, learner_key: UUID, answers: Iterable[PastAnswer]) -> Collection[UUID]:
    """Return the interviews that are not over; looked for only where there is an interview among some answers."""
    if any(one.presentation.purpose == Purpose.DIALOGUE for one in answers):
        return conversing.going_on(db, learner_key)
    return ()


def _sittings(answers: Iterable[PastAnswer], open_still: Collection[UUID]) -> list[PastSitting]:
    """Group the answers of one day, the latest first, by the play in which they were given."""
    together: dict[UUID | int, list[PastAnswer]] = {}
    for one in answers:
        # Questions of mails belong to no play: those of one version stand together.
        together.setdefault(one.presentation.play_id or one.answer.version_id, []).insert(0, one)
    sittings = []
    for these in together.values():
        module, shown = these[0].module, these[0].presentation
        if shown.play_id in open_still:
            sittings.append(PastSitting(module, shown.purpose, (), shown.play_id))
        else:
            sittings.append(PastSitting(module, shown.purpose if shown.play_id else "", these))
    return sittings
