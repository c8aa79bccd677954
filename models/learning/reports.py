"""A learner's own reports: made, completed, withdrawn, replied to; and what stays of them when she leaves."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from content.errors import N_, Invalid, TooMany
from models.catalogue import in_force
from models.ground.calendar import local_day, local_hour
from models.ground.lookups import Lookup
from models.learning import answer_log, answering, learners, report_subjects
from models.learning.report_subjects import (
    About,
    AboutAnswer,
    AboutCard,
    AboutQuestion,
    AboutTopic,
    NoSuchReport,
    ReportAsTold,
    told,
    trimmed,
)
from models.tables.answers import Answer
from models.tables.reports import Report, ReportKind

MOST_A_DAY = 12
"""Taps of one learner in one local day, those withdrawn included."""
LONGEST_WORD = 2000
WORDS_KEPT = timedelta(days=365)
"""What was written and replied, from the reply or the withdrawal on; that somebody has reported stays with her."""


# --------------------------------------------------------------------------------------------------- the learner's side


def report(db: Session, learner_key: UUID, about: About, kind: ReportKind, at: datetime) -> Report:
    """Keep a report and set the answer aside; the same tap sent twice is one report, also once it is settled.

    A question that states law and is said to be outdated is asked of nobody from now on. Raises
    study.NoSuchPresentation for a question that this learner has not answered, TooMany.
    """
    # Only this kind holds a question back, and the document is locked before the learner (docs/decisions/0011).
    if kind is ReportKind.OUTDATED and isinstance(about, AboutAnswer | AboutQuestion):
        if isinstance(about, AboutAnswer):
            report_subjects.lock_document(db, answering.presented(db, about.presentation_id, learner_key).version_id)
        else:
            report_subjects.lock_document(db, about.version_id)
    owner = learners.lock(db, learner_key)
    # Asked behind the lock, so that a double tap finds its first row.
    there = [row for row in open_reports(db, learner_key, about) if row.kind == kind]
    if there:
        return there[0]
    begun = local_hour(local_day(at, owner.timezone), 0, owner.timezone)
    today = select(func.count()).where(Report.learner_key == owner.key, Report.at >= begun)
    if (db.scalar(today) or 0) >= MOST_A_DAY:
        raise TooMany(
            N_("Vous avez déjà beaucoup signalé aujourd'hui."),
            N_("Tout ce que vous avez signalé est gardé et sera lu. Le prochain signalement passera dès demain."),
        )
    row = Report(learner_key=learner_key, kind=kind, at=at, **_place(db, learner_key, about))
    db.add(row)
    db.flush()
    report_subjects.suspend_question(db, row, at)
    _believe_again(db, row)
    return row


def add_word(db: Session, row: Report, word: str, wants_reply: bool) -> None:
    """Keep a word with a report, in the place of an earlier one; raises Invalid."""
    kept = trimmed(word)
    if len(kept) > LONGEST_WORD:
        raise Invalid(
            N_("Votre mot d'explication est trop long."),
            N_("Votre signalement est gardé sans lui. Revenez en arrière : ce que vous avez écrit y est encore."),
        )
    row.word, row.wants_reply = kept, wants_reply
    db.flush()


def withdraw(db: Session, row: Report, at: datetime) -> None:
    """Take a report back while nobody has replied: the answer counts again, and the question is asked again."""
    # The document first, then the learner: the same order as in a reply.
    document = report_subjects.lock_document(db, row.version_id)
    if row.learner_key is None:
        raise NoSuchReport
    learners.lock(db, row.learner_key)
    if row.withdrawn_at is None and row.outcome is None:
        row.withdrawn_at = at
        db.flush()
        _believe_again(db, row)
        if row.question_id:
            report_subjects.lift_suspension(db, document, row.question_id, at, by=None)


def open_reports(db: Session, learner_key: UUID, about: About) -> Sequence[Report]:
    """Return what a learner holds against one thing, open or settled."""
    return [row for row in reports_on(db, learner_key, about) if row.withdrawn_at is None]


def mine(db: Session, learner_key: UUID) -> list[ReportAsTold]:
    """Return all that a learner has reported, the latest first."""
    rows = select(Report).where(Report.learner_key == learner_key).order_by(Report.id.desc())
    return [told(db, row) for row in db.scalars(rows)]


def has_reported(db: Session, learner_key: UUID) -> bool:
    """Return whether a learner has ever reported anything."""
    return bool(db.scalar(select(exists().where(Report.learner_key == learner_key))))


def report_of(db: Session, report_id: int, learner_key: UUID) -> Report:
    """Return one report of this learner; raises NoSuchReport for anybody else's."""
    row = db.get(Report, report_id)
    if row is None or row.learner_key != learner_key:
        raise NoSuchReport
    return row


