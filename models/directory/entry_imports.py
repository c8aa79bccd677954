"""Imports: how a file with entries came, what its columns are, and what it proposes, accepted or refused one by one."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session, load_only

from content.directory.entry import EntryKind
from content.directory.entry_fields import gives_away
from content.directory.exchange_results import EntryChange, FileProposals, KnownHere
from content.errors import N_, Conflict, Problem
from models.catalogue import uploads
from models.catalogue.documents import ENTRY, OF_DIRECTORY
from models.catalogue.published import is_in_force
from models.catalogue.uploads import UploadLease, UploadMoved, fault_row, held_at
from models.directory import licences_and_exports
from models.ground import jobs
from models.tables.directory import EntryProposal, ListedEntry, PublisherMapping
from models.tables.documents import Document, DocumentStatus, Version
from models.tables.uploads import Upload, UploadPurpose, UploadState

if TYPE_CHECKING:
    from content.directory.column_mapping import ColumnMapping
    from content.directory.exchange_results import Arrival, EntriesRead
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


def show_columns(db: Session, lease: UploadLease, columns: "Sequence[ShownColumn]") -> None:
    """Keep what the columns of a table show, for somebody to say what they are. Raises jobs.LeaseLost."""
    told = lease.upload.told
    kept = db.get(PublisherMapping, (told["publisher"], _fingerprint(one.name for one in columns)))
    uploads.give_back(
        db,
        lease,
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


# ------------------------------------------------------------------------------------------------- what a file proposes


DECIDED_ON = (UploadState.READ, UploadState.TAKEN, UploadState.DONE)
ACCEPTABLE = (EntryChange.NEW, EntryChange.CHANGED, EntryChange.READ_AGAIN)
AT_ONCE = 500
MOST_KEPT = 10_000
"""Faults, and losses, of one file that are kept; how many there are besides is told."""


class ProposalCounts(NamedTuple):
    """How many proposals of a change wait for somebody, for the worker, are published and were refused."""

    undecided: int = 0
    accepted: int = 0
    published: int = 0
    refused: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return sum(self)


# ----------------------------------------------------------------------------------------------------------- the worker


def known_here(db: Session, publishers: Sequence[str]) -> KnownHere:
    """Return what is here of some publishers, to be compared with what comes."""
    texts = select(Version.text).join(ListedEntry, ListedEntry.version_id == Version.id)
    in_force = db.scalars(texts.where(ListedEntry.publisher.in_(publishers)))
    gone = select(Version.text).join(Document, is_in_force(db)).where(OF_DIRECTORY)
    taken = db.scalars(select(Document.id).where(OF_DIRECTORY))
    return KnownHere(
        frozenset(in_force),
        db.scalars(gone.where(Document.status == DocumentStatus.RETIRED)).all(),
        {name.removeprefix(ENTRY) for name in taken},
    )


def propose(db: Session, lease: UploadLease, read: "EntriesRead", found: FileProposals, at: datetime) -> None:
    """Keep what a file proposes, compared at an instant, its faults and its losses. Raises jobs.LeaseLost."""
    number = lease.upload.id
    db.execute(delete(EntryProposal).where(EntryProposal.upload_id == number))
    rows = [
        {"upload_id": number, "entry_id": one.id, "change": one.change, "name": one.name, "text": one.text}
        for one in found.proposed
    ]
    for start in range(0, len(rows), AT_ONCE):
        jobs.insert_new(db, EntryProposal, rows[start : start + AT_ONCE])
    told = {
        # As it stands now: what gives somebody away may have been taken out of it meanwhile.
        "columns": columns_of(db.get_one(Upload, number)),
        "publishers": sorted(publishers_of(read)),
        "compared_at": at.isoformat(),
        "entries": len(read.entries),
        "same": found.same,
        "retired": found.retired,
        "losses": [
            {"entry": one.of, "sentence": one.sentence, "values": dict(one.values)} for one in read.losses[:MOST_KEPT]
        ],
        "more_faults": max(0, len(read.faults) - MOST_KEPT),
        "more_losses": max(0, len(read.losses) - MOST_KEPT),
    }
    every = [fault_row(discreet(one)) for one in read.faults[:MOST_KEPT]]
    # Less what is said twice of one row: of an entry, and of the organisation that it is its own.
    faults = [row for row, before in zip(every, [None, *every], strict=False) if row != before]
    uploads.give_back(db, lease, state=UploadState.READ, attempts=0, refusal=faults, found=told)


def give_up(db: Session, lease: UploadLease) -> None:
    """Leave undecided what workers have died over. Raises jobs.LeaseLost."""
    _leave(db, lease.upload.id)
    uploads.give_back(db, lease, state=UploadState.READ, attempts=0)


def publishers_of(read: "EntriesRead") -> set[str]:
    """Return whose entries a file holds."""
    return {entry.origin.publisher for entry in read.entries if entry.origin}


# ------------------------------------------------------------------------------------------------------------- somebody


def counts(db: Session, upload_id: int) -> dict[str, ProposalCounts]:
    """Return how many proposals there are of each change, and what has become of them."""
    published = EntryProposal.published_at.is_not(None)
    stage = select(EntryProposal.change, EntryProposal.accepted, published, func.count())
    rows = stage.where(EntryProposal.upload_id == upload_id).group_by(
        EntryProposal.change, EntryProposal.accepted, published
    )
    found: dict[str, ProposalCounts] = {}
    for change, accepted, done, number in db.execute(rows):
        name = "published" if done else {None: "undecided", True: "accepted", False: "refused"}[accepted]
        before = found.get(change, ProposalCounts())
        found[change] = before._replace(**{name: getattr(before, name) + number})
    return found


def page_of(db: Session, upload_id: int, change: str, skip: int, most: int) -> Sequence[EntryProposal]:
    """Return some proposals of a change, by name, those first that nobody has decided on."""
    mine = select(EntryProposal).where(EntryProposal.upload_id == upload_id, EntryProposal.change == change)
    decided = EntryProposal.accepted.is_not(None)
    return db.scalars(mine.order_by(decided, EntryProposal.name, EntryProposal.id).offset(skip).limit(most)).all()


def texts_here(db: Session, entry_ids: Sequence[str]) -> dict[str, str]:
    """Return the texts in force of some entries."""
    names = [f"{ENTRY}{one}" for one in entry_ids]
    rows = select(ListedEntry.document_id, Version.text).join(Version, Version.id == ListedEntry.version_id)
    found = db.execute(rows.where(ListedEntry.document_id.in_(names)))
    return {name.removeprefix(ENTRY): text for name, text in found}


def accept(db: Session, upload_id: int, what: EntryChange | int, by: UUID) -> int:
    """Accept one proposal by its number, or all undecided ones of a change; the worker publishes them; says how many.

    Raises NoSuchUpload, UploadMoved, Conflict.
    """
    upload = held_at(db, upload_id, ENTRIES, *DECIDED_ON)
    if licences_and_exports.publishers_without_terms(db, upload.found["publishers"]):
        raise Conflict(
            N_("Rien ne dit que ces textes peuvent servir ici."),
            N_("Rien n'est accepté. Notez d'abord, sur la page du fichier, leur licence ou le droit obtenu."),
        )
    number = _decide(db, upload_id, what, accepted=True)
    if number:
        upload.state, upload.attempts = UploadState.TAKEN, 0
        upload.told = {**upload.told, "accepted_by": by.hex}
        db.flush()
    return number


def refuse(db: Session, upload_id: int, what: EntryChange | int) -> int:
    """Refuse one proposal, or all undecided ones of a change; says how many. Raises NoSuchUpload, UploadMoved."""
    held_at(db, upload_id, ENTRIES, *DECIDED_ON)
    return _decide(db, upload_id, what, accepted=False)


def stop(db: Session, upload_id: int) -> None:
    """Leave what is not published yet undecided again. Raises NoSuchUpload, UploadMoved."""
    upload = held_at(db, upload_id, ENTRIES, UploadState.TAKEN, UploadState.DONE)
    _leave(db, upload_id)
    upload.state = UploadState.READ
    db.flush()


def _leave(db: Session, upload_id: int) -> None:
    waiting = EntryProposal.accepted.is_(True), EntryProposal.published_at.is_(None)
    db.execute(update(EntryProposal).where(EntryProposal.upload_id == upload_id, *waiting).values(accepted=None))


def _decide(db: Session, upload_id: int, what: EntryChange | int, accepted: bool) -> int:
    undecided = EntryProposal.accepted.is_(None), EntryProposal.change.in_(ACCEPTABLE)
    which = EntryProposal.id == what if isinstance(what, int) else EntryProposal.change == what
    chosen: Select[Any] = select(EntryProposal).where(EntryProposal.upload_id == upload_id, *undecided, which)
    rows = db.scalars(chosen.options(load_only(EntryProposal.id))).all()
    ids = [row.id for row in rows]
    for start in range(0, len(ids), AT_ONCE):
        some = EntryProposal.id.in_(ids[start : start + AT_ONCE])
        db.execute(update(EntryProposal).where(some).values(accepted=accepted))
    return len(ids)


def waiting(db: Session, upload_id: int, most: int) -> Sequence[EntryProposal]:
    """Return some proposals that were accepted and are not published yet."""
    mine = select(EntryProposal).where(EntryProposal.upload_id == upload_id)
    rows = mine.where(EntryProposal.accepted.is_(True), EntryProposal.published_at.is_(None))
    return db.scalars(rows.order_by(EntryProposal.id).limit(most)).all()


def mark(proposal: EntryProposal, at: datetime) -> None:
    """Note that a proposal is published."""
    proposal.published_at = at
