"""`python -m benchmarks.fuzz --requests 30000`: hostile requests to every route, as every role, on each database.

A house in which every page has something to show is made anew for every few thousand requests, which change much in it.
Each route is asked in turn, as a role at random, with hostile numbers, dates, texts, hosts and headers in what is
otherwise meant well, and with files in the place of texts (`tests/site/pages/fuzz.py`); the same seed asks the same.
Prints how many of each status there were; each cause of a failure of ours, of the page of an error too, with a request
that met it; what a database refused that no limit of ours had kept from it; the slowest answers. Ctrl-C prints that
of what has been asked so far.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from pathlib import Path
from time import perf_counter

from benchmarks.progress import tell
from benchmarks.replay import machine
from tests.builders import small_pack
from tests.databases import FreshDatabase, postgresql_databases, sqlite_databases
from tests.house import house_on
from tests.site.pages.furnished import furnish
from tests.site.pages.fuzz import Attempt, Fuzz, Outcome
from tests.teaching import teach

PER_HOUSE = 5000
SLOWEST = 5
DATABASES = {"SQLite": sqlite_databases, "PostgreSQL": postgresql_databases}


@dataclass
class Tally:
    """What has come of the requests so far."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    met_by: dict[str, str] = field(default_factory=dict)
    """The first request with that fault or refusal."""
    slowest: list[tuple[float, str]] = field(default_factory=list)
    """A heap: the quickest of them first."""

    def add(self, attempt: Attempt, outcome: Outcome, seconds: float) -> None:
        """Count one."""
        self.statuses[outcome.status] += 1
        for causes, cause in ((self.faults, outcome.fault), (self.refused, outcome.refused)):
            if cause:
                causes[cause] += 1
                self.met_by.setdefault(cause, str(attempt))
        if len(self.slowest) < SLOWEST:
            heappush(self.slowest, (seconds, str(attempt)))
        elif seconds > self.slowest[0][0]:
            heappushpop(self.slowest, (seconds, str(attempt)))

    def show(self, kind: str) -> None:
        """Print it all."""
        of_status = ", ".join(f"{number} × {status}" for status, number in sorted(self.statuses.items()))
        print(f"{kind}: {self.statuses.total()} requests, {self.faults.total()} faults: {of_status}")
        self._show("fault", self.faults)
        self._show("refused by the database", self.refused)
        for seconds, attempt in sorted(self.slowest, reverse=True):
            print(f"  {seconds:.2f} s  {attempt}", flush=True)

    def _show(self, what: str, causes: Mapping[str, int]) -> None:
        for cause, number in causes.items():
            print(f"  {what}, {number} times: {cause}\n    first by {self.met_by[cause]}")


def main() -> int:
    """Fuzz each database; return 1 when something failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=30_000, help="to each database")
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    tallies = []
    with suppress(KeyboardInterrupt):
        for kind, databases in DATABASES.items():
            tallies.append(tally := Tally())
            try:
                fuzz_on(databases(), asked.requests, asked.seed, tally)
            finally:
                tally.show(kind)
    return 1 if len(tallies) < len(DATABASES) or any(one.faults for one in tallies) else 0


def fuzz_on(kept: AbstractContextManager[FreshDatabase], requests: int, seed: int, tally: Tally) -> None:
    """Send so many requests to houses on one kind of database."""
    with kept as databases:
        for begun in range(0, requests, PER_HOUSE):
            with ExitStack() as stack:
                url, folder = stack.enter_context(databases()), stack.enter_context(tempfile.TemporaryDirectory())
                house = stack.enter_context(house_on(url, Path(folder)))
                house.app.logger.propagate = False  # what is written there is counted instead
                teach(house.store, small_pack())
                if not begun:
                    print(machine(house.store), flush=True)
                fuzz = Fuzz(furnish(house), f"{seed} {begun}")
                for count, attempt in enumerate(fuzz.attempts(min(PER_HOUSE, requests - begun))):
                    started = perf_counter()
                    tally.add(attempt, fuzz.send(attempt), perf_counter() - started)
                    if count % 100 == 0:
                        tell(f"{tally.faults.total()} faults,", begun + count, requests)


if __name__ == "__main__":
    raise SystemExit(main())
