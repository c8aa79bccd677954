"""Plain letters: which plain words a counsellor put on a paper; neither to whom, nor a word that she typed."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import CountedRow, LearnerKey


class LetterPart(StrEnum):
    """What a part of a letter is taken from."""

    RULE = "rule"
    CARD = "card"
    ENTRY = "entry"


class PlainLetter(CountedRow):
    """A letter that was composed here: what it cites, in its order, and until when its page is shown."""

    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    """Its author, who is told when the paper is to be made anew; on no page of the letter."""
    token: Mapped[str] = mapped_column(unique=True)
    """The end of its address, drawn at random. Who reads this row knows already what its page says."""
    language: Mapped[str]
    cites: Mapped[list[dict[str, Any]]]
    """Each part: what it is, its id, a hash of what it said on that day and of each rule that it rested on.

    Once its author has put away that it changed, the same hashes of that day stand beside them, under `seen`."""
    made_at: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[date]
    """The last day on which its page is shown."""
    revoked_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    """When its author last put away that it has changed."""
