"""Files that people bring: taken one after the other, each by one worker, and read by what it is brought for."""

import logging
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from time import monotonic
from typing import Protocol, cast

from content.problems import BrokenText
from models.catalogue import uploads
from models.catalogue.uploads import CRASHED, MOST_TIMES, TOO_SLOW, UploadErrand
from models.ground.jobs import LeaseLost
from models.ground.store import Store
from models.tables.sources import VisitResult
from models.tables.uploads import UploadPurpose, UploadState
from watchers.child import Child
from watchers.disappointment import Disappointment

READERS = {
    UploadPurpose.PICTURE: "watchers.pictures",
    UploadPurpose.QUESTIONS: "watchers.exchange_files",
    UploadPurpose.PACK: "watchers.packs",
    UploadPurpose.ENTRIES: "watchers.entry_files",
}
"""By what a file is brought for, the file of the house that reads it; loaded with the first of them."""

logger = logging.getLogger(__name__)

Now = Callable[[], datetime]


class Reader(Protocol):
    """What reads one kind of file."""

    def read(self, store: Store, child: Child, errand: UploadErrand, now: Now) -> None:
        """Read a file in the child, and keep what is found; raises BrokenText, LeaseLost and what the child raises."""

    def take(self, store: Store, errand: UploadErrand, now: Now) -> None:
        """Publish some of what was accepted of a file, where the worker does that; raises LeaseLost."""


def work_through(store: Store, now: Now, until: float) -> bool:
    """Do what is due, file after file, until an instant of `monotonic`; returns whether something is left."""
    while is_any_due(store, now):
        with store.writing() as db:
            errand = uploads.take(db, now())
        if errand is None:
            break
        try:
            do(store, errand, now)
        except LeaseLost as lost:
            logger.warning("somebody else has it: %s", lost)
        if monotonic() > until:
            return is_any_due(store, now)
    return False


def is_any_due(store: Store, now: Now) -> bool:
    """Return whether a file waits: looked at first, for SQLite has one writer and mostly there is nothing to write."""
    with store.reading() as db:
        return uploads.is_any_due(db, now())


def do(store: Store, errand: UploadErrand, now: Now) -> None:
    """Do the next piece of work on a file, or say why it cannot be read. Raises LeaseLost."""
    reader = cast(Reader, import_module(READERS[UploadPurpose(errand.upload.purpose)]))
    if errand.upload.state == UploadState.TAKEN:
        return reader.take(store, errand, now)
    if errand.upload.attempts > MOST_TIMES:
        with store.writing() as db:
            return uploads.give_up(db, errand, CRASHED)
    try:
        # A process for each file: one in a while is brought, and what it takes to read it is given back. It does not
        # stand back: somebody waits for it before a page.
        with Child() as child:
            reader.read(store, child, errand, now)
    except BrokenText as broken:
        with store.writing() as db:
            uploads.refuse(db, errand, broken.problems)
    except Disappointment as died:
        # Its kind alone: what a library says of a file may quote it.
        logger.warning("a file for %s could not be read: %s", errand.upload.purpose, died.why)
        with store.writing() as db:
            uploads.give_up(db, errand, TOO_SLOW if died.why == VisitResult.PARSING_TOO_SLOW else CRASHED)
