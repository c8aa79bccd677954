"""A learner's past answers by day, those missed that are worth another look, and notices about wrong keys."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.module import Module, Question
from content.skills import Skill
from models.catalogue import in_force
from models.ground.lookups import Lookup
from models.learning import answer_log, dialogue_play, learners, week
from models.learning.belief_history import Said, said
from models.tables.answers import Annulment, Answer, Notice, Presentation
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
        select(Answer, Presentation, answer_log.stands())
        .join(Presentation, Presentation.id == Answer.presentation_id)
        .where(*which)
        .order_by(Answer.day.desc(), Answer.sequence.desc(), Answer.id.desc())
    ).all()
    modules = {version_id: in_force.module_of(db, version_id) for version_id in {row.version_id for row, _, _ in rows}}
    return [PastAnswer(row, shown, modules[row.version_id], stands) for row, shown, stands in rows]


def _going_on(db: Session, learner_key: UUID, answers: Iterable[PastAnswer]) -> Collection[UUID]:
    """Return the interviews that are not over; looked for only where there is an interview among some answers."""
    if any(one.presentation.purpose == Purpose.DIALOGUE for one in answers):
        return dialogue_play.going_on(db, learner_key)
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


# -------------------------------------------------------------------------------------------- what a learner has missed


MISSED_A_PAGE = 8
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
        select(Answer.sequence, Answer.skill, Answer.question_id, answer_log.stands().label("stands"))
        .join(Presentation, Presentation.id == Answer.presentation_id)
        .where(Answer.learner_key == learner_key, Answer.sequence.in_(last), ~Answer.correct)
        .where(Presentation.purpose != Purpose.DIALOGUE)
        .order_by(Answer.sequence.desc())
    ).all()
    asked = {one.id for module in published for one in module.pool}
    kept = {row.sequence: row.skill for row in wrong if row.stands and row.question_id in asked and row.skill in skills}
    by_skill = list(dict.fromkeys(kept.values()))
    shown = by_skill[(page - 1) * MISSED_A_PAGE : page * MISSED_A_PAGE]
    past_answers = answers(db, learner_key, [sequence for sequence, skill in kept.items() if skill in shown])
    return Missed(
        [
            MissedSkill(skills[one], [past for past in past_answers if past.answer.skill == one], asking[one].module.id)
            for one in shown
        ],
        len(by_skill) > page * MISSED_A_PAGE,
        len(wrong) - len(kept),
    )


def ways_on(db: Session, learner_key: UUID, found: PastAnswer, at: datetime) -> tuple[bool, str | None]:
    """Return whether the skill of an answer can be asked about today, and the module to read, while it is published."""
    language = learners.read(db, learner_key).language
    asked = in_force.asking(db, week.day_of(db, learner_key, at), language)
    published = {one.module.id for one in in_force.published_modules(db, language)}
    return found.answer.skill in asked, found.module.id if found.module.id in published else None


# -------------------------------------------------------------------------------------------------------------- notices


class NoticeAsTold(NamedTuple):
    """A notice, with the question as it stands now."""

    notice: Notice
    module_id: str
    module: str
    stem: str
    language: str


UNREAD_NOTICES = Lookup(
    select(Notice.id).where(Notice.learner_key == bindparam("learner_key"), Notice.read_at.is_(None)),
    lambda rows: [notice_id for (notice_id,) in rows],
)


def unread_notices(db: Session, learner_key: UUID) -> list[NoticeAsTold]:
    """Return the notices that a learner has not put away yet, the oldest first."""
    waiting = UNREAD_NOTICES.ask(db, learner_key=learner_key)
    rows = db.scalars(select(Notice).where(Notice.id.in_(waiting)).order_by(Notice.id)) if waiting else ()
    told = []
    for notice in rows:
        module = in_force.module_of(db, notice.version_id)
        stem = module.question(notice.question_id).stem
        told.append(NoticeAsTold(notice, module.id, module.title, stem, module.language))
    return told


def notice_of(db: Session, notice_id: int, learner_key: UUID) -> Notice:
    """Return one notice of this learner; raises NotFound for anybody else's."""
    notice = db.get(Notice, notice_id)
    if notice is None or notice.learner_key != learner_key:
        raise NotFound(N_("Ce message ne vous est pas adressé."))
    return notice


def put_notice_away(notice: Notice, at: datetime) -> None:
    """Note, once, that a notice was read."""
    notice.read_at = notice.read_at or at
