"""On what terms publishers let their entries be used, and the entries that may therefore be passed on to others."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session, undefer

from content.directory.entry import DirectoryEntry
from content.strings.words import is_of_web
from models.catalogue.documents import ENTRY
from models.tables.directory import ListedEntry, PublisherLicence
from models.tables.documents import Version, VersionChange

if TYPE_CHECKING:
    from content.directory.hsds_writer import ServiceRow
    from content.directory.inclusion_writer import EntryRows, Row

OURS, OURS_AT = "EUPL-1.2", "https://spdx.org/licenses/EUPL-1.2.html"
"""Of what was written here: that of the repository, as its LICENSE says."""
LONGEST_LICENCE, LONGEST_RIGHT, LONGEST_ADDRESS = 120, 300, 500


class BadLicence(ValueError):
    """A licence has a name and an address of the web, a right that was obtained says where; none of it is long."""


class PublisherPresent(NamedTuple):
    """A publisher of whom entries are published here, or a licence is noted."""

    publisher: str
    entries: int
    licence: PublisherLicence | None


def terms_of(db: Session, publisher: str) -> PublisherLicence | None:
    """Return what is noted of a publisher; None when nothing is, and then nothing of it is passed on."""
    return db.get(PublisherLicence, publisher)


def may_be_passed_on(db: Session, publisher: str) -> bool:
    """Return whether entries of a publisher may be handed on to others; those that were written here may."""
    noted = terms_of(db, publisher)
    return not publisher or (noted is not None and noted.may_be_passed_on)


def ours_to_pass_on() -> ColumnElement[bool]:
    """Return the clause of listed entries that may be handed on to others."""
    permitted = select(PublisherLicence.publisher).where(PublisherLicence.may_be_passed_on)
    return or_(ListedEntry.publisher == "", ListedEntry.publisher.in_(permitted))


def note_terms(db: Session, publisher: str, licence: str, address: str, permitted: bool, day: date) -> PublisherLicence:
    """Note the terms of a publisher, in the place of what was noted; raises BadLicence."""
    name, found = " ".join(licence.split()), address.strip()
    too_long = len(name) > LONGEST_LICENCE or len(found) > LONGEST_ADDRESS
    if not publisher or not name or too_long or not is_of_web(found):
        raise BadLicence(publisher)
    return _noted(db, publisher, name, found, permitted, day)


def note_right(db: Session, publisher: str, where: str, day: date) -> PublisherLicence:
    """Note where the right to use a directory here is written: nothing of it is passed on; raises BadLicence."""
    words = " ".join(where.split())
    if not publisher or not 0 < len(words) <= LONGEST_RIGHT:
        raise BadLicence(publisher)
    return _noted(db, publisher, words, "", False, day)


def _noted(db: Session, publisher: str, licence: str, address: str, permitted: bool, day: date) -> PublisherLicence:
    noted = terms_of(db, publisher) or PublisherLicence(publisher=publisher)
    noted.licence, noted.address, noted.may_be_passed_on, noted.noted_on = licence, address, permitted, day
    db.add(noted)
    db.flush()
    return noted


def publishers_without_terms(db: Session, publishers: Collection[str]) -> list[str]:
    """Return the publishers of whom nobody has noted on what terms their directory may be used."""
    return [one for one in sorted({*publishers}) if terms_of(db, one) is None]


def publishers_present(db: Session) -> Sequence[PublisherPresent]:
    """Return all publishers, by name, with how many entries each has here."""
    counts = select(ListedEntry.publisher, func.count()).where(ListedEntry.publisher != "")
    entries = {publisher: number for publisher, number in db.execute(counts.group_by(ListedEntry.publisher))}
    noted = {one.publisher: one for one in db.scalars(select(PublisherLicence))}
    return [PublisherPresent(name, entries.get(name, 0), noted.get(name)) for name in sorted({*entries, *noted})]


# ------------------------------------------------------------------------------------------ what is passed on to others
#
# A text takes milliseconds to read, a page has hundreds of entries: what they say is kept beside them, and is the
# same for everybody. Nothing of use, answers or doubts is in it.


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


def written_for_others(entry: DirectoryEntry) -> dict[str, object] | None:
    """Return an entry in the formats of other directories; None where two publishers speak in it."""
    if len(publishers(entry)) > 1:
        return None
    from content.directory import hsds_writer, inclusion_writer

    nameless = inclusion_writer.Publishing("")  # who publishes what was written here is known where it is passed on
    rows = inclusion_writer.rows_of(entry, nameless), hsds_writer.row_of(entry, nameless)
    return {"inclusion": rows[0]._asdict(), "hsds": rows[1]._asdict()}


def page_for_others(db: Session, publisher: str, after: str = "") -> PassedOnPage:
    """Return the entries whose ids come after one, so many at most; `publisher`: the one who publishes what is ours."""
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


def changes_for_others(db: Session) -> list[EntryChanged]:
    """Return the latest versions of entries that are passed on, the latest first; what was retired is not told."""
    versions = select(ListedEntry, Version).join(Version, Version.document_id == ListedEntry.document_id)
    passed = versions.where(*_may_leave())
    latest = passed.order_by(Version.published_at.desc(), Version.id.desc()).limit(MOST_CHANGES)
    return [
        EntryChanged(entry, version.number, VersionChange(version.change), version.word, version.published_at)
        for entry, version in db.execute(latest)
    ]


def inclusion_rows(db: Session, publisher: str) -> "list[EntryRows]":
    """Return all that may be passed on as data.inclusion says it; `publisher` as above."""
    from content.directory.inclusion_writer import EntryRows, published_by

    rows = select(ListedEntry.passed_on["inclusion"]).where(*_may_leave()).order_by(ListedEntry.document_id)
    return [published_by(EntryRows(**one), publisher) for one in db.scalars(rows)]


def hsds_rows(db: Session, publisher: str) -> "list[ServiceRow]":
    """Return the same as HSDS says it."""
    from content.directory.hsds_writer import ServiceRow, published_by

    rows = select(ListedEntry.passed_on["hsds"]).where(*_may_leave()).order_by(ListedEntry.document_id)
    return [published_by(ServiceRow(**one), publisher) for one in db.scalars(rows)]


def number_for_others(db: Session) -> int:
    """Return how many entries may be passed on."""
    return db.scalar(select(func.count()).select_from(ListedEntry).where(*_may_leave())) or 0


def left_here(db: Session) -> int:
    """Return how many published entries are not passed on."""
    kept = not_(and_(*_may_leave()))
    return db.scalar(select(func.count()).select_from(ListedEntry).where(kept)) or 0


def _may_leave() -> tuple[ColumnElement[bool], ...]:
    return ours_to_pass_on(), ListedEntry.passed_on.is_not(None)
