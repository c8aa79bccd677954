"""An answer and the next question, in process and committed: Boussole beside Anki."""

import json
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from benchmarks.peers import sitting, where
from benchmarks.peers.rounds import Figures, Leg, alternately, judge, one_by_one

SEED = 42
CARDS = 5000
WARMING = 30
"""Answers of each round that are not measured."""
MOST, STRETCH = 3.0, 2.0
FULL = {"journal_mode": "wal", "synchronous": 2}
"""As Boussole opens SQLite, and Anki by itself; Anki locks the file for itself, and asks nothing of other processes."""
R = TypeVar("R")


def compare(python: str | None, folder: Path, rounds: int, answers: int) -> None:
    """Let both run in turn, Anki by its own Python where it is there, and say where Boussole's time goes."""
    print(f"in process, an answer and the next question, committed: {answers} in each round", flush=True)
    legs: dict[str, Leg] = {"Anki": partial(cards, python, folder, answers)} if python else {}
    legs["Boussole"] = partial(alone, partial(sat, folder, answers))
    medians = alternately(legs, rounds)
    if anki := medians.get("Anki"):
        report(medians["Boussole"], anki)
    told = alone(partial(where.in_process, folder / "profiled.sqlite3", answers, SEED))
    print(f"  where Boussole's goes: {told}", flush=True)


def report(ours: Figures, theirs: Figures) -> None:
    """Print the ratios beside the goals."""
    judge("Boussole's time beside Anki's, medians", ours.p50 / theirs.p50, most=MOST)
    judge("the stretch", ours.p50 / theirs.p50, most=STRETCH)
    # On a busy machine each commit waits for its turn at a processor, and the clock makes all alike.
    judge("of the processor alone, whatever else ran", ours.cpu / theirs.cpu, most=MOST)


def cards(python: str, folder: Path, answers: int) -> Figures:
    """Answer cards of a new collection by Anki; raises CalledProcessError."""
    with tempfile.TemporaryDirectory(dir=folder) as collection:
        command = [python, str(Path(__file__).with_name("anki_cards.py")), collection, str(CARDS), str(answers)]
        told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    # Otherwise it would be no fair comparison.
    assert told["modes"] == FULL, told["modes"]
    return one_by_one(told["spent"][WARMING:])


def sat(folder: Path, answers: int) -> Figures:
    """Answer in a new database of Boussole."""
    with tempfile.TemporaryDirectory(dir=folder) as apart:
        steps = sitting.sat(Path(apart) / "boussole.sqlite3", answers, SEED)
    return one_by_one((step.answer + step.following, step.cpu) for step in steps[WARMING:])


def alone(what: Callable[[], R]) -> R:
    """Do something in a process of its own, where nothing else has been loaded or is kept."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(what).result()
