"""A message on its way: text and HTML under headers that no stranger's words can add to."""

from datetime import datetime
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from models.ground.limits import is_of_mail
from models.ground.settings import Settings
from models.ground.words import words
from models.people.messages import Message
from models.tables.people import Account
from watchers.foreign_text import one_line


class BadMailAddress(ValueError):
    """No mail can be sent to that address: it is not of the form name@host, in ASCII."""


class _Whole(UnstructuredHeader, BaseHeader):
    """A header that is never folded: folding encodes an address that is longer than a line, and nobody finds it."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class _Encoded(UnstructuredHeader, BaseHeader):
    """A header whose encoded words are those of RFC 2047 on every Python: that of 3.13 adds a space between two."""

    def fold(self, *, policy: Policy) -> str:
        words = Header(str(self), header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {words}{policy.linesep}"


def message(
    settings: Settings,
    account: Account,
    message: Message,
    address: str,
    message_id: str,
    at: datetime,
    unsubscribe: str | None = None,
) -> EmailMessage:
    """Build a message: text and HTML under its headers, automatic (RFC 3834), unsubscribed in one click (RFC 8058).

    Only the https address unsubscribes: nobody reads a mailbox of Boussole. Raises BadMailAddress.
    """
    headers = HeaderRegistry()
    headers.map_to_type("subject", _Encoded)
    headers.map_to_type("list-unsubscribe", _Whole)
    carrier = EmailMessage(policy=SMTP.clone(header_factory=headers))
    name, own = parseaddr(settings.sender)
    carrier["From"] = _address(name or "Boussole", own)
    carrier["To"] = _address(account.name, address)
    # On one line: a title of a stranger must not add headers (CWE-93).
    carrier["Subject"] = one_line(message.subject)
    carrier["Date"] = at.astimezone(ZoneInfo(account.learner.timezone))
    carrier["Message-ID"] = message_id
    carrier["Auto-Submitted"] = "auto-generated"
    if unsubscribe:
        carrier["List-Unsubscribe"] = f"<{unsubscribe}>"
        carrier["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # 7 bits and short lines whatever the server can do (RFC 5321, 4.5.3.1.6: at most 998 characters a line).
    carrier.set_content(message.text, cte="quoted-printable")
    carrier.add_alternative(message.html, subtype="html", cte="quoted-printable")
    carrier["Content-Language"] = words(account.language).language
    return carrier


def _address(name: str, address: str) -> Address:
    if not is_of_mail(address):
        raise BadMailAddress(address)
    return Address(display_name=one_line(name), addr_spec=address)
