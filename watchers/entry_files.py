"""Files with entries: read in a process with limits, compared with what is here, and what was accepted is published."""

from typing import TYPE_CHECKING

from content.directory.exchange import incoming, proposing
from content.directory.exchange.incoming import FileFormat
from content.problems import BrokenText
from models.catalogue.uploads import MOST_TIMES, UploadErrand
from models.directory import entry_files, proposals
from models.ground.store import Store
from models.workshop import imports

if TYPE_CHECKING:
    from watchers.child import Child
    from watchers.uploads import Now

SECONDS = 120.0
"""Of reading a file, and again of comparing it: less than a lease."""


def read(store: Store, child: "Child", errand: UploadErrand, now: "Now") -> None:
    """Read a file, and keep the columns that it shows, or what it proposes.

    Raises BrokenText, LeaseLost and what the child raises.
    """
    try:
        sent = entry_files.incoming(errand.upload)
        if sent.format is FileFormat.TABLE and (sent.mapping is None or not entry_files.columns_of(errand.upload)):
            columns = child.run(incoming.columns_of, sent.data, sent.arrival.file, seconds=SECONDS)
            with store.writing() as db:
                return entry_files.show_columns(db, errand, columns)
        read = child.run(incoming.entries_in, sent, seconds=SECONDS)
        at = now()
        with store.reading() as db:
            here = proposals.known(db, sorted(proposals.publishers_of(read)))
        found = child.run(proposing.proposals_of, read.entries, here, seconds=SECONDS)
    except BrokenText as broken:
        raise BrokenText(tuple(entry_files.discreet(one) for one in broken.problems)) from broken
    with store.writing() as db:
        proposals.propose(db, errand, read, found, at)


def take(store: Store, errand: UploadErrand, now: "Now") -> None:
    """Publish some of what was accepted, or leave undecided what workers have died over. Raises LeaseLost."""
    with store.writing() as db:
        if errand.upload.attempts > MOST_TIMES:
            proposals.give_up(db, errand)
        else:
            imports.publish_some(db, errand, now())
