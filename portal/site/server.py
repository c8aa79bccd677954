"""The two parts that gunicorn takes from us: the worker, in which no slow client keeps another waiting, and its log."""

import logging
import os
import shutil
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import ExitStack, nullcontext, suppress
from datetime import timedelta
from io import BytesIO
from ipaddress import IPv6Address, ip_address, ip_network
from tempfile import mkdtemp
from threading import BoundedSemaphore
from time import monotonic
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from models.ground import logs
from models.ground.logs import REQUEST_ID
from models.ground.settings import Settings
from portal import transfer
from portal.site.monitoring import ALIVE, MARK, ROUTE

TURNS = 4
"""Requests that one process works on at a time; it receives as many as it has threads."""
SILENCE = 10
"""Seconds after which a client is given up that sends nothing, or takes nothing of its answer."""
WHOLE_HEAD, WHOLE_BODY = 10.0, 30.0
"""Seconds within which the head of a request has to be here, and then its body."""
LARGE_TURNS = 2
"""Of requests that are larger than others may be: so many are in the memory of one process at a time."""

COUNTED_IN = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which all processes count, to prometheus_client."""
ENDS = frozenset({signal.SIGTERM, signal.SIGQUIT, signal.SIGINT})
"""How a process is asked to end."""

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Deadlines:
    """Until when each socket has to have sent what is awaited: set by threads, looked at by the one of the loop."""

    def __init__(self) -> None:
        self._ends: dict[socket.socket, float] = {}

    def begin(self, client: socket.socket, seconds: float) -> None:
        """Await something of a socket."""
        self._ends[client] = monotonic() + seconds

    def end(self, client: socket.socket) -> None:
        """Await nothing any more."""
        self._ends.pop(client, None)

    def give_up(self) -> None:
        """Close sockets past their deadline."""
        now = monotonic()
        for client, end in list(self._ends.items()):
            if now > end:
                with suppress(OSError):  # it has hung up itself
                    client.shutdown(socket.SHUT_RD)


class PatientWorker(ThreadWorker):
    """A worker of threads that gives up who is slow, and whose application sees whole requests only."""

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """Make what the workers share: the master asks for this once, before it loads the application."""
        super().check_config(cfg, log)
        os.register_at_fork(after_in_parent=_hear_of_the_end)
        if Settings.from_environment().metrics_bind and COUNTED_IN not in os.environ:
            folder = os.environ[COUNTED_IN] = mkdtemp(prefix="boussole-metrics-")
            cfg.set("on_exit", lambda _: shutil.rmtree(folder, ignore_errors=True))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Be made in the master, right before it forks."""
        super().__init__(*args, **kwargs)
        # Until it has handlers of its own, the fork has those of the master, which would note that it is asked to end
        # in a list that nobody reads; the master would wait for it in vain, as long as for a request.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)

    def init_signals(self) -> None:
        """Hear what is asked of this process, and what was asked while it began."""
        super().init_signals()
        _hear_of_the_end()

    def init_process(self) -> None:
        """Begin as one of the processes that serve."""
        self.deadlines = Deadlines()
        super().init_process()

    def load_wsgi(self) -> None:
        """Load the application behind its turns, and before them what tells of it where METRICS_BIND says so."""
        super().load_wsgi()
        self.wsgi: Application = WholeRequests(self.wsgi, TURNS, self.deadlines)
        if address := Settings.from_environment().metrics_bind:
            from portal.site.metrics import TellingPortal  # its library looks for the folder when it is imported

            self.wsgi = TellingPortal(self.app.callable, self.wsgi, address.rpartition(":")[2])

    def enqueue_req(self, conn: Any) -> None:
        """Let a thread receive what a connection sends, with a limit on silence."""
        # In the kernel: gunicorn makes its sockets blocking again, which would undo `settimeout`.
        for silence in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            conn.sock.setsockopt(socket.SOL_SOCKET, silence, struct.pack("ll", SILENCE, 0))
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """Receive a request, in a thread, and answer it."""
        self.deadlines.begin(conn.sock, WHOLE_HEAD)
        try:
            return super().handle(conn)
        finally:
            self.deadlines.end(conn.sock)

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Answer a request whose head is here."""
        self.deadlines.end(conn.sock)
        try:
            goes_on: bool = super().handle_request(req, conn)
        except BlockingIOError:  # SO_SNDTIMEO: who has asked does not take the answer
            return False
        return goes_on

    def finish_request(self, conn: Any, fs: "Future[Any]") -> None:
        """Keep a connection for its next request, or close it."""
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
        else:
            self.nr_conns -= 1
            # Not here, as gunicorn does: that waits two seconds for a client that does not hang up, and this thread is
            # the one that lets everybody in.
            self.tpool.submit(conn.close, graceful=True)

    def murder_pending(self) -> None:
        """Give up who is late; gunicorn asks for this once a second."""
        super().murder_pending()
        self.deadlines.give_up()


def _hear_of_the_end() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)


class WholeRequests:
    """An application that is asked only once a request is here, and by so many threads at a time."""

    def __init__(self, application: Application, turns: int, deadlines: Deadlines) -> None:
        self._application, self._turns, self._deadlines = application, BoundedSemaphore(turns), deadlines
        self._large = BoundedSemaphore(LARGE_TURNS)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = _awaited(environ)
        with ExitStack() as held:
            try:
                if length > transfer.LARGEST_BODY + 1:
                    # One of the few that bring much, until its answer has left.
                    if not self._large.acquire(timeout=WHOLE_BODY):
                        raise TimeoutError
                    held.callback(self._large.release)
                environ["wsgi.input"] = self._received(environ, length)
            except OSError:
                start_response("408 Request Timeout", [("Content-Length", "0"), ("Connection", "close")])
                return []
            # Anyone who lets it run asks whether it lives; that all turns are taken is no reason to kill it.
            with nullcontext() if environ.get("PATH_INFO") == ALIVE else self._turns:
                return self._application(environ, start_response)

    def _received(self, environ: Environ, length: int) -> Any:
        """Return the body of a request; raises OSError when its client falls silent, hangs up or takes too long."""
        if not length:
            return environ["wsgi.input"]
        client = environ["gunicorn.socket"]
        self._deadlines.begin(client, WHOLE_BODY)
        try:
            body = environ["wsgi.input"].read(length)
        finally:
            self._deadlines.end(client)
        if len(body) < length and "HTTP_TRANSFER_ENCODING" not in environ:
            raise TimeoutError
        return BytesIO(body)


def _awaited(environ: Environ) -> int:
    """Return how many bytes are to be received; none of a body that is larger than the application reads."""
    most = transfer.LARGEST_BODY_WITH_FILE.get(environ.get("PATH_INFO", ""), transfer.LARGEST_BODY) + 1
    length = environ.get("CONTENT_LENGTH") or "0"
    if "HTTP_TRANSFER_ENCODING" in environ:
        return most
    return int(length) if length.isdecimal() and int(length[:10]) <= most else 0


# ------------------------------------------------------------------------ the log of gunicorn, in the one of the portal
#
# Of a request it says the route, not the address: that holds keys of people, signed links, and what they search for.


UNWRITTEN = {
    *("/f", "/sheet", "/sheet/from/<question_id>", "/l/<token>"),
    *("/training-records", "/training-records/verify"),
    *("/p/<address>", "/p/<address>/calendar.ics", "/p/<address>/meetings/<uid>.ics"),
}
"""Routes that leave no line: not even that a sheet was drawn with somebody, or it, a letter or a public page opened, a
training record made or verified."""

OF_A_REQUEST = ("Invalid request", "Error handling request")
"""How gunicorn begins what it says of one; its address follows, and from where it came."""

access = logging.getLogger("access")


class ServerLog(Logger):
    """The logger of one master of gunicorn and its workers."""

    def setup(self, cfg: Any) -> None:
        """Begin the log of this process, instead of gunicorn's own."""
        self.cfg, self._settings = cfg, Settings.from_environment().logs
        logs.begin(self._settings, sys.stderr)
        self.error_log.propagate = True
        self.error_log.addFilter(_without_request)

    @property
    def access_log_enabled(self) -> bool:
        """Whether each request is written down."""
        return self._settings.requests

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """Write down a request: what was asked, what came of it, from which part of the network."""
        if not self.access_log_enabled or environ.get(ROUTE, "") in UNWRITTEN:
            return
        # A thread serves one request after another; a probe brings no mark.
        REQUEST_ID.set(environ.get(MARK, ""))
        said = {
            "method": req.method,
            "route": environ.get(ROUTE, ""),
            "status": int(resp.status.partition(" ")[0]),  # gunicorn has the number of its own answers here alone
            "seconds": round(request_time.total_seconds(), 3),
            "network": network_of(environ.get("REMOTE_ADDR", "")),
        }
        access.info("request", extra=said)


def _without_request(record: logging.LogRecord) -> bool:
    """Keep of what gunicorn says of a request that went wrong what happened and where, and no word of it."""
    for begun in OF_A_REQUEST:
        if str(record.msg).startswith(begun):
            record.msg, record.args = begun, ()
            if record.exc_info:
                kind, _, where = record.exc_info
                record.exc_info = (kind or Exception, Exception("…"), where)
    return True


def network_of(address: str) -> str:
    """Return the /24 of an IPv4 address, the /48 of an IPv6 one; nothing of what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False))
