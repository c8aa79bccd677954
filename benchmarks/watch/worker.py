"""Workers as the clock would have them: processes that share a database, each with its child for parsing."""

import logging
import resource
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, process_time

from models.ground.store import Store
from models.language.encoder import Encoder
from watchers.child import Child
from watchers.fetch.fetcher import Fetcher
from watchers.outside import Outside, Watch
from watchers.tellings import Teller, models
from watchers.visit import visit_all


@dataclass(frozen=True, slots=True)
class Shift:
    """The work of one shift of workers: every visit due at a moment on an installation, without a pause."""

    url: str
    allow: frozenset[tuple[str, int]]
    at: datetime
    encoder: Path


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the clock; seconds of the processors and MB at the peak, children included, of all workers."""

    seconds: float
    cpu: float
    megabytes: float


def work(shift: Shift, workers: int) -> Spent:
    """Run the workers of a shift until nothing is due."""
    spawn = get_context("spawn")
    pipes = []
    for _ in range(workers):
        mine, its = spawn.Pipe()
        spawn.Process(target=_work, args=(its, shift)).start()
        pipes.append(mine)
    for pipe in pipes:
        pipe.recv()
    started = perf_counter()
    for pipe in pipes:
        pipe.send("go")
    spent: Sequence[tuple[float, float]] = [pipe.recv() for pipe in pipes]
    return Spent(perf_counter() - started, sum(cpu for cpu, _ in spent), sum(peak for _, peak in spent))


def _work(pipe: Connection, shift: Shift) -> None:
    logging.disable()
    store = Store(shift.url)
    with ExitStack() as stack:
        fetcher = stack.enter_context(Fetcher("Boussole/0.1", shift.allow))
        child = stack.enter_context(Child(most_jobs=1_000_000))
        ours = stack.enter_context(models())
        outside, teller = Outside(fetcher, child, "Boussole"), Teller(Encoder(shift.encoder), ours)
        hosts = frozenset(f"{host}:{port}" for host, port in shift.allow)
        watch = Watch(store, outside, teller, lambda: shift.at, lambda: 0.5, hurried=hosts, pause=timedelta(0))
        before = sum(cpu for cpu, _ in map(_usage_of, (child, ours))) + process_time()
        pipe.send("ready")
        pipe.recv()
        visit_all(watch)
        spent = [_usage_of(child), _usage_of(ours), usage()]
        pipe.send((sum(cpu for cpu, _ in spent) - before, sum(peak for _, peak in spent)))
    store.dispose()


def _usage_of(child: Child) -> tuple[float, float]:
    return child.run(usage, seconds=60)


def usage() -> tuple[float, float]:
    """Return processor seconds and MB at the peak, of the process that is asked."""
    return process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
