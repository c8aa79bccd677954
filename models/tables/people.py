"""Accounts, learners behind them, sessions, password resets, second factors, identities, and erasures."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.tables.base import AccountId, Base, CountedRow, LearnerKey


class Learner(Base):
    """A learner; answers, mastery and audit rows hang on this opaque key, never on an account."""

    key: Mapped[UUID] = mapped_column(primary_key=True)
    last_sequence: Mapped[int] = mapped_column(default=0)
    """Number of the learner's latest answer; the one who writes for a learner locks this row first."""
    timezone: Mapped[str]
    without_estimation: Mapped[bool] = mapped_column(default=False)
    """Whether she objects to being estimated (GDPR, article 21): models.learning.objection. Since when is not kept."""


class Account(CountedRow):
    """A person who may sign in; the only table that ties a learner to a person."""

    learner_key: Mapped[LearnerKey] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(unique=True)
    """In lower case."""
    name: Mapped[str]
    password_hash: Mapped[str | None]
    """Empty until the invitation is accepted."""
    password_temporary: Mapped[bool] = mapped_column(default=False)
    """Printed at set-up: a new one has to be chosen at the first sign-in."""
    trainer: Mapped[bool] = mapped_column(default=False)
    administrator: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="fr")
    digest_hour: Mapped[int | None] = mapped_column(default=7)
    """Local hour of the morning mail; none when the learner wants no mail."""
    digest_weekday: Mapped[int | None]
    """The day of a weekly mail, 0 for Monday; none when it comes on each working day."""
    mail_paused_at: Mapped[datetime | None]
    """Since when nobody writes to this address, which has refused too many mails."""
    mail_resumed_at: Mapped[datetime | None]
    """When it was last taken up again: what it refused before no longer counts."""
    privacy_read_at: Mapped[datetime | None]
    """When « Qui voit quoi » was read."""
    themes_asked_at: Mapped[datetime | None]
    """When she chose her first themes, or put it off: she is asked once."""
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    learner: Mapped[Learner] = relationship(lazy="joined")


class Session(CountedRow):
    """Somebody's being signed in on one device. When it was last used is not kept."""

    account_id: Mapped[AccountId] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of what the device has; the token itself is kept nowhere."""
    device: Mapped[str]
    """The browser and the system, as they say of themselves: « Firefox · Windows »."""
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """However much it is used."""
    ended_at: Mapped[datetime | None]


class PasswordReset(CountedRow):
    """A password reset: a link that serves once."""

    account_id: Mapped[AccountId] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of what the link holds; the link itself is kept nowhere."""
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OwnAddress(CountedRow):
    """An address of one's own, for anyone who leaves: at most one that is confirmed and one that waits for it."""

    account_id: Mapped[AccountId] = mapped_column(index=True)
    email: Mapped[str] = mapped_column(index=True)
    """In lower case. Nobody but its owner is shown it."""
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of what the link holds that confirms it; none before that link has been sent."""
    named_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class LeavingLink(CountedRow):
    """A link with which anyone who has left takes her data along, or erases them, while her account is closed."""

    account_id: Mapped[AccountId] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of what the link holds; the link itself is kept nowhere."""
    made_at: Mapped[datetime]
    asks_password: Mapped[bool]
    """Whether it went to the address of her account, which may have become somebody else's mailbox."""


class SignInAttempt(CountedRow):
    """A failed attempt to sign in, for a day; keyed hashes, none of what was typed."""

    email: Mapped[str] = mapped_column(index=True)
    network: Mapped[str] = mapped_column(index=True)
    device: Mapped[str | None]
    """One on which that account has been signed in with before; None for any other."""
    at: Mapped[datetime]


# ---------------------------------------------------------------------------------------- who else says who somebody is


class Identity(CountedRow):
    """Under what name a provider of OpenID Connect knows the owner of an account, who has said so herself."""

    # Never an address of mail, which is given to somebody else one day (OpenID Connect Core 1.0, 5.7).
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("account_id", "issuer"))

    account_id: Mapped[AccountId]
    issuer: Mapped[str]
    subject: Mapped[str]
    since: Mapped[datetime]


# --------------------------------------------------------------------- what an account is asked for beside its password


class SecondFactor(Base):
    """The secret from which an account's codes are made (RFC 6238); a row is a second factor in force."""

    account_id: Mapped[AccountId] = mapped_column(primary_key=True)
    sealed_secret: Mapped[str]
    """Which only a key outside the database opens (models/ground/signing.py)."""
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


# ------------------------------------------------------------------------------------------------------------- erasures


class Erasure(Base):
    """Somebody who was erased, under a hash that says nothing without the key of the instance."""

    learner: Mapped[str] = mapped_column(primary_key=True)
    """Keyed hash of her learner key."""
    signed_by: Mapped[str]
    """Which key the hash was made with: a few digits that tell keys apart."""
    day: Mapped[date]
    files: Mapped[list[str]]
    """Her mails in the outbox, which go once this row is there; unknown of what a restore has repeated."""
