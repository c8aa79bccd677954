"""`python -m benchmarks.awkward FOLDER`: every file of FOLDER read as feed, as page and as robots.txt, three times.

Each reading runs as the worker's do: in the child, under its deadline and its limit of memory. What a reading may come
to is a result or a refusal with a name; a crash or a reading that is too slow is told and counted. Memory is flat when
the third round leaves the child no larger than a tenth more than the second.
"""

import argparse
import resource
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from watchers import extract, pages
from watchers.child import Child, ParsingCrashed, ParsingTooSlow
from watchers.extract import NothingToRead
from watchers.feeds import parsing
from watchers.feeds.feed import NotAFeed
from watchers.fetch.robots import Robots, read_robots
from watchers.outside import PARSING_SECONDS

ROUNDS, FLAT = 3, 1.1
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
ADDRESS = "https://awkward.example/place"
BROKEN = (ParsingCrashed, ParsingTooSlow)


def main() -> None:
    """Read, print, and return 1 when something crashed, hung or grew."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.awkward", description=__doc__)
    parser.add_argument("folder", type=Path)
    files = [file for file in sorted(parser.parse_args().folder.rglob("*")) if file.is_file()]
    sizes, outcomes, slowest = [], Counter[tuple[str, str]](), (0.0, "")
    with Child(most_jobs=1_000_000) as child:
        for number in range(1, ROUNDS + 1):
            for file in files:
                for name, reading in READINGS.items():
                    started = perf_counter()
                    outcome = came_to(child, reading, file.read_bytes())
                    slowest = max(slowest, (perf_counter() - started, f"{file.name} as {name}"))
                    outcomes[name, outcome] += 1
                    if outcome in {error.code for error in BROKEN}:
                        print(f"{outcome}: {file} as {name}")
            now, peak = child.run(memory, seconds=PARSING_SECONDS)
            sizes.append(now)
            print(f"round {number}: {len(files)} files, child of {now:.0f} MB, {peak:.0f} MB at its peak")
    for (name, outcome), times in sorted(outcomes.items()):
        print(f"{name:8} {outcome:20} {times:5}")
    print(f"slowest: {slowest[0]:.2f} s of {PARSING_SECONDS:g} allowed, {slowest[1]}")
    broken = sum(times for (_, outcome), times in outcomes.items() if outcome in {error.code for error in BROKEN})
    growth = sizes[-1] / sizes[-2]
    print(f"{broken} crashed or were too slow; memory {growth:.2f} times that of the round before")
    sys.exit(bool(broken) or growth > FLAT)


def came_to(child: Child, reading: Callable[[bytes], str], body: bytes) -> str:
    """Say in a word what one reading came to."""
    try:
        return child.run(reading, body, seconds=PARSING_SECONDS)
    except BROKEN as error:
        return error.code


def as_feed(body: bytes) -> str:
    """Read a file as a feed, whatever it is."""
    try:
        return "entries" if parsing.parse(body, "application/xml", ADDRESS, AT).entries else "empty"
    except NotAFeed as error:
        return f"{error.code}: {error.reason}"


def as_page(body: bytes) -> str:
    """Read a file as a page, whatever it is, and look for its feeds."""
    pages.announced(body, "text/html", ADDRESS)
    try:
        extract.extract(body, "text/html", ADDRESS, AT)
    except NothingToRead as error:
        return error.code
    return "article"


def as_robots(body: bytes) -> str:
    """Read a file as a robots.txt, whatever it is."""
    robots = Robots(read_robots(body), AT)
    robots.crawl_delay("Boussole")
    return "allowed" if robots.allows(ADDRESS, "Boussole") else "forbidden"


def memory() -> tuple[float, float]:
    """Return the MB of this process now, and at its peak."""
    pages_now = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages_now * resource.getpagesize() / 1024**2, peak


READINGS = {"feed": as_feed, "page": as_page, "robots": as_robots}

if __name__ == "__main__":
    main()
