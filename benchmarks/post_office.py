"""A mail server in a process of its own (aiosmtpd): it takes every mail at once, and notes which, for whom and when."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesHeaderParser
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple

from aiosmtpd.smtp import SMTP, Envelope, Session


class Taken(NamedTuple):
    """A mail that the server has taken; `at` in seconds since the epoch, by the machine's own clock."""

    at: float
    message_id: str
    recipient: str


class Counter:
    """The handler that takes the mails."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail."""
        headers = BytesHeaderParser().parsebytes(envelope.original_content or b"")
        self.taken.append(Taken(time.time(), headers["Message-ID"], envelope.rcpt_tos[0]))
        return "250 taken"


class PostOffice:
    """A running server, seen from the process that has started it."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.port: int = pipe.recv()

    def asked(self) -> tuple[list[Taken], float]:
        """Return what was taken until now, and the seconds of processor that the server has used."""
        self._pipe.send("what")
        taken, seconds = self._pipe.recv()
        return [Taken(*one) for one in taken], seconds


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Run a mail server until the end of the block."""
    spawn = get_context("spawn")
    mine, its = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(its,), daemon=True)
    process.start()
    try:
        yield PostOffice(mine)
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection) -> None:
    asyncio.run(_take(pipe))


async def _take(pipe: Connection) -> None:
    loop, counter = asyncio.get_running_loop(), Counter()
    server = await loop.create_server(lambda: SMTP(counter, hostname="localhost", loop=loop), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])

    def tell() -> None:
        pipe.recv()
        pipe.send(([tuple(one) for one in counter.taken], time.process_time()))

    loop.add_reader(pipe.fileno(), tell)
    await server.serve_forever()
