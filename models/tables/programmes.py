"""What a learner takes on: programmes, a goal for her week, pauses; and keys that sign training records."""

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
    """The private key, sealed by models.ground.signing for this purpose alone."""
    made_on: Mapped[date]


# ------------------------------------------------------------------ A learner's pauses, and how often she means to come


class Pause(CountedRow):
    """Days off that a learner has noted for herself, both ends included; those of one learner never touch."""

    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    first: Mapped[date]
    last: Mapped[date] = mapped_column(index=True)


class Goal(Base):
    """On how many working days a week a learner means to come; who has set herself no goal has no row."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    days: Mapped[int]
