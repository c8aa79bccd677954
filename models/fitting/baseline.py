"""The classic model beside ours at every refit: pyBKT fits it, in a process of its own that stops nothing.

A process can be ended in the middle of a computation, and may die without taking the refit along. It is a plain command
and no child of multiprocessing: the refit of the night is a daemon, which may have none,
https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.daemon
"""

import os
import pickle
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from math import isfinite
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any

from models.fitting.answers import Answers, drawn
from models.fitting.measures import DAYS, by_length, gaps, measures
from models.ground.processes import end_this_process_when

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Flags, Numbers

MOST_ANSWERS = 40_000
"""What it is fitted to at most: it takes a second for two thousand of them, and has five folds to fit in its time."""
SECONDS = 120.0
ROOT = Path(__file__).resolve().parents[2]
TOO_SLOW, DIED = "too slow", "died"
LONGEST_REASON = 200


class ClassicDied(Exception):
    """The process of pyBKT ended before its time; the message is the last that it said."""


def beside(answers: Answers, fold: "Codes", judged: "Flags", ours: "Numbers", seed: int) -> dict[str, Any]:
    """Measure our predictions, pyBKT's and a constant's on the same judged answers, or return what befell pyBKT.

    The judged answers are those of the folds that pyBKT has foreseen in SECONDS: all, unless learners are many. What
    both models foresaw of them is told by the days since the last answer on the skill, too.
    """
    begun = perf_counter()
    try:
        theirs = foreseen(answers, fold, seed)
    except ClassicDied as death:
        return {"failure": DIED, "why": str(death)}
    # NaN compares as false: the folds that were not reached drop out of all three models alike.
    there = judged & (theirs >= 0)
    if not there.any():
        return {"failure": TOO_SLOW, "limit": SECONDS}
    constant = 0 * ours + answers.right.mean()
    predicted = {"ours": ours, "pybkt": theirs, "constant": constant}
    measured = {name: asdict(measures(answers.right[there], numbers[there])) for name, numbers in predicted.items()}
    return {
        "seconds": round(perf_counter() - begun, 1),
        "fitted_to": _learners(few(answers.where(fold != fold.max()), seed)),
        "folds": len(set(fold[theirs >= 0].tolist())),
        "of_folds": int(fold.max()) + 1,
        "answers": int(there.sum()),
        "learners": _learners(answers.where(there)),
        # None for what cannot be told: JSON has no NaN.
        **{
            name: {measure: value if isfinite(value) else None for measure, value in found.items()}
            for name, found in measured.items()
        },
        "by_gap": _after_gaps(answers, there, {"ours": ours, "pybkt": theirs}),
    }


def _after_gaps(answers: Answers, judged: "Flags", predicted: "Mapping[str, Numbers]") -> list[dict[str, Any]]:
    """Return the judged answers by length of the gap before: how many, of how many learners, right, and foreseen."""
    # Of all answers: the one before may be of those that are not judged.
    days = gaps(answers).days
    return [
        {
            "gap": name,
            "answers": int(there.sum()),
            "learners": _learners(answers.where(there)),
            "right": int(answers.right[there].sum()),
            **{model: float(numbers[there].mean()) for model, numbers in predicted.items()},
        }
        for name, of_length in by_length(days, DAYS)
        for there in [of_length & judged]
        if there.any()
    ]


def few(answers: Answers, seed: int) -> Answers:
    """Return MOST_ANSWERS of the answers at most, those of learners who are drawn."""
    import numpy

    learners = drawn(Counter(answers.learner.tolist()), MOST_ANSWERS, seed)
    return answers.where(numpy.isin(answers.learner, list(learners)))


def foreseen(answers: Answers, fold: "Codes", seed: int) -> "Numbers":
    """Return P(right) before each answer, fitted by pyBKT to the other folds; NaN where the time was too short.

    Raises ClassicDied.
    """
    # pyBKT has 26 warnings (docs/design.md, section 8), and only what goes wrong is told.
    command = [sys.executable, "-W", "ignore", "-m", __name__]
    try:
        exit_code, output, error_output = _run(command, pickle.dumps((answers, fold, seed)))
    except OSError as error:
        raise ClassicDied(str(error)) from error
    if exit_code:
        said = error_output.decode(errors="replace").strip() or f"exit code {exit_code}"
        raise ClassicDied(said.splitlines()[-1][:LONGEST_REASON])
    return told(output, fold)


def _run(command: Sequence[str], asked: bytes) -> tuple[int, bytes, bytes]:
    """Run a process for SECONDS at most; return its exit code, 0 where it was out of time, and what it has said."""
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=ROOT) as process, _fed(process, asked):
        try:
            output, error_output = process.communicate(timeout=SECONDS)
        except TimeoutExpired:
            process.kill()
            return 0, process.communicate()[0], b""
        return process.returncode, output, error_output


@contextmanager
def _fed(process: "Popen[bytes]", asked: bytes) -> Iterator[None]:
    """Write to a process, and hold the pipe open: that it closes will tell that nobody is left to listen."""
    # Hidden from `communicate`, which would close it at once.
    pipe, process.stdin = process.stdin, None
    assert pipe

    def write() -> None:
        # It may have died before it has read it all.
        with suppress(BrokenPipeError):
            pipe.write(asked)
            pipe.flush()

    writing = Thread(target=write)
    writing.start()
    try:
        yield
    finally:
        process.kill()
        writing.join()
        with suppress(BrokenPipeError):
            pipe.close()


def told(output: bytes, fold: "Codes") -> "Numbers":
    """Return what the process has written, fold after fold, in the answers' order; NaN where a fold is not whole."""
    import numpy

    # Cut off in the middle of a number: whole doubles only.
    numbers = numpy.frombuffer(output[: len(output) // 8 * 8])
    found, begin = numpy.full(len(fold), numpy.nan), 0
    for number, size in enumerate(numpy.bincount(fold).tolist()):
        if begin + size > len(numbers):
            break
        found[fold == number] = numbers[begin : begin + size]
        begin += size
    return found


def _learners(answers: Answers) -> int:
    return len(set(answers.learner.tolist()))


def main() -> None:
    """Run the process: read the answers, foresee fold after fold, write each as soon as it is there."""
    from models.fitting import classic
    from models.fitting.cross_validation import from_fit, splits

    answers, fold, seed = pickle.load(sys.stdin.buffer)
    # Not by `sys.stdin`, whose lock an interpreter that ends would find taken.
    end_this_process_when(partial(os.read, sys.stdin.fileno(), 1))
    output, sys.stdout = sys.stdout.buffer, sys.stderr  # what pyBKT may print is no prediction
    for train, test in splits(answers, fold):
        output.write(from_fit(classic.fit)(few(train, seed), test, seed).tobytes())
        # Each fold at once: what is whole when the time runs out can still be used.
        output.flush()


if __name__ == "__main__":
    main()
