"""A mail server on this machine, aiosmtpd: it takes what it is given, unless it was told to answer otherwise."""

import asyncio
import ssl
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as AS_SENT
from pathlib import Path
from threading import Event, Thread

from aiosmtpd.smtp import SMTP, Envelope, Session

# A certificate for localhost until 2120, and its key: known to everybody, trusted by tests alone.
KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgA873naUZ0tvY+t3j
vaY2Ei45YFtzeKFoFu6H76yy+fuhRANCAARLYVoYLWn/pH6pIRkzpVa5IS5KV9Sf
a+UxqQF+ts35OqB9XZAKlXKiRkrdtYptsTq9jYYMq6jinn3q9fpVJ/+n
-----END PRIVATE KEY-----
"""
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUZHyzOh19vuaAM90MXNqJEmj+sqUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAx
MDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARLYVoYLWn/pH6pIRkzpVa5IS5KV9Sfa+UxqQF+ts35OqB9XZAKlXKi
RkrdtYptsTq9jYYMq6jinn3q9fpVJ/+no2kwZzAdBgNVHQ4EFgQUnbqf/YXZmU5c
bJkzeZSLWdLEYZwwHwYDVR0jBBgwFoAUnbqf/YXZmU5cbJkzeZSLWdLEYZwwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIhAOQd5Ffhcz5nNpOm02oLmHtR9vZNAZZ9mdu0po6FrTuvAiAQbbcU+/Nc
JnJCdmyUywmquwm75Wrh93OYfj4G/U3OxQ==
-----END CERTIFICATE-----
"""

SILENCE, HANG_UP = "silence", "hang up"

Command = Callable[[str], Awaitable[None]]


@dataclass(slots=True)
class PostOffice:
    """A running server. `answers`: command → its answer, SILENCE or HANG_UP; TEXT stands for the end of a message."""

    tls: bool = False
    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    has_mail: Event = field(default_factory=Event)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def said(self) -> list[str]:
        """The commands that were given, without what follows them."""
        return [command.split(" ")[0] for command in self.commands]

    def answer_to(self, command: str) -> str | None:
        """What it was told to answer."""
        return self.answers.get(command)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail."""
        mail = message_from_bytes(envelope.original_content or b"", policy=AS_SENT)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.has_mail.set()
        return self.answer_to("TEXT") or "250 yes"


class Counter(SMTP):
    """One caller, answered as aiosmtpd does, or as the office was told to."""

    def __init__(self, office: PostOffice, loop: asyncio.AbstractEventLoop) -> None:
        tls = server_tls() if "STARTTLS" in office.answers.get("EHLO", "") else None
        super().__init__(office, hostname="localhost", loop=loop, tls_context=tls)
        self.office, self.greeted = office, False

    async def push(self, status: str) -> None:  # type: ignore[override]
        if not self.greeted:
            self.greeted, status = True, self.office.answer_to("HELLO") or status
        if status == SILENCE:
            await self.office.closing.wait()
        if status in {SILENCE, HANG_UP}:
            self.transport.abort()
            raise asyncio.CancelledError
        await super().push(status)

    async def asked(self, command: str, argument: str | None, otherwise: Command) -> None:
        self.office.commands.append(f"{command} {argument or ''}".strip())
        if answer := self.office.answer_to(command):
            await self.push(answer)
        else:
            await otherwise(argument or "")

    async def smtp_EHLO(self, arg: str) -> None:
        self.session.host_name, self.session.extended_smtp = arg, True
        await self.asked("EHLO", arg, super().smtp_EHLO)

    async def smtp_NOOP(self, arg: str) -> None:
        await self.asked("NOOP", arg, super().smtp_NOOP)

    async def smtp_STARTTLS(self, arg: str) -> None:
        await self.asked("STARTTLS", arg, super().smtp_STARTTLS)

    async def smtp_AUTH(self, arg: str) -> None:
        await self.asked("AUTH", arg, super().smtp_AUTH)

    async def smtp_MAIL(self, arg: str | None) -> None:
        await self.asked("MAIL", arg, super().smtp_MAIL)

    async def smtp_RCPT(self, arg: str | None) -> None:
        await self.asked("RCPT", arg, super().smtp_RCPT)

    async def smtp_DATA(self, arg: str) -> None:
        await self.asked("DATA", arg, super().smtp_DATA)

    async def smtp_QUIT(self, arg: str) -> None:
        await self.asked("QUIT", arg, super().smtp_QUIT)


def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as both:
        both.write(KEY + CERTIFICATE)
        both.flush()
        context.load_cert_chain(both.name)
    return context


def trust(folder: Path) -> str:
    """A file of the one authority that vouches for this server."""
    path = folder / "authority.pem"
    path.write_text(CERTIFICATE)
    return str(path)


@contextmanager
def post_office(tls: bool = False, kind: type[PostOffice] = PostOffice, **answers: str) -> Iterator[PostOffice]:
    """A server that listens until the end of the block."""
    office, ready = kind(tls=tls, answers=answers), Event()
    loop = asyncio.new_event_loop()
    counters: list[Counter] = []

    def open_counter() -> Counter:
        counters.append(Counter(office, loop))
        return counters[-1]

    async def serve() -> None:
        server = await loop.create_server(open_counter, "127.0.0.1", 0, ssl=server_tls() if tls else None)
        office.port = server.sockets[0].getsockname()[1]
        ready.set()
        await office.closing.wait()
        server.close()
        for counter in counters:
            if counter.transport:
                counter.transport.abort()
        await asyncio.sleep(0)

    with closing(loop):
        thread = Thread(target=loop.run_until_complete, args=(serve(),))
        thread.start()
        ready.wait()
        try:
            yield office
        finally:
            loop.call_soon_threadsafe(office.closing.set)
            thread.join()
