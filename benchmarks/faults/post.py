"""A mail server that takes what it is given, until it is told to be fickle."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from random import Random
from time import monotonic

from aiosmtpd.smtp import SMTP, Envelope, Session

LATER, REFUSED, LONGEST = "451 4.3.0 Not now", "550 5.7.1 Not here", 0.02


@dataclass
class FickleOffice:
    """Notes each mail that it has whole, by Message-ID; while `fickle` it refuses in all the ways that servers know."""

    chance: Random
    port: int = 0
    fickle: bool = False
    received: list[tuple[float, str]] = field(default_factory=list)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Sequence[str]
    ) -> str:
        """Take a sender, or close the counter (RFC 5321, 3.8)."""
        if self.fickle and self.chance.random() < 0.25:
            return "421 4.3.2 Closing"
        envelope.mail_from = address
        return "250 ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Sequence[str]
    ) -> str:
        """Take a recipient, or not now, or never."""
        if self.fickle and self.chance.random() < 0.5:
            return self.chance.choice((LATER, REFUSED))
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail, or not now; or hang up, before it is there or after."""
        fate = self.chance.choice(("taken", "later", "lost", "taken unsaid")) if self.fickle else "taken"
        if fate == "later":
            return LATER
        if fate != "lost":
            content = envelope.original_content or b""
            self.received.append((monotonic(), str(message_from_bytes(content)["Message-ID"])))
        if fate != "taken":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            raise asyncio.CancelledError
        await asyncio.sleep(self.chance.uniform(0.0, LONGEST))
        return "250 taken"
