"""Files that trainers bring: each read in a process with limits, by what it is brought for."""

import logging
from importlib import import_module
from typing import Protocol, cast

from content.problems import BrokenText
from models.ground.store import Store
from models.tables.uploads import UploadPurpose
from models.workshop import content_uploads
from models.workshop.content_uploads import CRASHED, MOST_TIMES, TOO_SLOW, ContentErrand
from watchers import errands
from watchers.child import Child, ParsingCrashed, ParsingTooSlow
from watchers.errands import Now

READERS = {
    UploadPurpose.PICTURE: "watchers.pictures",
    UploadPurpose.QUESTIONS: "watchers.exchange_files",
    UploadPurpose.PACK: "watchers.packs",
}
"""By what a file is brought for, the file of the house whose `keep` reads it; loaded with the first of them."""

logger = logging.getLogger(__name__)


class Reader(Protocol):
    """What reads one kind of file."""

    def keep(self, store: Store, child: Child, errand: ContentErrand, now: Now) -> None:
        """Read a file in the child, and keep what is found; raises BrokenText, LeaseLost and what the child raises."""


def work_through(store: Store, now: Now, until: float) -> bool:
    """Read what is due, as `errands.work_through` does."""
    return errands.work_through(store, now, until, content_uploads, do)


def do(store: Store, errand: ContentErrand, now: Now) -> None:
    """Read a file, or say why it cannot be. Raises LeaseLost."""
    if errand.upload.attempts > MOST_TIMES:
        with store.writing() as db:
            return content_uploads.give_up(db, errand, CRASHED)
    reader = cast(Reader, import_module(READERS[UploadPurpose(errand.upload.purpose)]))
    try:
        # A process for each file: one in a while is brought, and what it takes to read it is given back.
        with Child() as child:
            reader.keep(store, child, errand, now)
    except BrokenText as broken:
        with store.writing() as db:
            content_uploads.refuse(db, errand, broken.problems)
    except (ParsingCrashed, ParsingTooSlow) as died:
        # Its kind alone: what a library says of a file may quote it.
        logger.warning("a file for the workshop could not be read: %s", died.code)
        with store.writing() as db:
            content_uploads.give_up(db, errand, TOO_SLOW if isinstance(died, ParsingTooSlow) else CRASHED)
