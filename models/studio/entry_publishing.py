"""Entries published without a draft: what was accepted of a file, and facts read again with nothing to change."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from content import kinds
from content.directory.entry import read_again
from content.directory.entry_text import LONGEST_SERVICE, names_a_person, write_entry
from content.directory.exchange_results import EntryChange
from content.errors import N_, BrokenText, Invalid, NotFound, Problem
from content.readings import Reading
from models.catalogue import coming_into_force, documents, uploads
from models.catalogue.documents import ENTRY, in_force_of
from models.catalogue.uploads import UploadLease, fault_row
from models.directory import entries, entry_imports
from models.directory.entry_imports import discreet
from models.studio import publishing
from models.tables.directory import EntryProposal, ListedFact
from models.tables.documents import Document, Version, VersionChange
from models.tables.uploads import Upload, UploadState


def reread_facts(
    db: Session,
    entry_id: str,
    fingerprints: Collection[str] | None,
    read: Reading,
    service: str,
    at: datetime,
    by: UUID,
) -> Version:
    """Publish an entry of which these facts, or all where it is None, were read again and have not changed.

    What somebody is writing on it stays as it is. Raises UnknownEntry, Invalid, NotFound, and what keeps a
    text from being published.
    """
    named = " ".join(service.split())
    if not named or len(named) > LONGEST_SERVICE or names_a_person(named):
        raise Invalid(
            N_("Dites quel service a relu, par exemple « Service emploi » : jamais une personne."),
            N_("Rien n'est publié. Revenez en arrière : la page est encore là."),
        )
    document = documents.document_of(db, entries.listed_of(db, entry_id).document_id)
    documents.lock(db, document)
    # Asked once nobody else can publish it: a place means nothing in another version.
    said = select(ListedFact.place).where(ListedFact.document_id == document.id)
    if fingerprints is not None:
        said = said.where(ListedFact.fingerprint.in_(fingerprints))
    places = set(db.scalars(said))
    if not places:
        raise NotFound(
            N_("Ces points ont été relus ou corrigés entre-temps."),
            N_("Rien n'est publié. Rouvrez la liste : elle dit ce qui reste."),
        )
    entry = documents.parse_entry(documents.published_text(db, document) or "")
    new = write_entry(read_again(entry, places, read, named))
    return publishing.publish_beside_draft(db, document, new, VersionChange.WORDING, at, by)


# --------------------------------------------------------------- what was accepted of a file is published by the worker


AT_ONCE = 20
"""Entries of one transaction: it holds the only writer for less than a second."""

MOVED = N_(
    "« %(name)s » a changé ici après l'arrivée du fichier : rien n'en est repris. Apportez le fichier de nouveau."
)
UNFIT = N_("« %(name)s » n'est pas repris : %(why)s")


def publish_accepted(db: Session, lease: UploadLease, at: datetime) -> None:
    """Publish some of what was accepted, and give the file back. Raises jobs.LeaseLost."""
    upload = lease.upload
    faults = []
    for proposal in entry_imports.waiting(db, upload.id, AT_ONCE):
        problem = _publish(db, upload, proposal, at)
        if problem is None:
            entry_imports.mark(proposal, at)
        else:
            proposal.accepted = False
            faults.append(fault_row(discreet(problem)))
    db.flush()
    uploads.give_back(db, lease, refusal=[*upload.refusal, *faults], attempts=0)
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
