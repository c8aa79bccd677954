"""Today's law as one session reads it: what is written, and what the day has changed that nobody has written yet.

In force is a query on the day (docs/design.md, law 18). Whoever opens a session says by `read_as_of` how to find what
is due; it is found once, when something in force is first asked for. A session of which nobody said so reads what is
written.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from models.catalogue import published
from models.catalogue.published import VersionText
from models.tables.attestations import Attestation
from models.tables.documents import Version, Withholding

FIND, PENDING = "find pending", "pending"

V = TypeVar("V", Version, Version | None, Version | VersionText)


@dataclass(slots=True)
class Pending:
    """What is in force today and not yet written: rows as they will be, which are never added to a session."""

    versions: list[Version] = field(default_factory=list)
    """In their order, the latest of a document being in force; each has a number, and no id before it is written."""
    withholdings: list[Withholding] = field(default_factory=list)
    readings: list[Attestation] = field(default_factory=list)
    changes: set[int] = field(default_factory=set)
    """The rule changes from which all this follows."""

    def versions_of(self, document_id: str) -> list[Version]:
        """Return the versions of a document, the latest first."""
        return [one for one in reversed(self.versions) if one.document_id == document_id]


def read_as_of(db: Session, day: date, find: Callable[[Session, Pending], None]) -> None:
    """Have a session read as in force what `find` adds to what is written, where something is due on a day."""
    db.info[published.DAY], db.info[FIND] = day, find


def pending(db: Session) -> Pending:
    """Return what is in force and not yet written; while it is being found, what has been found so far."""
    found: Pending | None = db.info.get(PENDING)
    if found is None:
        # Kept before it is filled: finding reads what is in force itself, and would ask for it without end.
        found = db.info[PENDING] = Pending()
        if (find := db.info.get(FIND)) and published.stamp(db).waiting:
            find(db, found)
    return found


def standing(db: Session, version: V) -> V:
    """Return what is in force today in place of a published version: itself, or the one not yet written."""
    return version if version is None else next(iter(pending(db).versions_of(version.document_id)), version)
