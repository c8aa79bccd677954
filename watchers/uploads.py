"""Files that people bring: taken one after the other, each by one worker, and read by what it is brought for."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import Any

from content.directory import exchange_results, incoming_file
from content.directory.incoming_file import FileFormat
from content.errors import N_, BrokenText, refused
from content.exchange.formats import Received, as_rows, questions_in, with_pictures
from content.exchange.pack_package import read_package, write_package
from content.pictures import rewriting
from content.pictures.picture_file import PictureFile, hash_of
from content.pictures.picture_terms import LONGEST_CREDIT, PictureRights, PictureTerms
from models.catalogue import pictures, uploads
from models.catalogue.exchange import documents_in
from models.catalogue.uploads import CRASHED, MOST_TIMES, TOO_SLOW, UploadLease
from models.directory import entry_imports
from models.ground.jobs import LeaseLost
from models.ground.store import Store
from models.studio import entry_publishing
from models.tables.sources import VisitResult
from models.tables.uploads import UploadPurpose, UploadState
from watchers.child import Child
from watchers.disappointment import Disappointment

SECONDS = 120.0
"""Of reading a file, and again of comparing it: less than a lease."""
MOST_PICTURES = 20
"""Of one file that are taken: each is written anew, and the lease ends."""
GONE = N_("Cette image a été retirée de la maison : elle ne peut pas revenir.")

logger = logging.getLogger(__name__)

Now = Callable[[], datetime]


def work_through(store: Store, now: Now, until: float) -> bool:
    """Do what is due, file after file, until an instant of `monotonic`; returns whether something is left."""
    while is_any_due(store, now):
        with store.writing() as db:
            lease = uploads.take(db, now())
        if lease is None:
            break
        try:
            do(store, lease, now)
        except LeaseLost as lost:
            logger.warning("somebody else has it: %s", lost)
        if monotonic() > until:
            return is_any_due(store, now)
    return False


def is_any_due(store: Store, now: Now) -> bool:
    """Return whether a file waits: looked at first, for SQLite has one writer and mostly there is nothing to write."""
    with store.reading() as db:
        return uploads.is_any_due(db, now())


def do(store: Store, lease: UploadLease, now: Now) -> None:
    """Do the next piece of work on a file, or say why it cannot be read. Raises LeaseLost."""
    if lease.upload.state == UploadState.TAKEN:
        return take_entries(store, lease, now)
    if lease.upload.attempts > MOST_TIMES:
        with store.writing() as db:
            return uploads.give_up(db, lease, CRASHED)
    try:
        # A process for each file: one in a while is brought, and what it takes to read it is given back. It does not
        # stand back: somebody waits for it before a page.
        with Child() as child:
            READERS[UploadPurpose(lease.upload.purpose)](store, child, lease, now)
    except BrokenText as broken:
        with store.writing() as db:
            uploads.refuse(db, lease, broken.problems)
    except Disappointment as died:
        # Its kind alone: what a library says of a file may quote it.
        logger.warning("a file for %s could not be read: %s", lease.upload.purpose, died.why)
        with store.writing() as db:
            uploads.give_up(db, lease, TOO_SLOW if died.why == VisitResult.PARSING_TOO_SLOW else CRASHED)


# ----------------------------------------------------------------------------------------- by what they are brought for


def read_picture(store: Store, child: Child, lease: UploadLease, now: Now) -> None:
    """Read a picture and keep it. Raises BrokenText, jobs.LeaseLost, and what Child.run raises."""
    upload = lease.upload
    # A JPEG that is written anew has another hash than before: the picture of the house is known by its own bytes.
    own = hash_of(upload.data)
    with store.writing() as db:
        lacking = pictures.lacking(db, [own])
        if lacking.get(own):
            raise refused(upload.file, GONE)
        if not lacking:
            pictures.keep_longer(db, [own], now())
            return uploads.finish(db, lease, {"hash": own})
    written = child.run(rewriting.rewrite, upload.data, upload.file, seconds=rewriting.SECONDS)
    terms = PictureTerms(**{**upload.told, "rights": PictureRights(upload.told["rights"])})
    try:
        with store.writing() as db:
            pictures.keep(db, written, terms, upload.by, now())
            uploads.finish(db, lease, {"hash": written.hash})
    except pictures.PictureWithdrawn as gone:
        raise refused(upload.file, GONE) from gone


def read_questions(store: Store, child: Child, lease: UploadLease, now: Now) -> None:
    """Read a file, and keep its questions, its pictures where their terms are told, and what is lost.

    Raises BrokenText, LeaseLost and what the child raises.
    """
    upload, told = lease.upload, lease.upload.told
    received = Received(upload.data, upload.file, told["skill"], told["language"])
    recognised, read = child.run(questions_in, received, told["format"], seconds=SECONDS)
    terms = _terms(told, read.credit)
    # A JPEG that is written anew has another hash than before: those of the house are known by their own bytes.
    own = {name: hash_of(data) for name, data in read.pictures.items()}
    with store.reading() as db:
        lacking = pictures.lacking(db, set(own.values()))
    new = {name: data for name, data in read.pictures.items() if lacking.get(own[name]) is False}
    written: dict[str, PictureFile] = {}
    for name, data in [*new.items()][:MOST_PICTURES] if terms else ():
        # One that cannot be read leaves its description, as one that is not wanted does.
        with suppress(BrokenText):
            written[name] = child.run(rewriting.rewrite, data, name, seconds=rewriting.SECONDS)
    with store.writing() as db:
        here = pictures.here(db, set(own.values()))
        pictures.keep_longer(db, here, now())
        names = {name: known for name, known in own.items() if known in here}
        if terms:
            for name, one in written.items():
                with suppress(pictures.PictureWithdrawn):
                    pictures.keep(db, one, terms, upload.by, now())
                    names.setdefault(name, one.hash)
        uploads.finish(db, lease, {"format": recognised, **as_rows(with_pictures(read, names))})


def _terms(told: Mapping[str, Any], credit: str) -> PictureTerms | None:
    """Return on what terms the pictures of a file are shown here; None where they are to be left."""
    if told.get("rights", "") not in set(PictureRights):
        return None
    terms = PictureTerms(PictureRights(told["rights"]), credit[:LONGEST_CREDIT], bool(told.get("agreement")))
    return None if terms.lacks_credit else terms


def read_pack(store: Store, child: Child, lease: UploadLease, now: Now) -> None:
    """Read a package, and keep it with what its documents are. Raises BrokenText, LeaseLost, what the child raises."""
    pack = child.run(read_package, lease.upload.data, lease.upload.file, seconds=SECONDS)
    # Written anew: nothing is kept of it but what was understood.
    found, data = {"documents": [list(one) for one in documents_in(pack)]}, write_package(pack)
    with store.writing() as db:
        uploads.finish(db, lease, found, data)


def read_entries(store: Store, child: Child, lease: UploadLease, now: Now) -> None:
    """Read a file, and keep the columns that it shows, or what it proposes.

    Raises BrokenText, LeaseLost and what the child raises.
    """
    try:
        sent = entry_imports.incoming(lease.upload)
        if sent.format is FileFormat.TABLE and (sent.mapping is None or not entry_imports.columns_of(lease.upload)):
            columns = child.run(incoming_file.columns_of, sent.data, sent.arrival.file, seconds=SECONDS)
            with store.writing() as db:
                return entry_imports.show_columns(db, lease, columns)
        read = child.run(incoming_file.entries_in, sent, seconds=SECONDS)
        at = now()
        with store.reading() as db:
            here = entry_imports.known_here(db, sorted(entry_imports.publishers_of(read)))
        found = child.run(exchange_results.proposals_of, read.entries, here, seconds=SECONDS)
    except BrokenText as broken:
        raise BrokenText(tuple(entry_imports.discreet(one) for one in broken.problems)) from broken
    with store.writing() as db:
        entry_imports.propose(db, lease, read, found, at)


def take_entries(store: Store, lease: UploadLease, now: Now) -> None:
    """Publish some of what was accepted, or leave undecided what workers have died over. Raises LeaseLost."""
    with store.writing() as db:
        if lease.upload.attempts > MOST_TIMES:
            entry_imports.give_up(db, lease)
        else:
            entry_publishing.publish_accepted(db, lease, now())


READERS = {
    UploadPurpose.PICTURE: read_picture,
    UploadPurpose.QUESTIONS: read_questions,
    UploadPurpose.PACK: read_pack,
    UploadPurpose.ENTRIES: read_entries,
}
"""By what a file is brought for, what reads it; of them all only entries are published by the worker too."""
