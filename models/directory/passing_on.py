"""What is passed on to others: published entries that may be, as other directories say them, written when indexed.

A text takes milliseconds to read, a page has hundreds of entries: what they say is kept beside them, and is the same
for everybody. Nothing of use, answers or doubts is in it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlalchemy.orm import Session, undefer

from content.directory.entry import DirectoryEntry
from models.catalogue.documents import ENTRY
from models.directory import licences
from models.tables.directory import ListedEntry, PublisherLicence
from models.tables.documents import Version, VersionChange

if TYPE_CHECKING:  # the formats weigh, and few pages write them
    from content.directory.hsds_writer import ServiceRow
    from content.directory.inclusion_writer import EntryRows, Row

AT_ONCE = 500
"""Entries of a page."""
MOST_CHANGES = 50


class PassedOnPage(NamedTuple):
    """Entries as data.inclusion's schema v1 says them."""

    structures: "Sequence[Row]"
    services: "Sequence[Row]"
    licences: Mapping[str, PublisherLicence]
    """By publisher; who writes here is not among them."""
    changed_at: datetime | None
    following: str
    """The id after which the next page begins; empty on the last."""


class EntryChanged(NamedTuple):
    """A version of an entry that is passed on."""

    entry: ListedEntry
    number: int
    change: VersionChange
    word: str
    at: datetime


def publishers(entry: DirectoryEntry) -> list[str]:
    """Return whose directories an entry comes from: none for what was written here."""
    origins = (entry.origin, entry.organisation.origin)
    return list(dict.fromkeys(one.publisher for one in origins if one))


def written(entry: DirectoryEntry) -> dict[str, object] | None:
    """Return an entry in the formats of other directories; None where two publishers speak in it."""
    if len(publishers(entry)) > 1:
        return None
    from content.directory import hsds_writer, inclusion_writer

    nameless = inclusion_writer.Publishing("")  # who publishes what was written here is known where it is passed on
    rows = inclusion_writer.rows_of(entry, nameless), hsds_writer.row_of(entry, nameless)
    return {"inclusion": rows[0]._asdict(), "hsds": rows[1]._asdict()}


def page(db: Session, publisher: str, after: str = "") -> PassedOnPage:
    """Return the entries whose ids come after one, so many at most; `publisher`: whoever publishes what is ours."""
    from content.directory.inclusion_writer import EntryRows, published_by, together

    rows = select(ListedEntry).options(undefer(ListedEntry.passed_on)).order_by(ListedEntry.document_id)
    later = rows.where(*_may_leave(), ListedEntry.document_id > f"{ENTRY}{after}")
    found = db.scalars(later.limit(AT_ONCE + 1)).all()
    here = found[:AT_ONCE]
    kept = (EntryRows(**one.passed_on["inclusion"]) for one in here if one.passed_on)
    structures, services = together(published_by(one, publisher) for one in kept).value
    names = {one.publisher for one in here} - {""}
    noted = select(PublisherLicence).where(PublisherLicence.publisher.in_(names)).order_by(PublisherLicence.publisher)
    return PassedOnPage(
        structures,
        services,
        {one.publisher: one for one in db.scalars(noted)} if names else {},
        max((one.changed_at for one in here), default=None),
        here[-1].document_id.removeprefix(ENTRY) if len(found) > AT_ONCE else "",
    )


def changes(db: Session) -> list[EntryChanged]:
    """Return the latest versions of entries that are passed on, the latest first; what was retired is not told."""
    versions = select(ListedEntry, Version).join(Version, Version.document_id == ListedEntry.document_id)
    passed = versions.where(*_may_leave())
    latest = passed.order_by(Version.published_at.desc(), Version.id.desc()).limit(MOST_CHANGES)
    return [
        EntryChanged(entry, version.number, VersionChange(version.change), version.word, version.published_at)
        for entry, version in db.execute(latest)
    ]


def inclusion(db: Session, publisher: str) -> "list[EntryRows]":
    """Return all that may be passed on as data.inclusion says it; `publisher` as above."""
    from content.directory.inclusion_writer import EntryRows, published_by

    rows = select(ListedEntry.passed_on["inclusion"]).where(*_may_leave()).order_by(ListedEntry.document_id)
    return [published_by(EntryRows(**one), publisher) for one in db.scalars(rows)]


def hsds(db: Session, publisher: str) -> "list[ServiceRow]":
    """Return the same as HSDS says it."""
    from content.directory.hsds_writer import ServiceRow, published_by

    rows = select(ListedEntry.passed_on["hsds"]).where(*_may_leave()).order_by(ListedEntry.document_id)
    return [published_by(ServiceRow(**one), publisher) for one in db.scalars(rows)]


def number(db: Session) -> int:
    """Return how many entries may be passed on."""
    return db.scalar(select(func.count()).select_from(ListedEntry).where(*_may_leave())) or 0


def left_here(db: Session) -> int:
    """Return how many published entries are not passed on."""
    kept = not_(and_(*_may_leave()))
    return db.scalar(select(func.count()).select_from(ListedEntry).where(kept)) or 0


def _may_leave() -> tuple[ColumnElement[bool], ...]:
    return licences.ours_to_pass_on(), ListedEntry.passed_on.is_not(None)
