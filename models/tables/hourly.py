"""What the house itself has done in each hour: numbers, without anybody."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class HourlyKind(StrEnum):
    """What is counted."""

    QUEUE = "queue"
    """A minute in which a worker was there, by how many tasks waited."""
    VISIT = "visit"
    """A visit of a shared source that succeeded."""
    FAILED_VISIT = "failed visit"
    FAILED_TASK = "failed task"
    """A task of the worker that was broken off by an error."""


class HourlyCount(Base):
    """How often something of a kind and size was met in an hour."""

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    """When it began."""
    kind: Mapped[str] = mapped_column(primary_key=True)
    """A code of HourlyKind."""
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Tasks that wait, in tens; 0 of what has no size."""
    number: Mapped[int]
