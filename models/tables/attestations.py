"""What somebody, or the clock, has read as it stands, and what was found; any other word asks for another reading."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.tables.base import CountedRow, DocumentId


class AttestationKind(StrEnum):
    """What is read, and against what."""

    LAW = "law"
    """A question that states law, by somebody who did not write it."""
    PLAIN = "plain"
    """What a rule, a card or an entry says to the person herself, by somebody who did not write it."""
    DIALOGUE = "dialogue"
    """By somebody whom it concerns."""
    FACT = "fact"
    """Of an entry: whether the watched page that it was read on says it still."""


class AttestationVerdict(StrEnum):
    """What was found."""

    STANDS = "stands"
    """It may stand as it is."""
    GONE = "gone"
    """It is no longer there."""


class Attestation(CountedRow):
    """A part of a document that was read as it stands; the first reading that finds the same is the one kept."""

    __table_args__ = (
        UniqueConstraint("document_id", "kind", "part", "fingerprint"),
        Index("ix_attestation_kind_fingerprint", "kind", "fingerprint"),
    )

    document_id: Mapped[DocumentId]
    part: Mapped[str]
    """The id of a question, `dialogue:` and the id of a dialogue, a language and what it says in it; empty of a fact,
    which is known by what it says."""
    fingerprint: Mapped[str]
    """The same for the same words."""
    kind: Mapped[str]
    """law, plain, dialogue or fact"""
    by: Mapped[UUID | None]
    """Who vouches for it; none where the clock has looked."""
    verdict: Mapped[str]
    """stands or gone"""
    at: Mapped[datetime]
    in_force_from: Mapped[date | None]
    """The first day on which it counts, as of a version."""
