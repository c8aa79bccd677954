"""Bounces: what a report on the delivery of a mail says (RFC 3464), and what follows from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, message_from_string
from email.message import Message
from email.policy import default

from sqlalchemy.orm import Session

from models.people import mail_outcomes, messages
from watchers.smtp import is_of_address


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail of ours whose address does not exist, or no longer; `detail`: the words of the other server."""

    message_id: str
    detail: str


def note(db: Session, report: bytes, now: datetime) -> bool:
    """Note what a report says; False when it tells of no mail of ours that came back, or of one that is noted."""
    bounce = read(report)
    return bounce is not None and mail_outcomes.bounced(db, bounce.message_id, bounce.detail, now)


def read(report: bytes) -> Bounce | None:
    """Return the mail that came back for good because of its address; None for any other report."""
    message = message_from_bytes(report, policy=default)
    if message.get_content_type() != "multipart/report":
        return None
    parts = list(message.walk())
    original = next(filter(None, map(_message_id, parts)), None)
    failure = next((words for part in parts for words in _failures(part)), None)
    return Bounce(original, failure) if original and failure else None


def _failures(part: Message) -> Iterator[str]:
    """Yield the diagnosis of each recipient whose address is at fault."""
    if part.get_content_type() == "message/delivery-status":
        for about in _within(part):  # the fields of the report, then those of each recipient
            # A comment may follow the code (RFC 3464, 2.3.4).
            status = str(about.get("Status", "")).split(" ")[0]
            if str(about.get("Action", "")).strip().lower() == "failed" and is_of_address(status):
                said = str(about.get("Diagnostic-Code", "")).partition(";")[2].strip()
                yield " ".join((said or status).split())[: messages.LONGEST_DETAIL]


def _message_id(part: Message) -> str | None:
    """Return the Message-ID of the mail that comes back with the report, or of its headers alone."""
    if part.get_content_type() == "message/rfc822":
        return next((one.get("Message-ID") for one in _within(part)), None)
    if part.get_content_type() == "text/rfc822-headers":
        return message_from_string(str(part.get_payload()), policy=default).get("Message-ID")
    return None


def _within(part: Message) -> list[Message]:
    """Return the messages that a part is made of."""
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
