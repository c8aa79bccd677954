"""`python -m benchmarks.planted TREE FIRST LAST -- COMMAND…`: which of the planted faults a command finds.

The commit of TREE is checked out once beside it, each fault of `faults.yaml` planted there, and COMMAND run in that
folder. It reads FAULT_FILE and FAULT_NUMBER from its environment, and may choose by them what it asks. It ends with 0
where it has missed the fault, with 1 where it has found it, as pytest does; with anything else there was trouble.

A line for each fault goes to the results (`--results FILE`): number, verdict, seconds, file, behaviour. A fault that
has its line there is not asked again, so that a run can be broken off and gone on with. *gone*: the text that the fault
changes does not stand exactly once in its file; *late*: COMMAND took longer than it may (`--limit SECONDS`).
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import yaml

FAULTS = Path(__file__).with_name("faults.yaml")
MISSED, FOUND = 0, 1


class PlantedFault(NamedTuple):
    """One fault: what a user or operator would say is wrong, and the change of a file that makes it so."""

    behaviour: str
    file: str
    find: str
    put: str


def read() -> list[PlantedFault]:
    """Return all faults; the first is number 1."""
    return [PlantedFault(**one) for one in yaml.safe_load(FAULTS.read_text("utf-8"))]


@contextmanager
def checked_out(tree: Path) -> Iterator[Path]:
    """Check the commit of a tree out into a folder of its own, and take that away again."""
    with tempfile.TemporaryDirectory(prefix="planted-") as above:
        folder = Path(above) / "tree"
        git = ["git", "-C", str(tree), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(folder), "HEAD"], check=True)
        try:
            yield folder
        finally:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)


@contextmanager
def planted(folder: Path, number: int, fault: PlantedFault) -> Iterator[bool]:
    """Plant a fault, and put the file back as it was; yield whether its text stands there exactly once."""
    path = folder / fault.file
    before = path.read_bytes() if path.is_file() else b""
    if before.count(fault.find.encode()) != 1:
        yield False
        return
    was = path.stat()
    path.write_bytes(before.replace(fault.find.encode(), fault.put.encode()))
    # Python takes a compiled file for its source's by size and second: each fault has a second of its own.
    os.utime(path, (was.st_atime, int(was.st_mtime) + number))
    try:
        yield True
    finally:
        path.write_bytes(before)
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def verdict(command: Sequence[str], folder: Path, number: int, fault: PlantedFault, limit: float) -> str:
    """Run a command on a planted fault and say what came of it."""
    told = os.environ | {"FAULT_FILE": fault.file, "FAULT_NUMBER": str(number)}
    # A session of its own: where it is late, whatever it has started goes with it.
    with subprocess.Popen(command, cwd=folder, env=told, start_new_session=True) as running:
        try:
            status = running.wait(limit)
        except BaseException as error:
            os.killpg(running.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                return "late"
            raise
    return {MISSED: "missed", FOUND: "found"}.get(status, f"trouble {status}")


def main() -> None:
    """Plant the faults of a range, one after the other, and write down what became of each."""
    usage = "python -m benchmarks.planted TREE FIRST LAST [--results FILE] [--limit SECONDS] -- COMMAND…"
    parser = argparse.ArgumentParser(usage=usage)
    parser.add_argument("tree", type=Path)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    parser.add_argument("--results", type=Path, default=Path("planted.tsv"))
    parser.add_argument("--limit", type=float, default=600.0)
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    given, command = parser.parse_args(words[:cut]), words[cut + 1 :]
    if not command or given.first < 1:
        parser.error("faults are counted from 1, and what is to be run stands after --")
    lines = given.results.read_text("utf-8").splitlines() if given.results.exists() else []
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what is planted is put back however a run is broken off
    done = {line.partition("\t")[0] for line in lines}
    with checked_out(given.tree) as folder, given.results.open("a", encoding="utf-8") as results:
        for number, fault in list(enumerate(read(), 1))[given.first - 1 : given.last]:
            if str(number) in done:
                continue
            with planted(folder, number, fault) as there:
                begun = time.monotonic()
                said = verdict(command, folder, number, fault, given.limit) if there else "gone"
                seconds = time.monotonic() - begun
            print(number, said, f"{seconds:.1f}", fault.file, fault.behaviour, sep="\t", file=results, flush=True)


if __name__ == "__main__":
    main()
