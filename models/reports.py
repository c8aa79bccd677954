"""« Pas d'accord », « Périmé », « Mal posée »: one tap, which sets the answer aside until somebody has replied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from models import authoring, study
from models.calendar import local_day, local_hour
from models.tables import Account, Annulment, Answer, Learner, Report

MOST_A_DAY = 12
"""Taps of one learner in one local day, those withdrawn included."""
LONGEST_WORD = 2000


class Kind(StrEnum):
    """What is held against a question or a card."""

    DISAGREE = "disagree"
    OUTDATED = "outdated"
    BADLY_PUT = "badly_put"


class Outcome(StrEnum):
    """What a reply decides: the text is right as it is, or the report is."""

    MAINTAINED = "maintained"
    ACCEPTED = "accepted"


class TooManyReports(Exception):
    """This learner has reported MOST_A_DAY times today."""


class NoSuchReport(LookupError):
    """This learner has no such report, or nobody has."""


class AlreadySettled(Exception):
    """The report has had another reply meanwhile, or was withdrawn."""


class WordTooLong(ValueError):
    """A word has more characters than LONGEST_WORD."""


@dataclass(frozen=True, slots=True)
class AboutAnswer:
    """The question of a presentation, and the answer that was given to it."""

    presentation_id: UUID


@dataclass(frozen=True, slots=True)
class AboutCard:
    """A card of a version; `number` counts from 1."""

    version_id: int
    number: int


About = AboutAnswer | AboutCard


@dataclass(frozen=True, slots=True)
class Told:
    """A report with what it is about, in the words of its own version."""

    report: Report
    module_id: str
    module: str
    subject: str
    language: str
    counts: bool
    """Whether its answer counts while no report sets it aside."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a trainer may read of an open report: never whose it is, unless its author asks for a reply."""

    told: Told
    author: str | None


# --------------------------------------------------------------------------------------------------- the learner's side


def report(db: Session, learner_key: UUID, about: About, kind: Kind, at: datetime) -> Report:
    """Keep a report and set the answer aside; the same tap sent twice is one report, also once it is settled.

    Raises study.NoSuchPresentation for a question that this learner has not answered, TooManyReports.
    """
    owner = study.lock(db, learner_key)
    there = [row for row in standing(db, learner_key, about) if row.kind == kind]
    if there:
        return there[0]
    _check_pace(db, owner, at)
    row = Report(learner_key=learner_key, kind=kind, at=at, **_place(db, learner_key, about))
    db.add(row)
    db.flush()
    _believe_again(db, row)
    return row


def add_word(db: Session, row: Report, word: str, wants_reply: bool) -> None:
    """Keep a word with a report, in the place of an earlier one, less the NUL that no database keeps.

    Raises WordTooLong.
    """
    kept = word.replace("\0", "").replace("\r\n", "\n").strip()
    if len(kept) > LONGEST_WORD:
        raise WordTooLong
    row.word, row.wants_reply = kept, wants_reply
    db.flush()


def withdraw(db: Session, row: Report, at: datetime) -> None:
    """Take a report back while nobody has replied: the answer counts again."""
    study.lock(db, _author(row))
    if row.withdrawn_at is None and row.outcome is None:
        row.withdrawn_at = at
        db.flush()
        _believe_again(db, row)


def standing(db: Session, learner_key: UUID, about: About) -> Sequence[Report]:
    """What a learner holds against one thing, open or settled."""
    return [row for row in _reports_on(db, learner_key, about) if row.withdrawn_at is None]


def withdrawn(db: Session, learner_key: UUID, about: About) -> bool:
    """Whether a learner has taken back what she held against one thing."""
    return any(row.withdrawn_at for row in _reports_on(db, learner_key, about))


def mine(db: Session, learner_key: UUID) -> list[Told]:
    """All that a learner has reported, the latest first."""
    rows = select(Report).where(Report.learner_key == learner_key).order_by(Report.id.desc())
    return [told(db, row) for row in db.scalars(rows)]


def report_of(db: Session, report_id: int, learner_key: UUID) -> Report:
    """One report of this learner; raises NoSuchReport for anybody else's."""
    row = db.get(Report, report_id)
    if row is None or row.learner_key != learner_key:
        raise NoSuchReport(report_id)
    return row


def replies(db: Session, learner_key: UUID) -> list[Told]:
    """The replies that a learner has asked for and has not put away yet, the oldest first."""
    waiting = select(Report).where(Report.learner_key == learner_key, Report.wants_reply, Report.read_at.is_(None))
    return [told(db, row) for row in db.scalars(waiting.where(Report.outcome.is_not(None)).order_by(Report.replied_at))]


def put_away(row: Report, at: datetime) -> None:
    """Note, once, that a reply was read."""
    row.read_at = row.read_at or at


