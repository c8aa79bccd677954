"""Files that wait for the worker: taken one after the other, each by one worker at a time."""

import logging
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from models.ground.jobs import LeaseLost
from models.ground.store import Store

logger = logging.getLogger(__name__)

Now = Callable[[], datetime]
Errand = TypeVar("Errand", covariant=True)
Taken = TypeVar("Taken")


class WaitingFiles(Protocol[Errand]):
    """Where files wait."""

    def is_any_due(self, db: Session, at: datetime) -> bool:
        """Return whether a file waits for a worker."""

    def take(self, db: Session, at: datetime) -> Errand | None:
        """Claim the file that has waited longest; None when none is due."""


def work_through(
    store: Store, now: Now, until: float, waiting: WaitingFiles[Taken], do: Callable[[Store, Taken, Now], None]
) -> bool:
    """Do what is due, file after file, until an instant of `monotonic`; returns whether something is left."""
    while (errand := _taken(store, now, waiting)) is not None:
        try:
            do(store, errand, now)
        except LeaseLost as lost:
            logger.warning("somebody else has it: %s", lost)
        if monotonic() > until:
            with store.reading() as db:
                return waiting.is_any_due(db, now())
    return False


def _taken(store: Store, now: Now, waiting: WaitingFiles[Taken]) -> Taken | None:
    with store.reading() as db:
        due = waiting.is_any_due(db, now())
    # Looked at first: SQLite has one writer, and mostly there is nothing to write.
    if not due:
        return None
    with store.writing() as db:
        return waiting.take(db, now())
