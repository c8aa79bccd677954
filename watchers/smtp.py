"""Handover of messages by SMTP, with what became of each; without a server, they are kept as files."""

import os
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from models.ground.settings import Settings
from models.people.messages import LONGEST_DETAIL, OUTBOX
from models.tables.mail import MailReason

SECONDS = 10.0
"""For each reply of the server; all of them together stay below a lease."""
LAST_SECONDS = 40.0
"""For the reply to the message itself: a server may read it first (RFC 5321, 4.5.3.2.6)."""
ENHANCED = re.compile(r"\d+[ -](5\.\d+\.\d+)\b")
"""The code with which a server says more of a refusal (RFC 2034)."""
OF_ADDRESS = re.compile(r"5\.(1\.(?![78]$)\d+|2\.1)")
"""The mailbox is missing, moved or closed; not: full, unwelcome, or of a sender who is wrong (RFC 3463, 3)."""


@dataclass(frozen=True, slots=True)
class Handover:
    """The outcome of handing a message over; `detail` holds the words of the server."""

    reason: MailReason
    detail: str = ""


class Sent(Handover):
    """The server has taken it, or it lies in the outbox."""


class RefusedForNow(Handover):
    """Nothing has left; another attempt may do better."""


class RefusedForGood(Handover):
    """Nothing has left, and another attempt would fare no better."""


class Unknown(Handover):
    """The line broke while the message was passing: it may have left."""


class _NoEncryption(Exception):
    """The server offers no encryption, and there is a password to send."""


