"""Files with entries that somebody brings: each a row with a term, read by the worker; what comes of it is proposed."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.orm import Session, undefer

from content.directory.discretion import gives_away
from content.directory.entry import EntryKind
from content.errors import Conflict, NotFound
from content.problems import N_, Problem
from models.ground import jobs
from models.tables.directory import DirectoryUpload, EntryProposal, PublisherMapping, UploadState

if TYPE_CHECKING:  # what reads files weighs, and pages that read none ask for their term
    from content.directory.exchange.incoming import FileFormat, IncomingFile, ShownColumn
    from content.directory.exchange.mapping import ColumnMapping
    from content.directory.exchange.results import Arrival, EntryLoss

KEPT = timedelta(days=14)
MOST_TIMES = 2
"""Workers that may take one file; one that kills them all is passed over."""
MOST_KEPT = 10_000
"""Faults, and losses, of one file that are kept; how many there are besides is told."""
CRASHED = N_("La lecture de ce fichier s'est arrêtée net : il est abîmé, ou trop lourd. Enregistrez-le de nouveau.")
TOO_SLOW = N_("La lecture de ce fichier prend plus de deux minutes : partagez-le en plusieurs.")


class NoSuchUpload(NotFound):
    """There is no such file, or its term is over."""

    what = N_("Ce fichier n'est plus ici : son terme est passé, ou quelqu'un l'a retiré.")
    then = N_("Ce qui en a été publié reste. Apportez-le de nouveau pour le reste.")


class UploadMoved(Conflict):
    """The file is not, or no longer, at the stage at which this can be asked of it."""

    what = N_("Ce fichier n'en est plus à cette étape.")
    then = N_("Rien n'est changé. Rechargez sa page pour voir où il en est.")


class UploadErrand(NamedTuple):
    """A file that a worker holds until its lease ends."""

    upload: DirectoryUpload
    lease: datetime

    @property
    def publishes(self) -> bool:
        """Whether what was accepted of it is to be published; else it is to be read."""
        return self.upload.state == UploadState.TAKEN


def bring(db: Session, by: UUID, at: datetime, data: bytes, file_format: "FileFormat", arrival: "Arrival") -> int:
    """Keep a file for the worker to read, with what its columns were named before; returns its number."""
    row = {"file": arrival.file, "data": data, "format": file_format, "publisher": arrival.origin}
    upload = DirectoryUpload(by=by, at=at, arrival=_plain(arrival), state=UploadState.DUE, **row)
    db.add(upload)
    db.flush()
    return upload.id


def upload_of(db: Session, upload_id: int) -> DirectoryUpload:
    """Return a file that is kept; raises NoSuchUpload."""
    upload = db.get(DirectoryUpload, upload_id)
    if upload is None:
        raise NoSuchUpload(upload_id)
    return upload


def latest(db: Session) -> Sequence[DirectoryUpload]:
    """Return the files that are kept, the latest first."""
    return db.scalars(select(DirectoryUpload).order_by(DirectoryUpload.id.desc())).all()


def held_at(db: Session, upload_id: int, *states: UploadState) -> DirectoryUpload:
    """Return a file that is at one of these stages, locked; raises NoSuchUpload, UploadMoved."""
    upload = upload_of(db, upload_id)
    db.refresh(upload, with_for_update=True)
    if upload.state not in states:
        raise UploadMoved(upload_id)
    return upload


def name_columns(db: Session, upload_id: int, mapping: "ColumnMapping") -> None:
    """Say what the columns of a table are, for this file and the next of its publisher; it is read again.

    Raises NoSuchUpload, UploadMoved.
    """
    upload = held_at(db, upload_id, UploadState.MAPPING, UploadState.READ, UploadState.REFUSED)
    if not upload.columns:
        raise UploadMoved(upload_id)
    told = {"targets": dict(mapping.targets), "day_order": mapping.day_order, "kind": mapping.kind}
    upload.mapping, upload.state, upload.attempts = told, UploadState.DUE, 0
    known = {"publisher": upload.publisher, "columns": _fingerprint(one["name"] for one in upload.columns)}
    kept = db.get(PublisherMapping, (known["publisher"], known["columns"]))
    if kept is None:
        db.add(PublisherMapping(**known, mapping=told))
    else:
        kept.mapping = told
    db.flush()


def named_before(db: Session, publisher: str, columns: Iterable[str]) -> dict[str, Any]:
    """Return what the same columns of a publisher's table were named the last time; empty where they never were."""
    kept = db.get(PublisherMapping, (publisher, _fingerprint(columns)))
    return kept.mapping if kept else {}


