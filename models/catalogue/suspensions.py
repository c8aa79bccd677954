"""Questions that are suspended: published in their text, and not asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import documents
from models.catalogue.published import VersionText, has_come, is_in_force, published, version_text
from models.tables.documents import Document, DocumentStatus, Suspension, SuspensionReason, Version

SuspendedUpTo = Mapping[tuple[str, str], int]
"""Document and question → the last version number in which it is held back."""


def dialogue_name(dialogue_id: str) -> str:
    """Return the name under which a dialogue is held back, where a question has its id."""
    return f"dialogue:{dialogue_id}"


def suspend(
    db: Session,
    version: Version,
    question_ids: Iterable[str],
    why: SuspensionReason,
    at: datetime,
    by: UUID | None,
    day: date | None = None,
    change_id: int | None = None,
) -> None:
    """Hold questions back in a version and those before it, from a day on, or because of a rule change, where given.

    What is held back already for that reason, and because of that change, stays so.
    """
    # Asked for twice, held back once: the first date and author are the ones that count.
    rows = [row for row in held(db, version.document_id) if row.up_to >= version.number]
    there = {row.question_id for row in rows if (row.why, row.change_id) == (why, change_id)}
    alike: dict[str, Any] = {"why": why, "since": at, "by": by, "in_force_from": day, "change_id": change_id}
    db.add_all(
        Suspension(document_id=version.document_id, up_to=version.number, question_id=question, **alike)
        for question in sorted({*question_ids} - there)
    )
    db.flush()


def release(
    db: Session, document_id: str, question_ids: Iterable[str], why: SuspensionReason, at: datetime, by: UUID | None
) -> None:
    """Ask questions again that were held back for one reason."""
    names = {*question_ids}
    for row in held(db, document_id):
        if row.why == why and row.question_id in names:
            row.released_at, row.released_by = at, by
    db.flush()


def held(db: Session, document_id: str) -> list[Suspension]:
    """Return what is held back of a document, the oldest first."""
    mine = select(Suspension).where(Suspension.document_id == document_id, Suspension.released_at.is_(None))
    return list(db.scalars(mine.where(has_come(db, Suspension)).order_by(Suspension.id)))


def held_in(db: Session, version: Version) -> Sequence[Suspension]:
    """Return what is held back in a version, each question once for each reason, the oldest first."""
    return _once([row for row in held(db, version.document_id) if row.up_to >= version.number])


def suspensions_in_force(db: Session) -> Sequence[Suspension]:
    """Return what is held back of all that is in force: by document, as of one version."""
    rows = select(Suspension).join(Document, Document.id == Suspension.document_id)
    up_to_now = rows.join(Version, is_in_force(db)).where(Suspension.up_to >= Version.number)
    held_back = up_to_now.where(Suspension.released_at.is_(None), has_come(db, Suspension))
    there = held_back.where(Document.status == DocumentStatus.PUBLISHED)
    return _once(db.scalars(there.order_by(Suspension.document_id, Suspension.id)).all())


def _once(rows: Sequence[Suspension]) -> Sequence[Suspension]:
    # Several rule changes may hold the same question back.
    first: dict[tuple[str, str, str], Suspension] = {}
    for row in rows:
        first.setdefault((row.document_id, row.question_id, row.why), row)
    return [*first.values()]


def is_suspended(db: Session, version: Version | VersionText, question_id: str) -> bool:
    """Return whether a question is held back in a version."""
    return version.number <= suspended_up_to(db).get((version.document_id, question_id), 0)


def is_withdrawn(db: Session, version: VersionText, question_id: str, shown_at: datetime) -> bool:
    """Return whether a question that was shown at an instant takes no answer any more."""
    if not is_suspended(db, version, question_id):
        return False
    rows = [row for row in held(db, version.document_id) if row.question_id == question_id]
    # A rule that changed overnight marks no one wrong who had the question on her page before.
    return any(
        row.up_to >= version.number and not (row.why == SuspensionReason.RULE and shown_at < row.since) for row in rows
    )


def is_overtaken(db: Session, version_id: int) -> bool:
    """Return whether a rule on which a version's questions rest has changed since: nothing new begins with it."""
    version = version_text(db, version_id)
    return any(
        row.why == SuspensionReason.RULE and row.document_id == version.document_id and row.up_to >= version.number
        for row in published(db).held
    )


def keep_held(db: Session, before: Version, version: Version) -> None:
    """Carry over what is held back to a version, where a question stands as before; what waits for a reader is not."""
    rows = [row for row in held(db, before.document_id) if row.up_to == before.number]
    kept = [row for row in rows if row.why not in {SuspensionReason.SECOND_READER, SuspensionReason.CONCERNED}]
    if not kept:
        return
    old, new = (documents.parse_module(one.text).questions for one in (before, version))
    same = {question.id for question in new if question in old}
    for row in kept:
        if row.question_id in same:
            why = SuspensionReason(row.why)
            suspend(db, version, [row.question_id], why, row.since, row.by, change_id=row.change_id)


def suspended_up_to(db: Session) -> SuspendedUpTo:
    """Return all that is held back now."""
    # The highest comes last, so that it is the one which stays in the dictionary.
    return published(db).derived(
        suspended_up_to, lambda state: {(one.document_id, one.question_id): one.up_to for one in state.held}
    )
