"""A process of its own: for parsers of what strangers wrote, which may have to be killed; for models, which end idle.

The parsers have no time limit, and a thread cannot be stopped; what a library takes to load, its process never gives
back. One process does job after job, since loading takes longer than most jobs, until it has been idle for long; it is
spawned, never forked (a fork of a process with threads may stand still).
"""

import logging
import math
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Any, Self, TypeVar

from watchers.disappointment import Disappointment

Result = TypeVar("Result")
Job = tuple[Callable[..., Any], tuple[object, ...], float]

MEMORY_BYTES = 1536 * 1024**2
STARTUP_SECONDS = 60.0
ORPHAN_SECONDS = 5
# The caches of the parsers grow (trafilatura: 96 to 142 MiB over 700 pages); a new process starts with none.
MOST_JOBS = 500
POLITENESS = 10
"""By how much what nobody waits for stands back: on a machine of two cores pages come first."""


class Child:
    """Runs functions in a spawned process, made at the first job and again after a kill, a crash or `most_jobs` jobs.

    It may take so many bytes of address space where `memory` says so, and a processor that others leave where it is
    `polite`. Threads may share one; their jobs wait for each other.
    """

    def __init__(self, most_jobs: int = MOST_JOBS, memory: int | None = MEMORY_BYTES, *, polite: bool = False) -> None:
        self._most_jobs, self._memory, self._polite = most_jobs, memory, polite
        self._lock = Lock()
        self._worker: _Worker | None = None
        self._jobs, self._idle_since = 0, monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._let_go()

    def run(self, function: Callable[..., Result], *args: object, seconds: float) -> Result:
        """Return what `function(*args)` returns in the other process; function, arguments and result are pickled.

        Raises Disappointment, and the exceptions that the module or package of the function defines.
        """
        with self._lock:
            try:
                if self._jobs >= self._most_jobs:
                    self._let_go()
                self._worker = self._worker or _Worker(self._memory, self._polite)
                self._jobs += 1
                outcome = self._worker.ask((function, args, seconds), seconds)
            # After anything but an answer the pipe may still bring one, which the next job would take for its own.
            except BaseException:
                self._let_go()
                raise
            self._idle_since = monotonic()
        if isinstance(outcome, _Raised):
            raise outcome.error
        result: Result = outcome
        return result

    def let_go_if_idle(self, seconds: float) -> None:
        """End the process, if it has had nothing to do for so long; the next job gets a new one."""
        # Anyone who holds the lock is at work.
        if self._lock.acquire(blocking=False):
            try:
                if monotonic() - self._idle_since >= seconds:
                    self._let_go()
            finally:
                self._lock.release()

    def _let_go(self) -> None:
        if self._worker:
            self._worker.stop()
        self._worker = None
        self._jobs = 0


class _Raised:
    """An error on its way back from the other process."""

    def __init__(self, error: Exception, crashed: bool = False) -> None:
        self.error = error
        self.crashed = crashed


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, memory: int | None, polite: bool) -> None:
        spawn = get_context("spawn")
        self._pipe, far_end = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(far_end, memory, polite), daemon=True)
        self._process.start()
        # Else this process holds the other end open too, and no EOF tells of the child's death.
        far_end.close()
        try:
            self._receive(STARTUP_SECONDS)
        except BaseException:
            self.stop()
            raise

    def ask(self, job: Job, seconds: float) -> Any:
        try:
            self._pipe.send(job)
        except BrokenPipeError as error:
            raise self._death() from error
        return self._receive(seconds)

    def stop(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def _receive(self, seconds: float) -> Any:
        try:
            if not self._pipe.poll(seconds):
                raise Disappointment("parsing_too_slow", f"not done within {seconds:g} seconds")
            outcome = self._pipe.recv()
        except (EOFError, ConnectionError) as error:
            raise self._death() from error
        if isinstance(outcome, _Raised) and outcome.crashed:
            raise outcome.error
        return outcome

    def _death(self) -> Disappointment:
        # The pipe breaks a moment before the exit code is known.
        self._process.join(ORPHAN_SECONDS)
        return Disappointment("parsing_crashed", f"exit code {self._process.exitcode}")


def _serve(pipe: Connection, memory: int | None, polite: bool) -> None:
    """Do one job after the other in the child process, until the pipe is closed."""
    logging.disable()
    # Ctrl-C goes to the whole group of processes; the parent decides when the child ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Only there does the system hold a process to RLIMIT_AS.
    if memory and sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        mine = memory if most == resource.RLIM_INFINITY else min(memory, most)
        resource.setrlimit(resource.RLIMIT_AS, (mine, most))
    if polite:
        stand_back()
    # The pipe is closed when the parent lets go, and broken when the parent was killed.
    with suppress(EOFError, ConnectionError):
        pipe.send("ready")
        while True:
            function, args, seconds = pipe.recv()
            _die_after(math.ceil(seconds) + ORPHAN_SECONDS)
            try:
                outcome = function(*args)
            except Exception as error:
                # Only errors that we define cross the pipe: those of libraries may not survive pickling, or bring a
                # page along.
                if _part_of(type(error).__module__) == _part_of(function.__module__):
                    outcome = _Raised(error)
                else:
                    told = "".join(traceback.format_exception(error))
                    outcome = _Raised(Disappointment("parsing_crashed", told), crashed=True)
            pipe.send(outcome)
            _die_after(0)


def stand_back() -> None:
    """Lower this process's priority."""
    # https://docs.python.org/3/library/os.html#os.nice: Unix only.
    if hasattr(os, "nice"):
        os.nice(POLITENESS)


def _part_of(module: str) -> str:
    """Return the part of the house that a module lies in."""
    return module.partition(".")[0]


def _die_after(seconds: int) -> None:
    """Have the system end this process after so many seconds, lest an orphan's job never ends; 0 calls it off."""
    if sys.platform != "win32":
        # The default action of SIGALRM ends the process even inside C code that never returns to Python.
        signal.alarm(seconds)