def forget(db: Session, upload_id: int) -> None:
    """Forget a file before its term, with all that it proposed; what was published stays."""
    db.execute(delete(DirectoryUpload).where(DirectoryUpload.id == upload_id))


def forget_old(db: Session, at: datetime) -> None:
    """Forget files that have had their term, with what they proposed."""
    db.execute(delete(DirectoryUpload).where(DirectoryUpload.at < at - KEPT))


# -------------------------------------------------------------------------------------------------------- the worker


def is_any_due(db: Session, at: datetime) -> bool:
    """Return whether a file waits for a worker."""
    return db.scalar(_due(at).limit(1)) is not None


def take(db: Session, at: datetime) -> UploadErrand | None:
    """Claim the file that has waited longest; None when none is due."""
    upload_id = db.scalar(_due(at).order_by(DirectoryUpload.id).limit(1))
    if upload_id is None:
        return None
    # Counted before it is read: a file that kills its worker is counted too.
    counted = DirectoryUpload.attempts + 1
    lease = jobs.claim(db, DirectoryUpload, upload_id, at, _waits(), attempts=counted)
    if lease is None:
        return None
    # Its bytes with it: who reads them does so outside the transaction.
    found = select(DirectoryUpload).where(DirectoryUpload.id == upload_id).options(undefer(DirectoryUpload.data))
    return UploadErrand(db.scalars(found.execution_options(populate_existing=True)).one(), lease)


def show_columns(db: Session, errand: UploadErrand, columns: "Sequence[ShownColumn]") -> None:
    """Keep what the columns of a table show, for somebody to say what they are. Raises jobs.LeaseLost."""
    upload, told = errand.upload, [one._asdict() for one in columns]
    before = named_before(db, upload.publisher, (one.name for one in columns))
    jobs.finish(
        db,
        DirectoryUpload,
        upload.id,
        errand.lease,
        columns=told,
        mapping=before,
        state=UploadState.MAPPING,
        attempts=0,
    )


def refuse(db: Session, errand: UploadErrand, problems: Sequence[Problem]) -> None:
    """Keep why a file could not be read. Raises jobs.LeaseLost."""
    told = [fault_row(one) for one in problems[:MOST_KEPT]]
    jobs.finish(db, DirectoryUpload, errand.upload.id, errand.lease, refusal=told, state=UploadState.REFUSED)


def give_up(db: Session, errand: UploadErrand, sentence: str) -> None:
    """Keep that the reading of a file came to nothing, in one sentence. Raises jobs.LeaseLost."""
    refuse(db, errand, [Problem(errand.upload.file, 1, sentence)])


def incoming(upload: DirectoryUpload) -> "IncomingFile":
    """Return a file as it is to be read."""
    from content.directory.exchange.incoming import FileFormat, IncomingFile
    from content.directory.exchange.mapping import ColumnMapping, DayOrder
    from content.directory.exchange.results import Arrival

    told, kept = upload.mapping, upload.arrival
    arrival = Arrival(**{**kept, "day": date.fromisoformat(kept["day"])})
    mapping = (
        ColumnMapping(told["targets"], DayOrder(told["day_order"]), kind=EntryKind(told["kind"])) if told else None
    )
    return IncomingFile(upload.data, FileFormat(upload.format), arrival, mapping)


def fault_row(problem: Problem) -> dict[str, Any]:
    """Return a fault as it is kept: never with what reads as an address, for it may be one that nobody may know."""
    values = {name: "…" if isinstance(one, str) and gives_away(one) else one for name, one in problem.values.items()}
    place = {"file": problem.file, "line": problem.line, "severity": problem.severity}
    return {**place, "sentence": problem.sentence, "values": values}


def loss_row(loss: "EntryLoss") -> dict[str, Any]:
    """Return a loss as it is kept."""
    return {"entry": loss.entry, "sentence": loss.sentence, "values": dict(loss.values)}


def _due(at: datetime) -> Any:
    return select(DirectoryUpload.id).where(_waits(), jobs.free(DirectoryUpload, at))


def _waits() -> ColumnElement[bool]:
    accepted = and_(EntryProposal.accepted.is_(True), EntryProposal.published_at.is_(None))
    left = exists().where(EntryProposal.upload_id == DirectoryUpload.id, accepted)
    return or_(DirectoryUpload.state == UploadState.DUE, and_(DirectoryUpload.state == UploadState.TAKEN, left))


def _plain(arrival: "Arrival") -> dict[str, Any]:
    return {**asdict(arrival), "day": arrival.day.isoformat()}


def _fingerprint(columns: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()