def told(db: Session, row: Report) -> Told:
    """A report with what it is about."""
    module = authoring.module_of(db, row.version_id)
    subject = module.cards[row.card - 1].title if row.card else module.question(row.question_id or "").stem
    return Told(row, module.id, module.title, subject, module.language, _would_count(db, row))


def _would_count(db: Session, row: Report) -> bool:
    annulled = select(Annulment.answer_id)
    counting = select(Answer.id).where(Answer.id == row.answer_id, Answer.counts, Answer.id.not_in(annulled))
    return row.answer_id is not None and db.scalar(counting) is not None


def _reports_on(db: Session, learner_key: UUID, about: About) -> Sequence[Report]:
    hers = select(Report).where(Report.learner_key == learner_key, _is_about(about))
    return db.scalars(hers.order_by(Report.id)).all()


def _is_about(about: About) -> ColumnElement[bool]:
    if isinstance(about, AboutCard):
        return (Report.version_id == about.version_id) & (Report.card == about.number)
    answered = select(Answer.id).where(Answer.presentation_id == about.presentation_id)
    return Report.answer_id.in_(answered)


def _place(db: Session, learner_key: UUID, about: About) -> dict[str, Any]:
    if isinstance(about, AboutCard):
        return {"version_id": about.version_id, "card": about.number}
    study.presented(db, about.presentation_id, learner_key)
    answer = study.answer_to(db, about.presentation_id)
    if answer is None:
        raise study.NoSuchPresentation
    return {"version_id": answer.version_id, "question_id": answer.question_id, "answer_id": answer.id}


def _check_pace(db: Session, owner: Learner, at: datetime) -> None:
    begun = local_hour(local_day(at, owner.timezone), 0, owner.timezone)
    today = select(func.count()).where(Report.learner_key == owner.key, Report.at >= begun)
    if (db.scalar(today) or 0) >= MOST_A_DAY:
        raise TooManyReports


def _believe_again(db: Session, row: Report) -> None:
    if row.answer_id is not None and row.learner_key is not None:
        study.replay(db, row.learner_key)


def _author(row: Report) -> UUID:
    if row.learner_key is None:
        raise NoSuchReport(row.id)
    return row.learner_key


# --------------------------------------------------------------------------------------------------- the trainers' side


def waiting(db: Session) -> list[Waiting]:
    """The open reports, the oldest first, with the name of those who ask for a reply and of nobody else."""
    rows = db.execute(
        select(Report, Account.name)
        .outerjoin(Account, (Account.learner_key == Report.learner_key) & Report.wants_reply)
        .where(study.open_report())
        .order_by(Report.id)
    )
    return [Waiting(told(db, row), name) for row, name in rows]


def find(db: Session, report_id: int) -> Report:
    """One report, whoever has made it; raises NoSuchReport."""
    row = db.get(Report, report_id)
    if row is None:
        raise NoSuchReport(report_id)
    return row


def reply(db: Session, row: Report, text: str, outcome: Outcome, at: datetime, by: UUID) -> bool:
    """Settle a report: *maintained*, the answer counts again; *accepted*, it is annulled.

    Returns False for the same reply sent twice; raises AlreadySettled when there is another.
    """
    _hold(db, row)
    kept = text.replace("\0", "").replace("\r\n", "\n").strip()
    if (row.outcome, row.reply, row.replied_by) == (outcome, kept, by):
        return False
    if row.outcome is not None or row.withdrawn_at is not None:
        raise AlreadySettled
    row.outcome, row.reply, row.replied_at, row.replied_by = outcome, kept, at, by
    db.flush()
    if outcome is Outcome.ACCEPTED and row.answer_id is not None:
        study.annul(db, db.get_one(Answer, row.answer_id), "report accepted", at, by)
    else:
        _believe_again(db, row)
    return True


def _hold(db: Session, row: Report) -> None:
    """Hold a report, and the log that it touches, until the end of the transaction."""
    if row.learner_key is not None:
        study.lock(db, row.learner_key)
    db.refresh(row, with_for_update=True)


# ------------------------------------------------------------------------------------------------------ a person leaves


def let_go(db: Session, learner_key: UUID) -> None:
    """Part what a learner has reported from her, for she is being erased.

    What waits for a reply stays as a bare tap, a kind and a text: the mistake that she saw is there for everybody else.
    Her words, her answer and her name go; what was settled or withdrawn has served, and goes altogether.
    """
    hers = Report.learner_key == learner_key
    db.execute(delete(Report).where(hers, or_(Report.outcome.is_not(None), Report.withdrawn_at.is_not(None))))
    db.execute(update(Report).where(hers).values(learner_key=None, answer_id=None, word="", wants_reply=False))
