"""`python -m benchmarks.feeds TESTS`: which reader of feeds? Ours beside feedparser and what claims to replace it.

TESTS is the folder `tests` of feedparser's own source (`pip download --no-deps --no-binary feedparser feedparser`).
Told are what each reader makes of those files and of feeds that are broken, oddly encoded or hostile, and the time that
it takes for ordinary ones, in turn. A reader that is not installed is said to be absent.
"""

import argparse
import warnings
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.feeds import awkward
from benchmarks.feeds.awkward import ADDRESS, peak, titles
from benchmarks.feeds.corpus import cases, judged
from benchmarks.feeds.readers import Read, installed
from benchmarks.watch import web
from watchers.child import Child, ParsingCrashed, ParsingTooSlow
from watchers.feeds import strict
from watchers.feeds.entries import entry

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
ENTRIES, ROUNDS, SECONDS = 30, 60, 20.0


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.feeds", description=__doc__)
    parser.add_argument("tests", type=Path, nargs="?")
    folder = parser.parse_args().tests
    warnings.simplefilter("ignore")
    readers = dict(installed())
    if folder:
        own_files(readers, folder)
    for title, files in (("broken", awkward.BROKEN), ("encodings", awkward.ENCODED)):
        read_awkward(readers, title, files)
    hostile(readers)
    for host in (1, 2):
        speed(readers, web.feed(web.place(host - 1), 80, ENTRIES, 50))


def own_files(readers: dict[str, Read], folder: Path) -> None:
    """Print how many of feedparser's own files each reader reads as they say."""
    corpus = list(cases(folder))
    kinds = Counter(case.kind for case in corpus)
    print("own files of feedparser:", ", ".join(f"{kind} {count}" for kind, count in kinds.items()))
    for name, read in readers.items():
        right = Counter(case.kind for case in corpus if judged(read, case) == "right")
        told = ", ".join(f"{kind} {right[kind]}" for kind in kinds)
        print(f"  {name:22} {right.total():5} of {len(corpus)} right: {told}")
    taken = sum(strict.read(case.body, case.content_type, case.address) is not None for case in corpus)
    print(f"  of these, ours reads {taken} strictly and leaves the rest to feedparser")


def read_awkward(readers: dict[str, Read], title: str, files: list[awkward.Awkward]) -> None:
    """Print how many of the awkward files each reader reads as a person does, and which it does not."""
    print(f"{title}: {len(files)} files")
    for name, read in readers.items():
        wrong = [file.name for file in files if titles(read, file.body, file.content_type) != file.titles]
        print(f"  {name:22} {len(files) - len(wrong)} right; not: {', '.join(wrong) or 'none'}")


def hostile(readers: dict[str, Read]) -> None:
    """Print what hostile bodies come to, each in a child as the worker's: under a deadline and a limit of memory."""
    for name, read in readers.items():
        print(f"hostile, {name}:")
        for what, body in awkward.HOSTILE.items():
            with Child() as child:
                child.run(titles, read, b"", "", seconds=SECONDS)
                before, started = child.run(peak, seconds=SECONDS), perf_counter()
                try:
                    told = child.run(titles, read, body, awkward.RSS, seconds=SECONDS)
                    grown = child.run(peak, seconds=SECONDS) - before
                    came = (
                        "refused"
                        if told is None
                        else f"{len(told)} entries, longest title {max(map(len, told), default=0)}"
                    )
                    came += f", {perf_counter() - started:.2f} s, {grown:.0f} MB more"
                except (ParsingCrashed, ParsingTooSlow) as error:
                    came = error.code
            print(f"  {what:32} {came}")


def speed(readers: dict[str, Read], body: bytes) -> None:
    """Print the milliseconds that each reader takes for one feed, alone and until the entries are the product's."""
    kind = "RSS" if b"<rss" in body else "Atom"
    for what, finish in (("read", False), ("read and made entries of ours", True)):
        taken: dict[str, list[float]] = {name: [] for name in readers}
        for _ in range(ROUNDS):
            for name, read in readers.items():
                taken[name].append(seconds(read, body, finish))
        told = {name: 1000 * median(times) for name, times in taken.items()}
        lines = ", ".join(f"{name} {spent:.2f} ms ({spent / told['ours']:.2f} ×)" for name, spent in told.items())
        print(f"{kind}, {ENTRIES} entries, {len(body)} bytes, {what}: {lines}")


def seconds(read: Read, body: bytes, finish: bool) -> float:
    """Measure one reading."""
    started = perf_counter()
    _, items = read(body, awkward.RSS, ADDRESS)
    if finish:
        for item in items:
            entry(item, ADDRESS, AT)
    return perf_counter() - started


if __name__ == "__main__":
    main()
