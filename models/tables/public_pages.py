"""« Notre page »: the public page of a team, or of a counsellor by her initials."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import CountedRow, LearnerKey


class PageKind(StrEnum):
    """Whose page it is."""

    TEAM = "team"
    COUNSELLOR = "counsellor"


class PublicPage(CountedRow):
    """A public page at an address that stays; what it says is shown as it was approved, and not before."""

    address: Mapped[str] = mapped_column(unique=True)
    """The end of its address: small letters, digits and hyphens; never given to another page."""
    kind: Mapped[str]
    """team or counsellor"""
    learner_key: Mapped[LearnerKey | None] = mapped_column(unique=True)
    """Of a counsellor's page: hers. A team's is kept by the trainers."""
    shows: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What was approved, as `models.community.public_pages` writes and reads it."""
    asks: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What waits to be approved, in the same shape."""
    approved_on: Mapped[date | None]
    switched_off_on: Mapped[date | None]
