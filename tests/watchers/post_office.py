"""A mail server on this machine, aiosmtpd: it takes what it is given, unless it was told to answer otherwise."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as AS_SENT
from pathlib import Path
from threading import Event, Thread

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.watchers.server import CERTIFICATE, server_tls

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


def counted(command: str) -> Callable[["Counter", str], Awaitable[None]]:
    """What the counter does at a command."""

    async def answer(counter: "Counter", arg: str) -> None:
        await counter.asked(command, arg, getattr(super(Counter, counter), f"smtp_{command}"))

    return answer


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

    smtp_NOOP, smtp_STARTTLS, smtp_AUTH = (counted(command) for command in ("NOOP", "STARTTLS", "AUTH"))
    smtp_MAIL, smtp_RCPT, smtp_DATA, smtp_QUIT = (counted(command) for command in ("MAIL", "RCPT", "DATA", "QUIT"))


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
