"""Programmes that learners have taken up, and the keys that sign training records."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, LearnerKey


class ProgrammeFollowing(Base):
    """That a learner has taken up a programme, by her own wish; how far she is, nobody else sees."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(primary_key=True)
    begun_on: Mapped[date]


class TrainingRecordKey(CountedRow):
    """A key that signs training records; former ones stay, for what they have signed."""

    public_key: Mapped[str]
    """Ed25519 (RFC 8032), in base64url."""
    sealed: Mapped[str]
    """The private key, sealed by models.ground.sealing for this purpose alone."""
    made_on: Mapped[date]
