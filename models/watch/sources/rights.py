"""Rights of sources: how much may be shown; the press its titles alone, until a permission is recorded."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, Refused
from models.tables.sources import Permission, SourceNature, SourceRight

TITLES_ALONE = N_(
    "De la presse, seuls le titre et le lien se montrent, tant qu'une permission n'est pas notée ci-dessous."
)


class PermissionGiven(NamedTuple):
    """A permission as it is told: by whom, when, and in which words."""

    given_by: str
    given_on: date
    words: str


FIRST_RIGHTS = {
    SourceNature.AUTHORITY: SourceRight.TEXT,
    SourceNature.PUBLIC_SERVICE: SourceRight.EXCERPT,
    # The press keeps its texts (Directive (EU) 2019/790, article 15): title and link, unless it allows more.
    SourceNature.PRESS: SourceRight.TITLE,
    SourceNature.ADVOCACY: SourceRight.EXCERPT,
    SourceNature.RESEARCH: SourceRight.EXCERPT,
}

# Declared from the least to the most: the order of the enumeration is the order of rights.
EXTENT: dict[str, int] = {right: extent for extent, right in enumerate(SourceRight)}


def first_right(nature: SourceNature) -> SourceRight:
    """Return what is shown of a source of that nature unless something else is chosen."""
    return FIRST_RIGHTS[nature]


def check(nature: str, right: str, allowed: Iterable[str]) -> None:
    """Raise Refused where the press would be shown further than its titles, and than what it has allowed."""
    if nature == SourceNature.PRESS and EXTENT[right] > max(
        map(EXTENT.__getitem__, allowed), default=EXTENT[SourceRight.TITLE]
    ):
        raise Refused(TITLES_ALONE, "right_to_show")


def permissions(db: Session, source_id: int) -> Sequence[Permission]:
    """Return the permissions that are recorded for a source, the latest first."""
    of_source = select(Permission).where(Permission.source_id == source_id)
    return db.scalars(of_source.order_by(Permission.id.desc())).all()


def record(db: Session, source_id: int, right: str, given: PermissionGiven, by: UUID, at: datetime) -> None:
    """Keep a permission."""
    told = {"given_by": given.given_by.strip(), "given_on": given.given_on, "words": given.words.strip()}
    db.add(Permission(source_id=source_id, right_to_show=right, recorded_by=by, recorded_at=at, **told))
    db.flush()
