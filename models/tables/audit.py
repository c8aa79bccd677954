"""The audit log: on which day what was done to modules, rules, accounts; by whom, in rows that a person takes along."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.tables.base import Base, Key


class AuditVerb(StrEnum):
    """What can be done, as the audit log notes it."""

    CREATE = "create"
    COPY = "copy"
    """A module is begun as a copy of another."""
    TAKE_OVER_DRAFT = "replace_draft"
    """Another text takes the place of a draft, which is set aside."""
    TAKE_UP_DRAFT = "take up draft"
    RESTORE = "restore"
    ASK_REVIEW = "ask_review"
    WITHDRAW_REVIEW = "withdraw review"
    COMMENT = "comment on review"
    RETURN_TEXT = "return text"
    APPROVE = "approve"
    PUBLISH = "publish"
    RETIRE = "retire"
    READ_LAW = "read law"
    READ_PLAIN = "read plain words"
    HEAR_DIALOGUES = "hear dialogues read"
    REREAD = "reread"
    REREAD_ENTRY = "reread entry"
    CONFIRM = "confirm"
    """A translation still says what its original says."""
    ENTRUST = "entrust"
    REPLY = "reply to report"
    IMPORT_QUESTIONS = "import questions"
    IMPORT_DRAFT = "import draft"
    BRING_PICTURE = "bring picture"
    WITHDRAW_PICTURE = "withdraw picture"
    NOTE_LICENCE = "note licence"
    """On what terms the entries of a publisher may be used."""
    DRAFT_QUESTION = "draft question"
    WRITE_INTERVIEW = "write interview"
    FILL_IN_WAYS = "fill in house ways"
    FILL_IN_BLANK = "fill in blank"
    ASK_PAGE = "ask public page"
    APPROVE_PAGE = "approve public page"
    REFUSE_PAGE = "refuse public page"
    SWITCH_OFF_PAGE = "switch off public page"
    TEST_TOOL = "test tool"
    KEEP_REPLY = "keep maker's reply"
    WRITE_PROTECTION_LINE = "write protection line"
    PROPOSE_CHANGE = "propose rule change"
    ACCEPT_CHANGE = "accept rule change"
    REFUSE_CHANGE = "refuse rule change"
    WITHDRAW_CHANGE = "withdraw rule change"
    CHANGE_TAKES_EFFECT = "rule change takes effect"
    UNDO_CHANGE = "undo rule change"
    WRITE_TEXT = "write text"
    LEAVE_TEXT = "leave text"
    READ_TEXT = "read text"
    ADD_SOURCE = "add source"
    TAKE_SOURCES = "take list of sources"
    DESCRIBE_SOURCE = "describe source"
    PAUSE_SOURCE = "pause source"
    RESUME_SOURCE = "resume source"
    VISIT_SOURCE = "visit source"
    LEAVE_SOURCE = "leave source"
    BRING_FILE = "bring file of entries"
    ACCEPT_ENTRIES = "accept entries"
    REFUSE_ENTRIES = "refuse entries"
    FORGET_FILE = "forget file of entries"
    INVITE = "invite"
    INVITE_AGAIN = "invite again"
    CHANGE_ACCOUNT = "change account"
    HAND_PASSWORD_RESET = "hand way back"
    CLOSE_ACCOUNT = "close account"
    REOPEN_ACCOUNT = "reopen account"
    RESET_PASSWORD = "reset password"
    ERASE_ACCOUNT = "erase account"
    TURN_ON_SECOND_FACTOR = "turn second factor on"
    TURN_OFF_SECOND_FACTOR = "turn second factor off"
    RENEW_RECOVERY_CODES = "renew recovery codes"
    TAKE_SECOND_FACTOR = "take second factor"
    LINK_IDENTITY = "link identity"
    UNLINK_IDENTITY = "unlink identity"


class AuditRole(StrEnum):
    """What a person is in an entry of the audit log."""

    ACTOR = "actor"
    PERSON = "person"
    """Whose account it is."""
    OWNER = "owner"
    DEPUTY = "deputy"
    WRITER = "writer"
    """Whose draft was set aside."""


class Audit(Base):
    """What was done to what, and on which day; entries are only ever added, until their term."""

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    """Its place in the chain: from 1, without a gap."""
    day: Mapped[date]
    """In the time zone of the house; the hour is not kept."""
    verb: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Nothing that names a person."""
    link: Mapped[str]
    """SHA-256 over the link before, this entry and the commitments to its parties; models/ground/audit_chain.py."""

    parties: Mapped[list["AuditParty"]] = relationship(order_by="AuditParty.role", lazy="raise")

    def party(self, role: AuditRole) -> "AuditParty | None":
        """Return who is that in this entry; none when nobody ever was."""
        return next((one for one in self.parties if one.role == role), None)


class AuditParty(Base):
    """A person in an entry of the audit log; when she is erased, only the commitment stays."""

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    learner_key: Mapped[UUID | None] = mapped_column(index=True)
    """None once she is erased."""
    nonce: Mapped[bytes | None]
    """256 bits of chance, without which nobody can tell whether the commitment is to this person or that."""
    commitment: Mapped[str]


class AuditHead(Base):
    """Where the chain ends: one row, locked by the one who appends."""

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int]
    """Of the last entry: how many there have ever been."""
    link: Mapped[str]


class AuditCheckpoint(Base):
    """Where the chain begins: it stands, signed, for the entries whose term is over."""

    through: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    """The place of the last of them."""
    day: Mapped[date]
    """Of the last of them."""
    link: Mapped[str]
    signature: Mapped[str]
