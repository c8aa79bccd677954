"""Programmes that learners have taken up, and the keys that sign training records."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class ProgrammeFollowing(Base):
    """That a learner has taken up a programme, by her own wish; how far she is, nobody else sees."""

    __tablename__ = "programme_following"

    learner_key: Mapped[UUID] = mapped_column(ForeignKey("learner.key"), primary_key=True)
    programme_id: Mapped[str] = mapped_column(primary_key=True)
    begun_on: Mapped[date]


class TrainingRecordKey(Base):
    """A key that signs training records; former ones stay, for what they have signed."""

    __tablename__ = "training_record_key"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    public_key: Mapped[str]
    """Ed25519 (RFC 8032), in base64url."""
    sealed: Mapped[str]
    """The private key, sealed by models.ground.sealing for this purpose alone."""
    made_on: Mapped[date]
