"""On what terms publishers let their directories be used: by publisher, for no format says it of a record."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from content.strings.words import is_of_web
from models.tables.directory import ListedEntry, PublisherLicence

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


def of(db: Session, publisher: str) -> PublisherLicence | None:
    """Return what is noted of a publisher; None when nothing is, and then nothing of it is passed on."""
    return db.get(PublisherLicence, publisher)


def may_be_passed_on(db: Session, publisher: str) -> bool:
    """Return whether entries of a publisher may be handed on to others; those that were written here may."""
    noted = of(db, publisher)
    return not publisher or (noted is not None and noted.may_be_passed_on)


def ours_to_pass_on() -> ColumnElement[bool]:
    """Return the clause of listed entries that may be handed on to others."""
    permitted = select(PublisherLicence.publisher).where(PublisherLicence.may_be_passed_on)
    return or_(ListedEntry.publisher == "", ListedEntry.publisher.in_(permitted))


def note(db: Session, publisher: str, licence: str, address: str, permitted: bool, day: date) -> PublisherLicence:
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
    noted = of(db, publisher) or PublisherLicence(publisher=publisher)
    noted.licence, noted.address, noted.may_be_passed_on, noted.noted_on = licence, address, permitted, day
    db.add(noted)
    db.flush()
    return noted


def missing(db: Session, publishers: Collection[str]) -> list[str]:
    """Return the publishers of whom nobody has noted on what terms their directory may be used."""
    return [one for one in sorted({*publishers}) if of(db, one) is None]


def present(db: Session) -> Sequence[PublisherPresent]:
    """Return all publishers, by name, with how many entries each has here."""
    counts = select(ListedEntry.publisher, func.count()).where(ListedEntry.publisher != "")
    entries = {publisher: number for publisher, number in db.execute(counts.group_by(ListedEntry.publisher))}
    noted = {one.publisher: one for one in db.scalars(select(PublisherLicence))}
    return [PublisherPresent(name, entries.get(name, 0), noted.get(name)) for name in sorted({*entries, *noted})]
