"""`python -m benchmarks.fuzz --requests 100000`: hostile requests to every route, as every role, on both databases.

A house in which every page has something to show is made anew for every few thousand requests, which change much in it.
Each route is asked in turn, as a role at random, with hostile numbers, dates, texts and headers in what is otherwise
meant well (`tests/portal/fuzz.py`); half of the requests go to SQLite, half to PostgreSQL. Prints every answer of 500
and above, every header that no server can send, the slowest answers, and how many of each status there were.
"""

import argparse
import tempfile
from collections import Counter
from contextlib import ExitStack
from heapq import nlargest
from pathlib import Path
from time import perf_counter

from benchmarks.progress import tell
from benchmarks.replay import machine
from tests.builders import small_pack
from tests.databases import FreshDatabase, postgresql_databases, sqlite_databases
from tests.portal.furnished import furnish
from tests.portal.fuzz import Fuzz
from tests.portal.house import house_on
from tests.teaching import teach

PER_HOUSE = 5000
SLOWEST = 3


def main() -> int:
    """Fuzz both databases; return 1 when something failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    faults = [fuzz_on(kind, asked.requests // 2, asked.seed) for kind in ("SQLite", "PostgreSQL")]
    return 1 if any(faults) else 0


def fuzz_on(kind: str, requests: int, seed: int) -> int:
    """Send so many requests to houses on one database, and print what came of them; return how many went wrong."""
    statuses: Counter[int] = Counter()
    faults: Counter[str] = Counter()
    slow: list[tuple[float, str]] = []
    with ExitStack() as stack:
        databases = stack.enter_context(sqlite_databases() if kind == "SQLite" else postgresql_databases())
        for begun in range(0, requests, PER_HOUSE):
            number = min(PER_HOUSE, requests - begun)
            fuzz_house(databases, number, f"{seed} {begun}", (begun, requests), statuses, faults, slow)
    print(f"{kind}: {requests} requests, {faults.total()} faults; by status {dict(sorted(statuses.items()))}")
    for seconds, attempt in nlargest(SLOWEST, slow):
        print(f"  {seconds:.2f} s  {attempt}")
    for fault in faults:
        print(f"  {fault}", flush=True)
    return faults.total()


def fuzz_house(
    databases: FreshDatabase,
    number: int,
    seed: str,
    place: tuple[int, int],
    statuses: Counter[int],
    faults: Counter[str],
    slow: list[tuple[float, str]],
) -> None:
    """Furnish a house, and send it so many requests."""
    with tempfile.TemporaryDirectory() as folder, databases() as url, house_on(url, Path(folder)) as house:
        teach(house.store, small_pack())
        house.app.logger.disabled = True
        if not place[0]:
            print(machine(house.store), flush=True)
        fuzz = Fuzz(furnish(house), seed)
        for count, attempt in enumerate(fuzz.attempts(number)):
            begun = perf_counter()
            status, fault = fuzz.send(attempt)
            statuses[status] += 1
            slow[:] = nlargest(SLOWEST, [*slow, (perf_counter() - begun, str(attempt))])
            if fault:
                faults[fault] += 1
            if count % 100 == 0:
                tell(f"{faults.total()} faults,", place[0] + count, place[1])


if __name__ == "__main__":
    raise SystemExit(main())
