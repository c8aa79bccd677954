"""The worker of gunicorn, in which no slow client keeps another waiting.

A thread that waits for the rest of a form costs next to nothing, and there are many; a request takes one of the few
turns only once it is here as a whole. https://docs.gunicorn.org/en/stable/design.html#async-workers
"""

import socket
import struct
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from io import BytesIO
from threading import BoundedSemaphore, Timer
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from models.ground.settings import Settings
from portal import listening
from portal.counts import Counts
from portal.metrics import CountedRequests, tell
from portal.probes import ALIVE
from portal.speed import keep_measuring

TURNS = 4
"""Requests that one process works on at a time; it receives as many as it has threads."""
SILENCE, WHOLE = 10, 30.0
"""Seconds after which a client that sends nothing is given up; within which a body has to be here."""
LARGEST_BODY = 2_000_000
"""Bytes: MAX_CONTENT_LENGTH of the application, which answers more without reading it."""

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class PatientWorker(ThreadWorker):
    """A worker of threads that gives up who is silent, and whose application sees whole requests only."""

    metrics: tuple[Counts, socket.socket] | None = None
    """What the master has made for all workers, where METRICS_BIND asks for it."""

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """Make what the workers share: the master asks for this once, before it loads the application."""
        super().check_config(cfg, log)
        if address := Settings.from_environment().metrics_bind:
            cls.metrics = Counts(), listening.opened(address)

    def load_wsgi(self) -> None:
        """Load the application, counted where somebody asks for it, behind its turns; and measure it."""
        super().load_wsgi()
        application: Application = self.wsgi
        if self.metrics:
            tell(self.app.callable, *self.metrics)
            application = CountedRequests(application, self.metrics[0])
        self.wsgi: Application = WholeRequests(application, TURNS)
        keep_measuring(self.app.callable, self.wsgi)

    def enqueue_req(self, conn: Any) -> None:
        """Let a thread receive what a connection sends, with a limit on silence."""
        # In the kernel: gunicorn makes its sockets blocking again, which would undo `settimeout`.
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SILENCE, 0))
        super().enqueue_req(conn)


class WholeRequests:
    """An application that is asked only once a request is here, and by so many threads at a time."""

    def __init__(self, application: Application, turns: int) -> None:
        self._application, self._turns = application, BoundedSemaphore(turns)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            environ["wsgi.input"] = _received(environ)
        except OSError:
            start_response("408 Request Timeout", [("Content-Length", "0"), ("Connection", "close")])
            return []
        # Whoever lets it run asks whether it lives; that all turns are taken is no reason to kill it.
        with nullcontext() if environ.get("PATH_INFO") == ALIVE else self._turns:
            return self._application(environ, start_response)


def _received(environ: Environ) -> Any:
    """Return the body of a request; raises OSError when its client falls silent or has been sending for too long."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if "HTTP_TRANSFER_ENCODING" in environ:
        length = str(LARGEST_BODY + 1)
    if not length.isdecimal() or length == "0" or int(length[:10]) > LARGEST_BODY + 1:
        return environ["wsgi.input"]
    client = environ.get("gunicorn.socket")
    late = Timer(WHOLE, lambda: client and client.shutdown(socket.SHUT_RD))
    late.start()
    try:
        return BytesIO(environ["wsgi.input"].read(int(length)))
    finally:
        late.cancel()
