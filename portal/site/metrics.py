"""What Prometheus is told, on an address of its own (METRICS_BIND), by whichever process of the portal hears it.

Of people nothing: requests that met a fault of ours, and how the work behind the pages goes. Faults are counted by the
library's multiprocess mode, in files of a folder that the server names. docs/decisions/0027-operating.md
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Flask
from prometheus_client import CollectorRegistry, Counter, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import SQLAlchemyError

from models.ground import sizes
from models.ground.settings import VERSION
from models.site import installation_state
from portal.site.monitoring import FAULT, READY, ROUTE

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class TellingPortal:
    """An application whose faults are counted, and which on one port tells Prometheus instead of serving pages."""

    def __init__(self, app: Flask, behind: Application, port: str) -> None:
        # Not the registry of the library: that tells of this one process, whose seconds rise when somebody is there.
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        registry.register(Gauges(app))
        self._telling: Application = make_wsgi_app(registry)
        self._behind, self._port = behind, port
        self._faults = Counter("boussole_faults", "Requests that met a fault of ours.", registry=None)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["SERVER_PORT"] == self._port:  # of the socket that has heard it: no header changes that here
            return self._telling(environ, start_response)

        def starting(status: str, *more: Any) -> Any:
            # Of what a monitor asks every minute the log and the gauges tell more.
            if int(status[:3]) >= FAULT and environ.get(ROUTE) != READY:
                self._faults.inc()
            return start_response(status, *more)

        with self._faults.count_exceptions():
            return self._behind(environ, starting)


class Gauges:
    """What is found when Prometheus asks: the collector of its client library."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        """Yield each metric, of those that can be had."""
        yield InfoMetricFamily("boussole", "The program.", value={"version": VERSION})
        settings, at, begun = self._app.extensions["settings"], self._app.extensions["clock"](), time.perf_counter()
        try:
            with self._app.extensions["store"].reading() as db:
                found, size = installation_state.work(db, settings, at), sizes.of_database(db)
                length = sizes.of_queue(db, settings.instance)
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
        for job in installation_state.Job:
            late.add_metric([job], found.late[job])
        yield late
        wrong = GaugeMetricFamily("boussole_mails_wrong", "Whether mails went so in the last days.", labels=["state"])
        for state, number in (("failed", found.failed), ("uncertain", found.uncertain)):
            wrong.add_metric([state], int(number > 0))
        yield wrong


def _gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=value)
