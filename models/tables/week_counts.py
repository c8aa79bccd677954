"""What is counted by week, of everybody together: a number, without a word that was said and without anybody."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class WeekCountKind(StrEnum):
    """What is counted."""

    ENTRY_USED = "entry used"
    """That an entry, which is the subject, was printed, copied or answered about."""
    TOPIC_UNMET = "topic unmet"
    """« Pas trouvé »: that the directory had nothing of a topic."""
    DOMAIN_UNMET = "domain unmet"
    """« Pas trouvé »: that there was nothing of a domain before an interview."""


class WeekCount(Base):
    """How often something was met of a subject in a week. What carries a person's key is kept elsewhere."""

    kind: Mapped[str] = mapped_column(primary_key=True)
    """A code of WeekCountKind."""
    subject: Mapped[str] = mapped_column(primary_key=True)
    """The id of a document, a topic or a domain."""
    week: Mapped[date] = mapped_column(primary_key=True)
    """Its Monday."""
    number: Mapped[int]
