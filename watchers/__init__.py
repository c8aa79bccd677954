"""The watch: visits to sites, summaries of articles and mails, on a clock."""

import logging
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.ground.settings import Settings
    from models.people.messages import Message
    from models.tables.people import Account
    from watchers.smtp import Handover


logger = logging.getLogger(__name__)


def preview_digest(db: "Session", settings: "Settings", account: "Account", now: datetime) -> "Message | None":
    """Return the digest as it would be now, without a trace; None when there is nothing to say."""
    from watchers import digest

    return digest.preview(db, settings, account, now)


def fictitious_digest(
    db: "Session", settings: "Settings", language: str, domains: Collection[str], now: datetime
) -> "Message | None":
    """Return tomorrow's digest for somebody who does not exist, without a trace; None when there is nothing to say."""
    from watchers import digest

    return digest.fictitious(db, settings, language, domains, now)


def mail_refusal(settings: "Settings") -> "Handover | None":
    """Return why the server of SMTP_URL would take no message now; None where it would, or there is none."""
    from watchers import smtp

    return smtp.refusal(settings)


def wake(settings: "Settings") -> None:
    """Ask the worker to look now at what is due; without a queue to ring, the next minute will do."""
    # Here and not above: a portal that nobody asks to wake anything never loads huey.
    from watchers.clock import Clock
    from watchers.queue import UNREACHABLE

    try:
        with Clock(settings) as clock:
            clock.ring()
    except UNREACHABLE as error:
        logger.warning("the worker could not be woken: %s", error)
