"""Files that a trainer brings to the workshop: rows with a term, read by the worker; a page shows what is found."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

from content.errors import Conflict, NotFound
from content.problems import N_, Problem
from models.ground import jobs
from models.tables.uploads import ContentUpload, ContentUploadState, UploadPurpose

KEPT = timedelta(days=14)
MOST_TIMES = 2
"""Workers that may take one file; one that kills them all is passed over."""
MOST_PACKS = 3
"""Packages of one person that are kept: each may be as large as ten files of another kind."""
MOST_KEPT = 200
"""Faults of one file that are kept."""
CRASHED = N_("La lecture de ce fichier s'est arrêtée net : il est abîmé, ou trop lourd. Enregistrez-le de nouveau.")
TOO_SLOW = N_("La lecture de ce fichier prend plus de deux minutes : partagez-le en plusieurs.")


class NoSuchContentUpload(NotFound):
    """There is no such file, or its term is over."""

    what = N_("Ce que ce fichier apportait n'est plus ici : son terme est passé, ou quelqu'un l'a retiré.")
    then = N_("Ce qui en a été pris reste dans son brouillon. Apportez-le de nouveau pour le reste.")


class ContentUploadMoved(Conflict):
    """The file is not, or no longer, at the stage at which this can be asked of it."""

    what = N_("Ce fichier n'est pas encore lu, ou ne se lit pas.")
    then = N_("Rien n'en est pris. Rechargez sa page : elle dit où il en est.")


class TooManyPacks(Conflict):
    """As many packages of one person are kept as may be."""

    what = N_("Trois paquets que vous avez apportés sont déjà ici.")
    then = N_("Rien n'est gardé de celui-ci. Reprenez ou retirez l'un des trois, sous « Échanger », puis apportez-le.")


class ContentErrand(NamedTuple):
    """A file that a worker holds until its lease ends."""

    upload: ContentUpload
    lease: datetime


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
    """Keep a file for the worker to read, with what its form says of it; returns its number. Raises TooManyPacks."""
    if purpose == UploadPurpose.PACK and _packs_of(db, by) >= MOST_PACKS:
        raise TooManyPacks
    row = {"file": file, "data": data, "document_id": document_id, "told": dict(told or {})}
    upload = ContentUpload(by=by, at=at, purpose=purpose, state=ContentUploadState.DUE, **row)
    db.add(upload)
    db.flush()
    return upload.id


def _packs_of(db: Session, by: UUID) -> int:
    """Return how many packages of a person wait, or were read: of one that was refused nothing is kept."""
    kept = ContentUpload.state != ContentUploadState.REFUSED
    theirs = ContentUpload.by == by, ContentUpload.purpose == UploadPurpose.PACK
    return db.scalar(select(func.count()).select_from(ContentUpload).where(*theirs, kept)) or 0


def upload_of(db: Session, upload_id: int, purpose: UploadPurpose) -> ContentUpload:
    """Return a file that is kept; raises NoSuchContentUpload."""
    upload = db.get(ContentUpload, upload_id)
    if upload is None or upload.purpose != purpose:
        raise NoSuchContentUpload(upload_id)
    return upload


def held_at(db: Session, upload_id: int, purpose: UploadPurpose, *states: ContentUploadState) -> ContentUpload:
    """Return a file that is at one of these stages, locked; raises NoSuchContentUpload, ContentUploadMoved."""
    upload = upload_of(db, upload_id, purpose)
    db.refresh(upload, with_for_update=True)
    if upload.state not in states:
        raise ContentUploadMoved(upload_id)
    return upload


def bytes_of(db: Session, upload_id: int, purpose: UploadPurpose) -> bytes:
    """Return what there is to take of a file that was read; raises NoSuchContentUpload, ContentUploadMoved."""
    upload = upload_of(db, upload_id, purpose)
    if upload.state != ContentUploadState.READ:
        raise ContentUploadMoved(upload_id)
    return upload.data


def latest(db: Session, purpose: UploadPurpose, document_id: str | None = None) -> Sequence[ContentUpload]:
    """Return the files that are kept, those of one document where it is named; the latest first."""
    found = select(ContentUpload).where(ContentUpload.purpose == purpose).order_by(ContentUpload.id.desc())
    if document_id is not None:
        found = found.where(ContentUpload.document_id == document_id)
    return db.scalars(found).all()


def forget(db: Session, upload_id: int) -> None:
    """Forget a file before its term; what was taken of it stays."""
    db.execute(delete(ContentUpload).where(ContentUpload.id == upload_id))


def forget_old(db: Session, at: datetime) -> None:
    """Forget files that have had their term."""
    db.execute(delete(ContentUpload).where(ContentUpload.at < at - KEPT))


def problems_of(upload: ContentUpload) -> list[Problem]:
    """Return why a file was refused."""
    return [Problem(one["file"], one["line"], one["sentence"], one["values"]) for one in upload.refusal]


# -------------------------------------------------------------------------------------------------------- the worker


def is_any_due(db: Session, at: datetime) -> bool:
    """Return whether a file waits for a worker."""
    return _first_due(db, at) is not None


def take(db: Session, at: datetime) -> ContentErrand | None:
    """Claim the file that has waited longest; None when none is due."""
    upload_id = _first_due(db, at)
    if upload_id is None:
        return None
    # Counted before it is read: a file that kills its worker is counted too.
    waits = ContentUpload.state == ContentUploadState.DUE
    lease = jobs.claim(db, ContentUpload, upload_id, at, waits, attempts=ContentUpload.attempts + 1)
    if lease is None:
        return None
    # Its bytes with it: who reads them does so outside the transaction.
    found = select(ContentUpload).where(ContentUpload.id == upload_id).options(undefer(ContentUpload.data))
    return ContentErrand(db.scalars(found.execution_options(populate_existing=True)).one(), lease)


def finish(db: Session, errand: ContentErrand, found: Mapping[str, Any], data: bytes = b"") -> None:
    """Keep what was found in a file, and no longer the file itself. Raises jobs.LeaseLost.

    `data`: what there is to take of it, as we have written it.
    """
    _end(db, errand, state=ContentUploadState.READ, found=dict(found), data=data)


def refuse(db: Session, errand: ContentErrand, problems: Sequence[Problem]) -> None:
    """Keep why a file could not be read, and no longer the file itself. Raises jobs.LeaseLost."""
    told = [
        {"file": one.file, "line": one.line, "sentence": one.sentence, "values": dict(one.values)}
        for one in problems[:MOST_KEPT]
    ]
    _end(db, errand, state=ContentUploadState.REFUSED, refusal=told)


def give_up(db: Session, errand: ContentErrand, sentence: str) -> None:
    """Keep that the reading of a file came to nothing, in one sentence. Raises jobs.LeaseLost."""
    refuse(db, errand, [Problem(errand.upload.file, 1, sentence)])


def _end(db: Session, errand: ContentErrand, **values: object) -> None:
    jobs.finish(db, ContentUpload, errand.upload.id, errand.lease, **{"data": b"", **values})


def _first_due(db: Session, at: datetime) -> int | None:
    due = select(ContentUpload.id).where(ContentUpload.state == ContentUploadState.DUE, jobs.free(ContentUpload, at))
    return db.scalar(due.order_by(ContentUpload.id).limit(1))
