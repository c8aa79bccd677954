"""The command that has the portal listen, and the processes that are kept running beside each other."""

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic, sleep
from typing import Self

from content.errors import Undone

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before something that has died is started again."""
STEADY = 600.0
"""Seconds after which what runs counts as sound: its next death is a first one."""
LOOK = 0.2
GRACE = 35.0
"""Seconds to stop in; gunicorn gives the answers that are under way thirty."""
ENDS_WITH_PARENT = 1  # PR_SET_PDEATHSIG: https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html


def pause_after(lived: float, paused: float) -> float:
    """Return for how long to wait before the next start of what lived so long, begun after such a pause (seconds)."""
    return FIRST_PAUSE if lived >= STEADY or not paused else min(2 * paused, LONGEST_PAUSE)


class Kept:
    """A process that runs, or whose pause runs."""

    def __init__(self, name: str, command: Sequence[str], say: Callable[[str], object]) -> None:
        """Name it as a sentence begins, with its article."""
        self._name, self._command, self._say = name, command, say
        self._pause = self._due = self._since = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def exit_code(self) -> int | None:
        """With what it has ended; none while it runs, or before its first start."""
        return self._process.poll() if self._process else None

    def tend(self, now: float) -> None:
        """Start it, where it has never been started or its pause is over; begin the pause, where it has just died."""
        if self._process is None:
            if now >= self._due:
                self._start(now)
        elif (code := self._process.poll()) is not None:
            # What it has started may outlive it and hold the port, at which the next one then cannot listen.
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process = None
            self._rest(now, f"s'est arrêté (code {code})")

    def stop(self) -> None:
        """Ask it to stop."""
        if self._process:
            self._process.terminate()

    def wait(self, end: float) -> None:
        """Wait for its end; kill it when that has not come in time."""
        if self._process:
            try:
                self._process.wait(max(0.0, end - monotonic()))
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                self._process.kill()
                self._process.wait()

    def _start(self, now: float) -> None:
        self._since, parent = now, os.getpid()
        try:
            # A session of its own: Ctrl-C in the terminal reaches us alone, and we stop both in order.
            self._process = subprocess.Popen(
                self._command, start_new_session=True, preexec_fn=lambda: _end_with(parent)
            )
        except OSError as error:  # no memory for it, just now
            self._rest(now, f"ne démarre pas ({error.strerror})")

    def _rest(self, now: float, why: str) -> None:
        self._pause = pause_after(now - self._since, self._pause)
        self._due = now + self._pause
        with suppress(OSError):  # a full disk, where the output goes to a file
            self._say(f"{self._name} {why} ; nouveau départ dans {self._pause:.0f} s.")


def keep(portal: Kept, worker: Kept, serves: Callable[[], bool], announce: Callable[[], object]) -> int:
    """Keep both running until a signal says stop; give up, with its code, when the portal never comes to serve."""
    with StopSignals() as stop:
        try:
            portal.tend(monotonic())
            while not (stop.came or serves()):
                if (code := portal.exit_code) is not None:
                    return abs(code) or 1
                sleep(LOOK / 2)
            if not stop.came:
                announce()
            while not stop.came:
                for one in (portal, worker):
                    one.tend(monotonic())
                sleep(LOOK)
        except KeyboardInterrupt:
            return 0
        finally:
            _stop(portal, worker)
    return 0


class StopSignals:
    """Signals that say stop interrupt, and are remembered: what they interrupt may be a hook of fork, which drops them.

    https://docs.python.org/3/c-api/exceptions.html#c.PyErr_WriteUnraisable
    """

    def __init__(self) -> None:
        self.came = False

    def __enter__(self) -> Self:
        self._before = [(number, signal.signal(number, self._note)) for number in (signal.SIGINT, signal.SIGTERM)]
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before:
            signal.signal(number, handler)

    def _note(self, *_: object) -> None:
        self.came = True
        raise KeyboardInterrupt


def _stop(*both: Kept) -> None:
    end = monotonic() + GRACE
    for one in both:
        one.stop()
    for one in both:
        one.wait(end)


def _end_with(parent: int) -> None:
    """Have the system ask this process to stop as soon as its parent has died, also of a kill; Linux alone can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ENDS_WITH_PARENT, signal.SIGTERM)
        if os.getppid() != parent:  # it has died before it could be asked for
            os.kill(os.getpid(), signal.SIGTERM)


# --------------------------------------------------- where the portal listens, and the command that has it listen there


THREADS = 256
"""Requests that one process may wait for at a time; how many it works on is said in portal/site/server.py."""
KEPT_ALIVE = 20
"""Seconds for which a connection is kept: longer than a proxy keeps its own (deploy/), or what it sends is lost."""


def portal_command(bind: str, metrics_bind: str | None = None) -> list[str]:
    """Return the command that starts the portal; two processes that work on four requests each suit two cores."""
    patient = ["--worker-class", "portal.site.server.PatientWorker", "--threads", str(THREADS)]
    patient += ["--keep-alive", str(KEPT_ALIVE)]
    logged = ["--logger-class", "portal.site.server.ServerLog"]
    binds = ["--bind", bind, *(["--bind", metrics_bind] if metrics_bind else [])]
    options = [*binds, "--workers", "2", *patient, *logged, "--preload"]
    return [sys.executable, "-m", "gunicorn", "app:app", *options]


def expect_free(bind: str, setting: str = "BASE_URL et BIND") -> None:
    """Raise Undone, with the setting to change, where nobody can listen."""
    host, _, port = bind.rpartition(":")
    with socket.socket(socket.AF_INET6 if host.startswith("[") else socket.AF_INET) as probe:
        # As gunicorn will bind: connections of the last run that are in TIME_WAIT do not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError as error:
            why = {
                errno.EADDRINUSE: f"Le port {bind} est déjà pris : arrêtez ce qui l'occupe, ou choisissez {setting}.",
                errno.EADDRNOTAVAIL: f"Cette machine n'a pas l'adresse {bind} : choisissez {setting}.",
                errno.EACCES: (
                    f"Écouter sur {bind} demande des droits : choisissez dans {setting} un port à partir de 1024."
                ),
            }
            otherwise = f"On ne peut pas écouter sur {bind} : {error.strerror}."
            raise Undone(why.get(error.errno or 0, otherwise)) from error


def is_taken(bind: str) -> bool:
    """Return whether somebody listens there."""
    try:
        expect_free(bind)
    except Undone:
        return True
    return False
