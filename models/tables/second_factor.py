"""What an account is asked for beside its password: the secret of its codes, and codes on paper."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import AccountId, Base, CountedRow


class SecondFactor(Base):
    """The secret from which an account's codes are made (RFC 6238); a row is a second factor in force."""

    account_id: Mapped[AccountId] = mapped_column(primary_key=True)
    sealed_secret: Mapped[str]
    """Which only a key outside the database opens (models/ground/sealing.py)."""
    last_step: Mapped[int]
    """The latest stretch of thirty seconds whose code was taken: neither it nor an earlier one is taken again."""
    since: Mapped[datetime]


class RecoveryCode(CountedRow):
    """A code on paper, which serves once."""

    __table_args__ = (UniqueConstraint("account_id", "label"),)

    account_id: Mapped[AccountId]
    label: Mapped[str]
    """Its first four digits, by which it is found among the ten; they are no part of the secret."""
    code_hash: Mapped[str]
    """Argon2id of the other twelve."""
    used_at: Mapped[datetime | None]
