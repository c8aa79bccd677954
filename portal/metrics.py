"""What Prometheus is told, on an address of its own (METRICS_BIND), by whichever process of the portal hears it.

Never an account, an address of a page or a query; of people nothing but counts.py. docs/decisions/0027-operating.md
"""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from threading import Thread
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from models.ground import queue, sizes
from models.ground.settings import VERSION
from models.people.health import overview
from portal.counts import BOUNDS, Counts
from portal.request_marks import BLUEPRINT, OWN, PERSON

if TYPE_CHECKING:
    from prometheus_client.core import Metric

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class CountedRequests:
    """An application whose requests are counted."""

    def __init__(self, application: Application, counts: Counts) -> None:
        self._application, self._counts = application, counts

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun, status = time.perf_counter(), "500"

        def starting(said: str, *more: Any) -> Any:
            nonlocal status
            status = said
            return start_response(said, *more)

        try:
            return self._application(environ, starting)
        finally:
            # What has no page of ours, as files and probes, is counted by whoever stands before the portal.
            if (blueprint := environ.get(BLUEPRINT)) and OWN not in environ:
                seconds = time.perf_counter() - begun
                self._counts.note(blueprint, int(status[:3]), seconds, environ.get(PERSON), time.time())


class Gauges:
    """What is found when Prometheus asks: the collector of its client library."""

    def __init__(self, app: Flask, counts: Counts) -> None:
        self._app, self._counts = app, counts

    def collect(self) -> "Iterator[Metric]":
        """Yield each metric, of those that can be had."""
        from prometheus_client.core import CounterMetricFamily, InfoMetricFamily

        yield InfoMetricFamily("boussole", "The program.", value={"version": VERSION})
        yield CounterMetricFamily("boussole_faults", "Requests that met a fault of ours.", value=self._counts.faults())
        yield self._requests()
        yield from self._of_database()

    def _requests(self) -> "Metric":
        from prometheus_client.core import HistogramMetricFamily

        said = "Requests and how long they took, told when an hour of eight people at least is over."
        family = HistogramMetricFamily("boussole_request_seconds", said, labels=["group", "status"])
        for one in self._counts.durations(time.time()):
            upto = [sum(one.parts[: place + 1]) for place in range(len(BOUNDS))]
            names = [str(bound) if bound < BOUNDS[-1] else "+Inf" for bound in BOUNDS]
            family.add_metric([one.group, one.status], list(zip(names, upto, strict=True)), one.seconds)
        return family

    def _of_database(self) -> "Iterator[Metric]":
        from prometheus_client.core import GaugeMetricFamily

        settings, at, begun = self._app.extensions["settings"], self._app.extensions["clock"](), time.perf_counter()
        try:
            with self._app.extensions["store"].reading() as db:
                found, size = overview.work(db, settings, at), sizes.of_database(db)
                length = queue.length(db, settings.instance)
        except SQLAlchemyError:
            yield _gauge("boussole_database_up", "Whether the database answers.", 0)
            return
        yield _gauge("boussole_database_up", "Whether the database answers.", 1)
        yield _gauge("boussole_database_seconds", "What reading all this took.", time.perf_counter() - begun)
        yield _gauge("boussole_queue_up", "Whether the queue answers.", int(length is not None))
        if length is not None:
            yield _gauge("boussole_queue_length", "Tasks that wait, in tens.", length // 10 * 10)
        yield _gauge("boussole_database_bytes", "Size of the database, in steps of 10 MB.", sizes.rounded(size))
        for name, said, then in (
            ("worker", "Since a worker was last seen.", found.seen_at),
            ("backup", "Since the last copy.", found.backup.at),
        ):
            if then:
                yield _gauge(f"boussole_{name}_age_seconds", said, (at - then).total_seconds())
        late = GaugeMetricFamily("boussole_late", "What has been due for an hour; of mails, if any.", labels=["kind"])
        for job in overview.Job:
            late.add_metric([job], found.late[job])
        yield late
        wrong = GaugeMetricFamily("boussole_mails_wrong", "Whether mails went so in the last days.", labels=["state"])
        for state, number in (("failed", found.failed), ("uncertain", found.uncertain)):
            wrong.add_metric([state], int(number > 0))
        yield wrong


def _gauge(name: str, said: str, value: float) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    return GaugeMetricFamily(name, said, value=value)


def tell(app: Flask, counts: Counts, listening: socket.socket) -> None:
    """Answer whoever asks there, beside the requests of this process and for as long as it lasts."""
    Thread(target=_server(app, counts, listening).serve_forever, daemon=True, name="metrics").start()


def _server(app: Flask, counts: Counts, listening: socket.socket) -> WSGIServer:
    from prometheus_client import CollectorRegistry, make_wsgi_app

    # Not the registry of the library: that tells of this one process, whose seconds rise when somebody is there.
    registry = CollectorRegistry()
    registry.register(Gauges(app, counts))
    host, port = listening.getsockname()[:2]
    server = WSGIServer((host, port), _Silent, bind_and_activate=False)
    server.socket.close()
    server.socket, server.server_name, server.server_port = listening, host, port
    server.setup_environ()
    server.set_app(make_wsgi_app(registry))
    return server


class _Silent(WSGIRequestHandler):
    timeout = 5  # seconds: one that asks nothing keeps the next from asking

    def log_message(self, *_: object) -> None:
        """Say nothing: it is asked every few seconds."""