REPLIED = Lookup(
    select(Report.id).where(
        Report.learner_key == bindparam("learner_key"),
        Report.wants_reply,
        Report.read_at.is_(None),
        Report.outcome.is_not(None),
    ),
    lambda rows: [report_id for (report_id,) in rows],
)


def replies(db: Session, learner_key: UUID) -> list[ReportAsTold]:
    """Return the replies that a learner has asked for and has not put away yet, the oldest first."""
    waiting = REPLIED.ask(db, learner_key=learner_key)
    rows = (
        db.scalars(select(Report).where(Report.id.in_(waiting)).order_by(Report.replied_at.nulls_first(), Report.id))
        if waiting
        else ()
    )
    return [told(db, row) for row in rows]


def put_away(row: Report, at: datetime) -> None:
    """Note, once, that a reply was read."""
    row.read_at = row.read_at or at


def reports_on(db: Session, learner_key: UUID, about: About) -> Sequence[Report]:
    """Return all that a learner has ever held against one thing, withdrawn or not."""
    if isinstance(about, AboutCard):
        hers = {"key": learner_key, "version": about.version_id, "card": about.number}
        return db.scalars(_ON_CARD, hers).all()
    if isinstance(about, AboutQuestion):
        hers = {"key": learner_key, "version": about.version_id, "question": about.question_id}
        return db.scalars(_ON_QUESTION, hers).all()
    if isinstance(about, AboutTopic):
        hers = {"key": learner_key, "version": about.version_id, "topic": about.topic_id}
        return db.scalars(_ON_TOPIC, hers).all()
    return db.scalars(_ON_ANSWER, {"key": learner_key, "presentation": about.presentation_id}).all()


_HERS = select(Report).where(Report.learner_key == bindparam("key")).order_by(Report.id)
_ON_CARD = _HERS.where(Report.version_id == bindparam("version"), Report.card == bindparam("card"))
_ON_QUESTION = _HERS.where(Report.version_id == bindparam("version"), Report.question_id == bindparam("question"))
# What a circle kept stands under no topic: nobody taps it there, and it is withdrawn among one's own reports.
_ON_TOPIC = _HERS.where(
    Report.version_id == bindparam("version"),
    Report.topic_id == bindparam("topic"),
    Report.kind != ReportKind.FROM_CIRCLE,
)
_ON_ANSWER = _HERS.where(
    Report.answer_id.in_(select(Answer.id).where(Answer.presentation_id == bindparam("presentation")))
)


def _place(db: Session, learner_key: UUID, about: About) -> dict[str, Any]:
    if isinstance(about, AboutCard):
        if about.number > len(in_force.module_of(db, about.version_id).cards):  # one of a text not yet written then
            raise NoSuchReport
        return {"version_id": about.version_id, "card": about.number}
    if isinstance(about, AboutQuestion):
        if about.question_id not in {one.id for one in in_force.module_of(db, about.version_id).questions}:
            raise NoSuchReport
        return {"version_id": about.version_id, "question_id": about.question_id}
    if isinstance(about, AboutTopic):
        if about.topic_id not in {one.id for one in in_force.topics_of(db, about.version_id)}:
            raise NoSuchReport
        return {"version_id": about.version_id, "topic_id": about.topic_id, "language": about.language}
    answering.presented(db, about.presentation_id, learner_key)
    answer = answering.answer_to(db, about.presentation_id)
    if answer is None:
        raise answering.NoSuchPresentation
    return {"version_id": answer.version_id, "question_id": answer.question_id, "answer_id": answer.id}


def _believe_again(db: Session, row: Report) -> None:
    if row.answer_id is not None and row.learner_key is not None:
        answer_log.replay(db, row.learner_key)


# ------------------------------------------------------------------------------------------------------ a person leaves


def forget_words(db: Session, at: datetime) -> None:
    """Forget what was written of reports that were settled or withdrawn long ago, and what was replied."""
    settled = or_(Report.replied_at < at - WORDS_KEPT, Report.withdrawn_at < at - WORDS_KEPT)
    written = or_(Report.word != "", Report.reply.is_not(None))
    db.execute(update(Report).where(settled, written).values(word="", reply=None))


def let_go(db: Session, learner_key: UUID) -> None:
    """Detach a learner, who is being erased, from what she has reported.

    What waits for a reply stays as a bare tap, a kind and a text: the mistake that she saw is there for everybody else.
    Her words, her answer and her name go; what was settled or withdrawn has served, and goes altogether.
    """
    hers = Report.learner_key == learner_key
    db.execute(delete(Report).where(hers, or_(Report.outcome.is_not(None), Report.withdrawn_at.is_not(None))))
    # What is open stays useful to others; without key, answer and word it is nobody's.
    db.execute(update(Report).where(hers).values(learner_key=None, answer_id=None, word="", wants_reply=False))
