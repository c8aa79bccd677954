"""How much of a source may be shown: the press its titles alone, until somebody there has allowed more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import tables
from models.sources.codes import Nature, Right


class PermissionMissing(ValueError):
    """More than the titles of the press may be shown only once a permission is recorded."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Who has allowed it, when, and in which words."""

    given_by: str
    given_on: date
    words: str


FIRST_RIGHTS = {
    Nature.AUTHORITY: Right.TEXT,
    Nature.PUBLIC_SERVICE: Right.EXCERPT,
    Nature.PRESS: Right.TITLE,
    Nature.ADVOCACY: Right.EXCERPT,
    Nature.RESEARCH: Right.EXCERPT,
}

EXTENT: dict[str, int] = {right: extent for extent, right in enumerate(Right)}


def first_right(nature: Nature) -> Right:
    """What is shown of a source of that nature unless something else is chosen."""
    return FIRST_RIGHTS[nature]


def check(nature: str, right: str, allowed: Iterable[str]) -> None:
    """Raise PermissionMissing where the press would be shown further than its titles, and than what it has allowed."""
    if nature == Nature.PRESS and EXTENT[right] > max(map(EXTENT.__getitem__, allowed), default=EXTENT[Right.TITLE]):
        raise PermissionMissing(right)


def permissions(db: Session, source_id: int) -> Sequence[tables.Permission]:
    """The permissions that are recorded for a source, the latest first."""
    of_source = select(tables.Permission).where(tables.Permission.source_id == source_id)
    return db.scalars(of_source.order_by(tables.Permission.id.desc())).all()


def record(db: Session, source_id: int, right: str, given: Permission, by: UUID, at: datetime) -> None:
    """Keep a permission."""
    told = {"given_by": given.given_by.strip(), "given_on": given.given_on, "words": given.words.strip()}
    db.add(tables.Permission(source_id=source_id, right_to_show=right, recorded_by=by, recorded_at=at, **told))
    db.flush()