class PostRound:
    """The messages of one round: they go over one connection, opened for the first that there is to send."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: smtplib.SMTP | None = None

    def __enter__(self) -> "PostRound":
        return self

    def __exit__(self, *_: object) -> None:
        if self._client:
            with suppress(OSError):  # whatever was said before stands
                self._client.quit()
            self._client.close()
            self._client = None

    def send(self, message: EmailMessage) -> Handover:
        """Hand a message over to the server of SMTP_URL, or keep it in the outbox of the instance."""
        if self._settings.smtp_url is None:
            return _keep(self._settings.instance / OUTBOX, message)
        client = self.reach(self._settings.smtp_url)
        if isinstance(client, RefusedForNow):
            return client
        outcome = _hand_over(client, message)
        if not isinstance(outcome, Sent):
            # Where the dialogue stands after a refusal, or after silence, is not for the next message to find out.
            self.__exit__()
        return outcome

    def reach(self, url: str) -> smtplib.SMTP | RefusedForNow:
        """Return a server that waits for a message, or why it cannot be reached."""
        try:
            client = self._client = self._connected(url)
        except (ssl.SSLError, _NoEncryption) as error:
            return RefusedForNow(MailReason.UNSAFE, _words(error))
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
            return RefusedForNow(MailReason.SIGN_IN_REFUSED, _words(error))
        except OSError as error:  # smtplib.SMTPException is one
            return RefusedForNow(MailReason.UNREACHABLE, _words(error))
        return client

    def _connected(self, url: str) -> smtplib.SMTP:
        """Return the connection of this round, or another where the server has left meanwhile."""
        client, self._client = self._client, None
        if client and client.sock:
            with suppress(OSError):
                client.sock.settimeout(SECONDS)
                # Nothing has been said of the next message yet: a server that has gone is found out here.
                if client.noop()[0] < 300:
                    return client
            client.close()
        return _connect(urlsplit(url), urlsplit(self._settings.base_url).hostname or "localhost", self._safely)

    @cached_property
    def _safely(self) -> ssl.SSLContext:
        # Checks certificate and name, which smtplib without a context does not; to read all roots takes long.
        return ssl.create_default_context()


def send(settings: Settings, message: EmailMessage) -> Handover:
    """Hand over one message alone, as a round does."""
    with PostRound(settings) as post:
        return post.send(message)


def refusal(settings: Settings) -> RefusedForNow | None:
    """Return why the server of SMTP_URL would take no message now; None where it would, or there is none."""
    with PostRound(settings) as post:
        found = post.reach(settings.smtp_url) if settings.smtp_url else None
        return found if isinstance(found, RefusedForNow) else None


def _connect(url: SplitResult, name: str, context: ssl.SSLContext) -> smtplib.SMTP:
    """Open a connection as safe as the server can make it, signed in if the URL holds a name."""
    host = url.hostname or ""
    if url.scheme == "smtps":
        client: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, name, timeout=SECONDS, context=context)
    else:
        client = smtplib.SMTP(host, url.port or 25, name, timeout=SECONDS)
    try:
        client.ehlo_or_helo_if_needed()
        encrypted = url.scheme == "smtps"
        # Anyone who sits on the line can strip the offer (RFC 3207, 6): hence no password without encryption, below.
        if not encrypted and client.has_extn("starttls"):
            client.starttls(context=context)
            client.ehlo_or_helo_if_needed()  # what was said in the clear no longer counts (RFC 3207, 4.2)
            encrypted = True
        if url.username:
            if not encrypted:
                raise _NoEncryption
            client.login(unquote(url.username), unquote(url.password or ""))
    except BaseException:
        # Without QUIT: what goes wrong here may be that the server no longer answers.
        client.close()
        raise
    return client


def _hand_over(client: smtplib.SMTP, message: EmailMessage) -> Handover:
    """Send sender, recipient, then the message: from its first byte on, silence leaves the outcome unknown."""
    try:
        code, reply = client.mail(_address(message, "From"))
        if code >= 300:
            return _refused(code, reply)
        code, reply = client.rcpt(_address(message, "To"))
    except OSError as error:
        return RefusedForNow(MailReason.UNREACHABLE, _words(error))
    if code >= 300:
        outcome = _refused(code, reply)
        enhanced = ENHANCED.match(outcome.detail)
        # For good, unless the server gives another reason than the address: without an enhanced code 550 mostly means
        # the mailbox (RFC 5321, 4.2.3); with one, it says so itself.
        if code >= 500 and (enhanced is None or is_of_address(enhanced[1])):
            return RefusedForGood(MailReason.NO_MAILBOX, outcome.detail)
        return outcome
    if client.sock:
        # smtplib has one timeout for all replies; the socket is where the last one can be given longer.
        client.sock.settimeout(LAST_SECONDS)
    try:
        code, reply = client.data(message.as_bytes())
    # Refused before the first byte of the text: the server answered DATA itself, so nothing can have left.
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except OSError as error:
        return Unknown(MailReason.CUT_OFF, _words(error))
    return Sent(MailReason.ACCEPTED) if code < 300 else _refused(code, reply)


def _address(message: EmailMessage, header: str) -> str:
    address: str = message[header].addresses[0].addr_spec
    return address


def is_of_address(status: str) -> bool:
    """Return whether a code of RFC 3463 tells that nobody will ever be reached at an address."""
    return OF_ADDRESS.fullmatch(status) is not None


def _refused(code: int, reply: bytes | str) -> Handover:
    refusal = RefusedForGood if code >= 500 else RefusedForNow
    return refusal(MailReason.REFUSED, _words(smtplib.SMTPResponseException(code, reply)))


def _words(error: Exception) -> str:
    """Return the words of an error in one line: the reply of the server where there is one."""
    said = str(error)
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        said = f"{error.smtp_code} {reply.decode(errors='replace') if isinstance(reply, bytes) else reply}"
    return " ".join(said.split())[:LONGEST_DETAIL]


def _keep(folder: Path, message: EmailMessage) -> Handover:
    """Write the message under a name of its own, whole or not at all."""
    name = message["Message-ID"].strip("<>").partition("@")[0]
    path = folder / f"{message['Date'].datetime:%Y-%m-%d}-{name}.eml"
    try:
        # For the owner alone: the links in a mail open without a password.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_bytes(message.as_bytes())
        # Atomic on one file system: nobody ever reads half a mail under its final name.
        os.replace(part, path)
    except OSError as error:
        return RefusedForNow(MailReason.UNWRITABLE, _words(error))
    return Sent(MailReason.KEPT, path.name)
