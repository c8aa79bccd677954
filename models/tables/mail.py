"""Mails: one row claims what must be sent once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class Mail(Base):
    """One mail to one person; `state` is committed as *sending* before the first byte leaves."""

    __tablename__ = "mail"
    __table_args__ = (UniqueConstraint("learner_key", "kind", "slot"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    learner_key: Mapped[UUID] = mapped_column(ForeignKey("learner.key"))
    kind: Mapped[str]
    """A code of models.mail.Kind."""
    slot: Mapped[str]
    """What makes it unique: the local day of a digest or of an alarm, the hour of an invitation."""
    state: Mapped[str]
    """A code of models.mail.State."""
    due_at: Mapped[datetime] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[str | None] = mapped_column(index=True)
    recipient: Mapped[str | None]
    subject: Mapped[str | None]
    text: Mapped[str | None]
    html: Mapped[str | None]
    story_ids: Mapped[list[int]] = mapped_column(default=list)
    correction_ids: Mapped[list[int]] = mapped_column(default=list)
    presentation_id: Mapped[UUID | None] = mapped_column(ForeignKey("presentation.id"))
    result: Mapped[str | None]
    """A code of models.mail.Reason, then the words of the server, for the administrator."""
    sent_at: Mapped[datetime | None]
