"""Files with entries: read in a process with limits, compared with what is here, and what was accepted is published."""

import logging

from content.directory.exchange import incoming, proposing
from content.directory.exchange.incoming import FileFormat
from content.problems import BrokenText
from models.directory import proposals, uploads
from models.directory.uploads import CRASHED, MOST_TIMES, TOO_SLOW, UploadErrand
from models.ground.store import Store
from models.workshop import imports
from watchers import errands
from watchers.child import Child, ParsingCrashed, ParsingTooSlow
from watchers.errands import Now

SECONDS = 120.0
"""Of reading a file, and again of comparing it: less than a lease."""

logger = logging.getLogger(__name__)


def work_through(store: Store, now: Now, until: float) -> bool:
    """Do what is due, as `errands.work_through` does."""
    return errands.work_through(store, now, until, uploads, do)


def do(store: Store, errand: UploadErrand, now: Now) -> None:
    """Do the next piece of work on a file. Raises LeaseLost."""
    if errand.upload.attempts > MOST_TIMES:
        with store.writing() as db:
            proposals.give_up(db, errand) if errand.publishes else uploads.give_up(db, errand, CRASHED)
    elif errand.publishes:
        with store.writing() as db:
            imports.publish_some(db, errand, now())
    else:
        _read(store, errand, now)


def _read(store: Store, errand: UploadErrand, now: Now) -> None:
    try:
        # A process for each file: one in a while is brought, and what it takes to read it is given back. It does not
        # stand back: somebody waits for it before a page.
        with Child() as child:
            _keep(store, child, errand, now)
    except BrokenText as broken:
        with store.writing() as db:
            uploads.refuse(db, errand, broken.problems)
    except (ParsingCrashed, ParsingTooSlow) as died:
        # Its kind alone: what a library says of a file may quote it.
        logger.warning("a file of the directory could not be read: %s", died.code)
        with store.writing() as db:
            uploads.give_up(db, errand, TOO_SLOW if isinstance(died, ParsingTooSlow) else CRASHED)


def _keep(store: Store, child: Child, errand: UploadErrand, now: Now) -> None:
    """Read a file, and keep the columns that it shows, or what it proposes. Raises what Child.run raises."""
    file = errand.upload
    sent = uploads.incoming(file)
    if sent.format is FileFormat.TABLE and (sent.mapping is None or not file.columns):
        columns = child.run(incoming.columns_of, sent.data, sent.arrival.file, seconds=SECONDS)
        with store.writing() as db:
            return uploads.show_columns(db, errand, columns)
    read = child.run(incoming.entries_in, sent, seconds=SECONDS)
    at = now()
    with store.reading() as db:
        here = proposals.known(db, sorted(proposals.publishers_of(read)))
    found = child.run(proposing.proposals_of, read.entries, here, seconds=SECONDS)
    with store.writing() as db:
        proposals.propose(db, errand, read, found, at)
