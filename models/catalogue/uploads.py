"""Files that people bring: rows with a term, read by the worker; a page shows what is found, and one takes of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

from content.errors import N_, Conflict, NotFound, Problem
from content.exchange.archive import shown
from models.ground import jobs
from models.tables.uploads import Upload, UploadPurpose, UploadState

KEPT = timedelta(days=14)
MOST_TIMES = 2
"""Workers that may take one file; one that kills them all is passed over."""
MOST_PACKS = 3
"""Packages of one person that are kept: each may be as large as ten files of another kind."""
MOST_KEPT = 200
"""Faults for which one file is refused that are kept."""
WAITS = Upload.state.in_((UploadState.DUE, UploadState.TAKEN))
"""Whether a worker has something to do with a file: to read it, or to publish what was accepted of it."""
CRASHED = N_("La lecture de ce fichier s'est arrêtée net : il est abîmé, ou trop lourd. Enregistrez-le de nouveau.")
TOO_SLOW = N_("La lecture de ce fichier prend plus de deux minutes : partagez-le en plusieurs.")


class NoSuchUpload(NotFound):
    """There is no such file for this purpose, or its term is over."""

    what = N_("Ce que ce fichier apportait n'est plus ici : son terme est passé, ou quelqu'un l'a retiré.")
    then = N_("Ce qui en a été pris reste dans son brouillon. Apportez-le de nouveau pour le reste.")

    def __init__(self, purpose: UploadPurpose) -> None:
        super().__init__()
        if purpose == UploadPurpose.ENTRIES:
            self.what = N_("Ce fichier n'est plus ici : son terme est passé, ou quelqu'un l'a retiré.")
            self.then = N_("Ce qui en a été publié reste. Apportez-le de nouveau pour le reste.")


class UploadMoved(Conflict):
    """The file is not, or no longer, at the stage at which this can be asked of it."""

    what = N_("Ce fichier n'est pas encore lu, ou ne se lit pas.")
    then = N_("Rien n'en est pris. Rechargez sa page : elle dit où il en est.")

    def __init__(self, purpose: UploadPurpose) -> None:
        super().__init__()
        if purpose == UploadPurpose.ENTRIES:
            self.what = N_("Ce fichier n'en est plus à cette étape.")
            self.then = N_("Rien n'est changé. Rechargez sa page pour voir où il en est.")


class UploadLease(NamedTuple):
    """A file that a worker holds until its lease ends."""

    upload: Upload
    until: datetime


def bring(
    db: Session,
    by: UUID,
    at: datetime,
    purpose: UploadPurpose,
    data: bytes,
    file: str,
    document_id: str | None = None,
    told: Mapping[str, Any] | None = None,
) -> int:
    """Keep a file for the worker to read, with what its form says of it; returns its number. Raises Conflict."""
    # Of a package that was refused nothing is kept.
    theirs = Upload.by == by, Upload.purpose == UploadPurpose.PACK, Upload.state != UploadState.REFUSED
    packs = select(func.count()).select_from(Upload).where(*theirs)
    if purpose == UploadPurpose.PACK and db.scalars(packs).one() >= MOST_PACKS:
        raise Conflict(
            N_("Trois paquets que vous avez apportés sont déjà ici."),
            N_(
                "Rien n'est gardé de celui-ci. Reprenez ou retirez l'un des trois, sous « Échanger », puis apportez-le."
            ),
        )
    row = {"file": file, "data": data, "document_id": document_id, "told": dict(told or {})}
    upload = Upload(by=by, at=at, purpose=purpose, state=UploadState.DUE, **row)
    db.add(upload)
    db.flush()
    return upload.id


def upload_of(db: Session, upload_id: int, purpose: UploadPurpose) -> Upload:
    """Return a file that is kept; raises NoSuchUpload."""
    upload = db.get(Upload, upload_id)
    if upload is None or upload.purpose != purpose:
        raise NoSuchUpload(purpose)
    return upload


def held_at(db: Session, upload_id: int, purpose: UploadPurpose, *states: UploadState) -> Upload:
    """Return a file that is at one of these stages, locked; raises NoSuchUpload, UploadMoved."""
    upload = upload_of(db, upload_id, purpose)
    db.refresh(upload, with_for_update=True)
    if upload.state not in states:
        raise UploadMoved(purpose)
    return upload


def bytes_of(db: Session, upload_id: int, purpose: UploadPurpose) -> bytes:
    """Return what there is to take of a file that was read; raises NoSuchUpload, UploadMoved."""
    upload = upload_of(db, upload_id, purpose)
    if upload.state != UploadState.READ:
        raise UploadMoved(purpose)
    return upload.data


def latest(db: Session, purpose: UploadPurpose) -> Sequence[Upload]:
    """Return the files that are kept, the latest first."""
    return db.scalars(select(Upload).where(Upload.purpose == purpose).order_by(Upload.id.desc())).all()


def forget(db: Session, upload_id: int, purpose: UploadPurpose) -> None:
    """Forget a file before its term, with all that it proposed; what was taken of it stays. Raises NoSuchUpload."""
    db.delete(upload_of(db, upload_id, purpose))
    db.flush()


def forget_old(db: Session, at: datetime) -> None:
    """Forget files that have had their term, with what they proposed."""
    db.execute(delete(Upload).where(Upload.at < at - KEPT))


def fault_row(problem: Problem) -> dict[str, Any]:
    """Return a fault as it is kept."""
    place = {"file": shown(problem.file), "line": problem.line, "severity": problem.severity}
    return {**place, "sentence": problem.sentence, "values": dict(problem.values)}


# ----------------------------------------------------------------------------------------------------------- the worker


def is_any_due(db: Session, at: datetime) -> bool:
    """Return whether a file waits for a worker."""
    return _first_due(db, at) is not None


def take(db: Session, at: datetime) -> UploadLease | None:
    """Claim the file that has waited longest, those to read before those to publish from; None when none is due."""
    upload_id = _first_due(db, at)
    if upload_id is None:
        return None
    # Counted before it is read: a file that kills its worker is counted too.
    until = jobs.claim(db, Upload, upload_id, at, WAITS, attempts=Upload.attempts + 1)
    if until is None:
        return None
    # Its bytes with it: who reads them does so outside the transaction.
    found = select(Upload).where(Upload.id == upload_id).options(undefer(Upload.data))
    return UploadLease(db.scalars(found.execution_options(populate_existing=True)).one(), until)


def give_back(db: Session, lease: UploadLease, **values: object) -> None:
    """Let go of a file, with what became of it. Raises jobs.LeaseLost."""
    jobs.finish(db, Upload, lease.upload.id, lease.until, **values)


def finish(db: Session, lease: UploadLease, found: Mapping[str, Any], data: bytes = b"") -> None:
    """Keep what was found in a file, and no longer the file itself. Raises jobs.LeaseLost.

    `data`: what there is to take of it, as we have written it.
    """
    give_back(db, lease, state=UploadState.READ, found=dict(found), data=data)


def refuse(db: Session, lease: UploadLease, problems: Sequence[Problem]) -> None:
    """Keep why a file could not be read; the file itself no longer, unless its columns may be named otherwise.

    Raises jobs.LeaseLost.
    """
    told = [fault_row(one) for one in problems[:MOST_KEPT]]
    gone = {} if lease.upload.purpose == UploadPurpose.ENTRIES else {"data": b""}
    give_back(db, lease, state=UploadState.REFUSED, refusal=told, **gone)


def give_up(db: Session, lease: UploadLease, sentence: str) -> None:
    """Keep that the reading of a file came to nothing, in one sentence. Raises jobs.LeaseLost."""
    refuse(db, lease, [Problem(lease.upload.file, 1, sentence)])


def _first_due(db: Session, at: datetime) -> int | None:
    # What is to be read goes first: it takes seconds, and somebody waits before a page.
    due = select(Upload.id).where(WAITS, jobs.free(Upload, at)).order_by(Upload.state != UploadState.DUE, Upload.id)
    return db.scalar(due.limit(1))
