"""`python -m benchmarks.peers FOLDER`: Boussole beside Anki, Kolibri and `reader`, in turn (A B A B), with the load.

The peers have an environment of their own in FOLDER, made by `--install`; nothing of them enters the project's. In
process: an answer and the next question, committed, SQLite with synchronous=FULL, beside Anki's. Over HTTP: an answer,
one client and eight, beside Kolibri's, with a bare page of Flask as the floor. Feeds are compared with `reader` by
benchmarks.watch.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.peers import in_process, over_http
from benchmarks.peers.environments import PeerAbsent, install, python_of

HOSTS, ARTICLES = 300, 20
"""Enough beside `reader`; benchmarks.watch takes more by itself."""


def main() -> None:
    """Install where it is asked, measure, and print each figure beside its goal."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the environment of the peers is")
    parser.add_argument("--install", action="store_true", help="make it first, with pip")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--answers", type=int, default=400, help="in each round; over HTTP, of all clients together")
    asked = parser.parse_args()
    if asked.install:
        install(asked.folder)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start")
    # Not in a temporary folder that lies in memory: what is committed has to reach a disk.
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        in_process.compare(present(asked.folder, "anki"), Path(folder), asked.rounds, asked.answers)
        over_http.compare(present(asked.folder, "kolibri"), Path(folder), asked.rounds, asked.answers)
    beside_reader(present(asked.folder, "reader"))


def present(folder: Path, peer: str) -> str | None:
    """Return the Python that has a peer; None where it is absent, which is said."""
    try:
        return python_of(folder, peer)
    except PeerAbsent as absent:
        print(absent, flush=True)
        return None


def beside_reader(python: str | None) -> None:
    """Have benchmarks.watch visit feeds beside `reader`."""
    if python:
        sizes = ["--hosts", str(HOSTS), "--articles", str(ARTICLES)]
        subprocess.run([sys.executable, "-m", "benchmarks.watch", "--reader", python, *sizes], check=True)


if __name__ == "__main__":
    main()
