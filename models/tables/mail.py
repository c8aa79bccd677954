"""Mails: one row claims what must be sent once."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import CountedRow, LearnerKey


class MailRhythm(StrEnum):
    """How often a learner wants the mail of the morning."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class MailKind(StrEnum):
    """The kind of a mail."""

    DIGEST = "digest"
    INVITATION = "invitation"
    HEALTH = "health"
    PASSWORD_RESET = "way_back"
    NOTICE = "notice"
    FAREWELL = "farewell"
    OWN_ADDRESS = "own_address"
    LEAVING = "leaving"
    WAITING = "waiting"

    @property
    def opens_a_door(self) -> bool:
        """Whether it holds a link that stands for a person: made as it is sent, and kept as a hash alone."""
        return self in {MailKind.PASSWORD_RESET, MailKind.OWN_ADDRESS, MailKind.LEAVING}


TO_HER_ALONE = (MailKind.OWN_ADDRESS, MailKind.LEAVING, MailKind.FAREWELL)
"""What may go to an address of one's own, or to a person who is erased: no administrator hears of it."""


class MailState(StrEnum):
    """The state of a mail; *uncertain* is one whose sending was cut off: it may have left, so nobody sends it again."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    NOTHING = "nothing"


class MailReason(StrEnum):
    """The reason for the state of a mail."""

    ACCEPTED = "accepted"
    KEPT = "kept"
    UNREACHABLE = "unreachable"
    UNSAFE = "unsafe"
    SIGN_IN_REFUSED = "sign_in_refused"
    REFUSED = "refused"
    NO_MAILBOX = "no_mailbox"
    BOUNCED = "bounced"
    UNWRITABLE = "unwritable"
    BAD_ADDRESS = "bad_address"
    INTERRUPTED = "interrupted"
    TOO_LATE = "too_late"
    CUT_OFF = "cut_off"


class Mail(CountedRow):
    """One mail to one person; `state` is committed as *sending* before the first byte leaves."""

    __table_args__ = (UniqueConstraint("learner_key", "kind", "slot"),)

    learner_key: Mapped[LearnerKey | None]
    """None of the farewell to somebody who was erased: it goes itself once it has left, or the next day."""
    kind: Mapped[str]
    """A code of MailKind."""
    slot: Mapped[str]
    """What makes it unique: the local day of a digest or of an alarm, the hour of an invitation, an instant.

    Of a farewell its language: nothing else is left of whom it is for.
    """
    state: Mapped[str]
    """A code of MailState."""
    due_at: Mapped[datetime] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[str | None] = mapped_column(index=True)
    recipient: Mapped[str | None]
    subject: Mapped[str | None]
    text: Mapped[str | None]
    """None before it is written, and once it has had its term."""
    html: Mapped[str | None]
    story_ids: Mapped[list[int]] = mapped_column(default=list)
    correction_ids: Mapped[list[int]] = mapped_column(default=list)
    presentation_id: Mapped[UUID | None] = mapped_column(ForeignKey("presentation.id"))
    result: Mapped[str | None]
    """A code of MailReason, then the words of the server, for the administrator."""
    sent_at: Mapped[datetime | None]
