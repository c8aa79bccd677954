"""Groups, who is in them, and the figures that are kept of them, already blurred."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class Group(Base):
    """People who learn together, as an administrator says."""

    __tablename__ = "learner_group"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class Membership(Base):
    """Somebody in a group; after she has left it stays for as long as she was counted not long ago."""

    __tablename__ = "membership"

    group_id: Mapped[int] = mapped_column(ForeignKey("learner_group.id"), primary_key=True)
    learner_key: Mapped[UUID] = mapped_column(ForeignKey("learner.key"), primary_key=True, index=True)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    counted_on: Mapped[date | None]
    """The Monday of the latest figures in which she was counted."""


class GroupFigure(Base):
    """What may be said of one group and one skill in one week, and no more than that: the counts are not kept."""

    __tablename__ = "group_figure"
    __table_args__ = (UniqueConstraint("group_id", "week", "skill"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("learner_group.id"))
    week: Mapped[date]
    """Its Monday."""
    skill: Mapped[str]
    people: Mapped[int]
    """How many were counted."""
    covered: Mapped[list[int]]
    """Percent who have answered, as [least, most]: the same number twice, or one end of the scale."""
    acquired: Mapped[list[int] | None]
    """Percent who have it, likewise; none for a group that is too small for three parts."""
