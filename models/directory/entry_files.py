"""Files with entries: how one came, what the columns of its table are, and what is told of its faults."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from content.directory.entry_fields import gives_away
from content.errors import Problem
from models.catalogue import uploads
from models.catalogue.uploads import UploadErrand, UploadMoved
from models.tables.directory import PublisherMapping
from models.tables.uploads import Upload, UploadPurpose, UploadState

if TYPE_CHECKING:  # what reads files weighs, and pages that read none ask for their term
    from content.directory.column_mapping import ColumnMapping
    from content.directory.exchange_results import Arrival
    from content.directory.incoming_file import FileFormat, IncomingFile, ShownColumn

ENTRIES = UploadPurpose.ENTRIES


def bring(db: Session, by: UUID, at: datetime, data: bytes, file_format: "FileFormat", arrival: "Arrival") -> int:
    """Keep a file for the worker to read; returns its number."""
    came = {**asdict(arrival), "day": arrival.day.isoformat()}
    told = {"format": file_format, "publisher": arrival.origin, "arrival": came}
    return uploads.bring(db, by, at, ENTRIES, data, arrival.file, told=told)


def incoming(upload: Upload) -> "IncomingFile":
    """Return a file as it is to be read."""
    from content.directory.column_mapping import ColumnMapping, DayOrder
    from content.directory.exchange_results import Arrival
    from content.directory.incoming_file import FileFormat, IncomingFile

    told, came = upload.told.get("mapping"), upload.told["arrival"]
    arrival = Arrival(**{**came, "day": date.fromisoformat(came["day"])})
    mapping = (
        ColumnMapping(told["targets"], DayOrder(told["day_order"]), kind=EntryKind(told["kind"])) if told else None
    )
    return IncomingFile(upload.data, FileFormat(upload.told["format"]), arrival, mapping)


def columns_of(upload: Upload) -> list[dict[str, Any]]:
    """Return the columns of a table with their first values; none before they were read, or of another format."""
    columns: list[dict[str, Any]] = upload.found.get("columns", [])
    return columns


def show_columns(db: Session, errand: UploadErrand, columns: "Sequence[ShownColumn]") -> None:
    """Keep what the columns of a table show, for somebody to say what they are. Raises jobs.LeaseLost."""
    told = errand.upload.told
    kept = db.get(PublisherMapping, (told["publisher"], _fingerprint(one.name for one in columns)))
    uploads.give_back(
        db,
        errand,
        found={"columns": [one._asdict() for one in columns]},
        told={**told, "mapping": kept.mapping if kept else {}},
        state=UploadState.MAPPING,
        attempts=0,
    )


def name_columns(db: Session, upload_id: int, mapping: "ColumnMapping") -> None:
    """Say what the columns of a table are, for this file and the next of its publisher; it is read again.

    Raises NoSuchUpload, UploadMoved.
    """
    upload = uploads.held_at(db, upload_id, ENTRIES, UploadState.MAPPING, UploadState.READ, UploadState.REFUSED)
    if not columns_of(upload):
        raise UploadMoved(ENTRIES)
    named = {"targets": dict(mapping.targets), "day_order": mapping.day_order, "kind": mapping.kind}
    upload.told, upload.state, upload.attempts = {**upload.told, "mapping": named}, UploadState.DUE, 0
    columns = _fingerprint(one["name"] for one in columns_of(upload))
    db.merge(PublisherMapping(publisher=upload.told["publisher"], columns=columns, mapping=named))
    db.flush()


def discreet(problem: Problem) -> Problem:
    """Return a fault as it may be kept: never with what reads as an address, for it may be one that nobody may know."""
    values = {name: "…" if isinstance(one, str) and gives_away(one) else one for name, one in problem.values.items()}
    return replace(problem, values=values)


def _fingerprint(columns: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()
