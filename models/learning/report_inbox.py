"""The trainers' inbox of reports, by question, card and topic; one reply settles as many reports as it is meant for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, Conflict
from models.catalogue.published import is_in_force
from models.ground.calendar import local_day, working_days_later
from models.learning import answer_log, learners, report_subjects
from models.learning.report_subjects import NoSuchReport, ReportAsTold, authors, told, trimmed
from models.tables.answers import Answer
from models.tables.documents import Document, Version
from models.tables.people import Account
from models.tables.reports import Report, ReportKind, ReportOutcome

REPLY_WITHIN = 5
"""Working days after the one of the report."""


class Waiting(NamedTuple):
    """What a trainer may read of an open report: never whose it is, unless its author asks for a reply."""

    told: ReportAsTold
    author: str | None
    version: int
    """The number of the version that it is about."""
    in_force: bool


class ReportedText(NamedTuple):
    """A question, a card or a topic, with the open reports on it, the oldest first."""

    waiting: Sequence[Waiting]
    people: int
    kinds: Mapping[ReportKind, int]
    """How many people hold what against it, what most do first."""
    late: bool
    """Whether the first has had no reply within REPLY_WITHIN working days."""

    @property
    def latest(self) -> Waiting:
        """The report on its latest version, in whose words it is shown."""
        return max(self.waiting, key=lambda one: (one.version, one.told.report.id))

    @property
    def held(self) -> bool:
        """Whether nobody is asked the question in the version in force."""
        return any(one.told.held and one.in_force for one in self.waiting)


def waiting(db: Session) -> list[Waiting]:
    """Return the open reports, the oldest first, with the name of those who ask for a reply and of nobody else."""
    rows = db.execute(
        select(Report, Account.name, Version.number, is_in_force(db))
        .join(Version, Version.id == Report.version_id)
        .join(Document, Document.id == Version.document_id)
        # The name comes only with a wish for a reply: the condition stands in the join, so that the row stays.
        .outerjoin(Account, (Account.learner_key == Report.learner_key) & Report.wants_reply)
        .where(answer_log.open_report())
        .order_by(Report.id)
    )
    return [Waiting(told(db, row), name, number, is_met) for row, name, number, is_met in rows]


def inbox(db: Session, at: datetime, timezone: str) -> list[ReportedText]:
    """Return what open reports are about: late ones first, then what most have reported, then the oldest."""
    found = sorted(waiting(db), key=_subject)
    concerned = [_concerned(list(rows), at, timezone) for _, rows in groupby(found, key=_subject)]
    return sorted(concerned, key=lambda one: (not one.late, -one.people, one.waiting[0].told.report.id))


def _subject(one: Waiting) -> tuple[str, str, str]:
    """Return the key of a subject: the id of a question or a topic; a card has but its title."""
    report = one.told.report
    known_by = report.question_id or report.topic_id or ""
    return one.told.text_id, known_by, "" if known_by else one.told.subject


def _concerned(rows: Sequence[Waiting], at: datetime, timezone: str) -> ReportedText:
    # Of somebody erased only the tap is left: it counts as one person.
    by_whom = {(one.told.report.learner_key or one.told.report.id, ReportKind(one.told.report.kind)) for one in rows}
    last_day = working_days_later(local_day(rows[0].told.report.at, timezone), REPLY_WITHIN)
    return ReportedText(
        waiting=rows,
        people=len({who for who, _ in by_whom}),
        kinds=dict(Counter(sorted(kind for _, kind in by_whom)).most_common()),
        late=local_day(at, timezone) > last_day,
    )


# -------------------------------------------------------------------------------------------------------------- replies


def find(db: Session, report_id: int) -> Report:
    """Return one report, no matter whose; raises NoSuchReport."""
    row = db.get(Report, report_id)
    if row is None:
        raise NoSuchReport
    return row


def reply(
    db: Session, rows: Sequence[Report], text: str, outcome: ReportOutcome, at: datetime, by: UUID
) -> Sequence[Report]:
    """Settle reports in one act: *maintained*, their answers count again; *accepted*, they are annulled.

    Returns those that it has settled, none for the same reply sent twice; what was withdrawn or settled meanwhile stays
    so. Raises Conflict when that is so of all.
    """
    documents = _hold(db, rows)
    kept = trimmed(text)
    # The same form sent twice is one reply.
    if all((row.outcome, row.reply, row.replied_by) == (outcome, kept, by) for row in rows):
        return []
    settled = [row for row in rows if row.outcome is None and row.withdrawn_at is None]
    if not settled:
        raise Conflict(
            N_("Ce signalement a déjà sa réponse, ou a été retiré."),
            N_("Revenez en arrière si vous voulez reprendre ce que vous avez écrit, puis rechargez la liste."),
        )
    for row in settled:
        row.outcome, row.reply, row.replied_at, row.replied_by = outcome, kept, at, by
    db.flush()
    if outcome is ReportOutcome.ACCEPTED:
        answers = select(Answer).where(Answer.id.in_([row.answer_id for row in settled if row.answer_id is not None]))
        answer_log.annul_all(db, db.scalars(answers.order_by(Answer.id)).all(), "report accepted", at, by)
    else:
        for learner_key in authors(settled):
            answer_log.replay(db, learner_key)
    for document, row in zip(documents, rows, strict=True):
        if row.question_id:
            report_subjects.lift_suspension(db, document, row.question_id, at, by)
    return settled


def _hold(db: Session, rows: Sequence[Report]) -> Sequence[Document]:
    """Lock reports, and all that settling them touches, until the end of the transaction; returns their documents."""
    documents = {
        version_id: report_subjects.lock_document(db, version_id)
        for version_id in sorted({row.version_id for row in rows})
    }
    for learner_key in authors(rows):
        learners.lock(db, learner_key)
    # In the order of ids: two trainers who reply at once never wait for each other.
    for row in sorted(rows, key=lambda row: row.id):
        db.refresh(row, with_for_update=True)
    return [documents[row.version_id] for row in rows]
