"""What was accepted of a file is published by the worker, a few entries in each transaction, beside anybody's draft."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from content import kinds
from content.directory.exchange_results import EntryChange
from content.errors import N_, BrokenText, Problem
from models.catalogue import coming_into_force, uploads
from models.catalogue.documents import ENTRY, in_force_of
from models.catalogue.uploads import UploadErrand, fault_row
from models.directory import entry_imports
from models.directory.entry_imports import discreet
from models.tables.directory import EntryProposal
from models.tables.documents import Document, VersionChange
from models.tables.uploads import Upload, UploadState
from models.workshop import publishing

AT_ONCE = 20
"""Entries of one transaction: it holds the only writer for less than a second."""

MOVED = N_(
    "« %(name)s » a changé ici après l'arrivée du fichier : rien n'en est repris. Apportez le fichier de nouveau."
)
UNFIT = N_("« %(name)s » n'est pas repris : %(why)s")


def publish_some(db: Session, errand: UploadErrand, at: datetime) -> None:
    """Publish some of what was accepted, and give the file back. Raises jobs.LeaseLost."""
    upload = errand.upload
    faults = []
    for proposal in entry_imports.waiting(db, upload.id, AT_ONCE):
        problem = _publish(db, upload, proposal, at)
        if problem is None:
            entry_imports.mark(proposal, at)
        else:
            proposal.accepted = False
            faults.append(fault_row(discreet(problem)))
    db.flush()
    uploads.give_back(db, errand, refusal=[*upload.refusal, *faults], attempts=0)
    # Asked once the row is ours: what somebody accepts from now on waits for it, and is published in the next turn.
    if not entry_imports.waiting(db, upload.id, 1):
        taken = update(Upload).where(Upload.id == upload.id, Upload.state == UploadState.TAKEN)
        db.execute(taken.values(state=UploadState.DONE))


def _publish(db: Session, upload: Upload, proposal: EntryProposal, at: datetime) -> Problem | None:
    """Publish one, or say what keeps it from being published."""
    name = f"{ENTRY}{proposal.entry_id}"
    known = db.get(Document, name)
    if _has_moved(db, known, proposal, datetime.fromisoformat(upload.found["compared_at"])):
        return Problem(upload.file, 1, MOVED, {"name": proposal.name})
    document = known or coming_into_force.new_document(name, kinds.ENTRY.name)
    change = VersionChange.MEANING if proposal.change == EntryChange.CHANGED else VersionChange.WORDING
    by = UUID(upload.told["accepted_by"])
    try:
        with db.begin_nested():
            db.add(document)
            db.flush()
            publishing.publish_beside_draft(db, document, proposal.text, change, at, by)
    except BrokenText as broken:
        return Problem(upload.file, 1, UNFIT, {"name": proposal.name, "why": broken.problems[0].told})
    return None


def _has_moved(db: Session, known: Document | None, proposal: EntryProposal, since: datetime) -> bool:
    """Return whether the entry is no longer what the file was compared with."""
    version = in_force_of(db, known) if known else None
    if version is None:
        return (known is None) is not (proposal.change == EntryChange.NEW)
    return proposal.change == EntryChange.NEW or version.published_at > since
