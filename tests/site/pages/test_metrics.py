"""What Prometheus is told by a portal as it is served, and what of people it never is."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from select import select
from typing import NamedTuple

import pytest
from prometheus_client.parser import text_string_to_metric_families

from models.ground import jobs, sizes
from models.ground.settings import VERSION
from portal.site.serving import portal_command
from tests.databases import FreshDatabase, store_on
from tests.house import House
from tests.site.pages.readiness import readiness

ROOT = Path(__file__).resolve().parents[3]


class Served(NamedTuple):
    """A portal with two workers, and where it tells how it does."""

    port: int
    metrics: int
    master: int
    database: str


@pytest.fixture(scope="module")
def served(sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(sqlite, tmp_path_factory.mktemp("instance")) as served:
        yield served


@contextmanager
def serving(sqlite: FreshDatabase, instance: Path, **environment: str) -> Iterator[Served]:
    with ExitStack() as held:
        url, ready = held.enter_context(sqlite()), held.enter_context(readiness())
        one, other = (held.enter_context(closing(socket.socket())) for _ in range(2))
        ports = []
        for probe in (one, other):
            probe.bind(("127.0.0.1", 0))
            ports.append(probe.getsockname()[1])
        one.close(), other.close()
        with store_on(url).writing() as db:
            jobs.take_slot(db, jobs.TICK, "now", datetime.now(UTC))
        metrics = f"127.0.0.1:{ports[1]}"
        told = {"INSTANCE": str(instance), "DATABASE_URL": url, "METRICS_BIND": metrics}
        environ = {**os.environ, **told, **ready.environ, **environment}
        command = portal_command(f"127.0.0.1:{ports[0]}", metrics)
        with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL) as server:
            try:
                ready.wait()
                ask(ports[0], "/healthz")  # by a worker: the master listens before there is one
                yield Served(*ports, server.pid, url)
            finally:
                server.terminate()


def status(port: int, path: str) -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def ask(port: int, path: str) -> str:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def told(served: Served) -> dict[str, float]:
    """Each value by its name and labels."""
    families = text_string_to_metric_families(ask(served.metrics, "/metrics"))
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value for one in families for sample in one.samples
    }


def test_it_says_how_the_work_behind_the_pages_goes(served: Served) -> None:
    found = told(served)
    assert found[f"boussole_info {VERSION}"] == 1
    assert (found["boussole_database_up"], found["boussole_queue_up"], found["boussole_queue_length"]) == (1, 1, 0)
    assert 0 <= found["boussole_worker_age_seconds"] < 120
    assert found["boussole_database_bytes"] == sizes.STEP
    assert {f"boussole_late {job}" for job in ("visits", "mails", "replays", "figures")} < found.keys()
    assert {"boussole_mails_wrong failed", "boussole_mails_wrong uncertain"} < found.keys()


def test_that_somebody_has_come_changes_nothing_of_what_it_says(served: Served) -> None:
    passing = re.compile("age_seconds|database_seconds")
    before = {name: value for name, value in told(served).items() if not passing.search(name)}
    for path in ("/", "/sign-in", "/crisis", "/nowhere/at-all", "/answered/a-signed-secret"):
        ask(served.port, path)
    after = {name: value for name, value in told(served).items() if not passing.search(name)}
    assert after == before
    assert "signed" not in ask(served.metrics, "/metrics")


@contextmanager
def without_tables(url: str) -> Iterator[None]:
    """Every page that asks the database meets a fault of ours."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in names if not name.startswith(("sqlite_", "search"))]
        for name in ours:
            db.execute(f"ALTER TABLE {name} RENAME TO gone_{name}")
        yield
        for name in ours:
            db.execute(f"ALTER TABLE gone_{name} RENAME TO {name}")


def test_a_fault_is_counted_whichever_process_meets_it_and_whoever_is_there(served: Served) -> None:
    before = told(served)["boussole_faults_total"]
    with without_tables(served.database):
        statuses = [status(served.port, "/crisis") for _ in range(6)]
        assert status(served.port, "/readyz") == 503  # what a monitor asks is nobody's request
    assert min(statuses) >= 500
    assert told(served)["boussole_faults_total"] == before + 6


def test_every_process_of_it_may_die_and_it_still_answers_and_has_counted(served: Served) -> None:
    before = told(served)["boussole_faults_total"]
    listed = Path(f"/proc/{served.master}/task/{served.master}/children").read_text().split()
    for worker in listed:
        died = os.pidfd_open(int(worker))
        signal.pidfd_send_signal(died, signal.SIGKILL)
        select([died], [], [])  # until then it may still take a question, and leave it without an answer
        os.close(died)
    found = told(served)
    assert (found["boussole_database_up"], found["boussole_faults_total"]) == (1, before)


def test_it_is_nothing_that_the_portal_itself_shows(house: House, served: Served) -> None:
    assert house.visitor(administrator=True).get("/metrics").status == 404
    assert status(served.port, "/metrics") == 404
    assert "sign-in" not in ask(served.metrics, "/sign-in")


@pytest.mark.nightly
def test_nothing_of_it_is_left_once_it_has_ended(sqlite: FreshDatabase, tmp_path: Path) -> None:
    with serving(sqlite, tmp_path, TMPDIR=str(tmp_path)) as served:
        assert list(tmp_path.glob("boussole-metrics-*"))
        assert told(served)["boussole_faults_total"] == 0
    assert list(tmp_path.glob("boussole-metrics-*")) == []
