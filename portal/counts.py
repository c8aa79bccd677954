"""How many requests there were and how long they took, counted by all processes of a portal in one piece of memory.

What people did in an hour is told when it is over, and only where eight of them have done something of the same group:
a count that rises is somebody who is there. docs/decisions/0027-operating.md
"""

import fcntl
import mmap
import os
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from math import inf
from secrets import token_bytes
from tempfile import mkstemp
from threading import Lock
from typing import NamedTuple

FEWEST = 8
"""People who were active in an hour before anything of it is told."""
HOUR = 3600
GROUPS = ("learning", "workshop", "administration")
"""What people do, by the blueprints below; learning is all the rest."""
GROUP_OF = dict.fromkeys(("health", "journal", "sources"), "administration") | dict.fromkeys(
    (
        *("authoring", "drafted_questions", "exchange", "house", "house_texts", "interview", "rereading"),
        *("responsibility", "reviewing", "rule_changes", "statistics", "translations", "versions"),
    ),
    "workshop",
)
CLASSES = ("2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.005, 0.01, 0.025, 0.04, 0.1, 0.25, 0.5, 1.0, 2.5, inf)
"""Seconds up to which a request counts in each part of the histogram."""

_PART = len(BOUNDS) + 1
_COUNTED = len(CLASSES) * _PART
_GROUP = 2 * _COUNTED + FEWEST
_PRESENT_HOUR, _FAULTS = 0, 1
_FIRST = 2
_DOUBLE = 8


class Durations(NamedTuple):
    """The requests of one group and class: how many took up to each bound and more than the one before, and the sum."""

    group: str
    status: str
    parts: tuple[int, ...]
    seconds: float


class Counts:
    """The counts of one portal; made before its processes are forked, and shared by them."""

    def __init__(self) -> None:
        self._file, path = mkstemp()
        os.unlink(path)  # It lasts as long as a process has it open.
        size = _DOUBLE * (_FIRST + len(GROUPS) * _GROUP)
        os.truncate(self._file, size)
        self._cells = memoryview(mmap.mmap(self._file, size)).cast("d")
        self._threads, self._salt = Lock(), token_bytes(16)

    def note(self, blueprint: str, status: int, seconds: float, person: str | None, now: float) -> None:
        """Count a request that is answered; `person`: whoever is signed in."""
        with self._alone():
            self._end_hour(now)
            if status >= 500:
                self._cells[_FAULTS] += 1
            first = _FIRST + GROUPS.index(GROUP_OF.get(blueprint, GROUPS[0])) * _GROUP
            cell = first + _COUNTED + (min(max(status // 100, 2), 5) - 2) * _PART
            self._cells[cell + bisect_left(BOUNDS, seconds)] += 1
            self._cells[cell + len(BOUNDS)] += seconds
            if person:
                self._note_person(first + 2 * _COUNTED, person)

    def faults(self) -> int:
        """Return how many requests have met a fault of ours: at once, for it must be seen."""
        return int(self._cells[_FAULTS])

    def durations(self, now: float) -> list[Durations]:
        """Return what is told of the hours that are over."""
        with self._alone():
            self._end_hour(now)
            return [
                self._durations(group, status, _FIRST + number * _GROUP + place * _PART)
                for number, group in enumerate(GROUPS)
                for place, status in enumerate(CLASSES)
            ]

    def _durations(self, group: str, status: str, cell: int) -> Durations:
        *parts, seconds = self._cells[cell : cell + _PART]
        return Durations(group, status, tuple(map(int, parts)), seconds)

    def _note_person(self, first: int, person: str) -> None:
        # 48 bits: a whole number that a double holds exactly. Nobody else has the salt, and it ends with the portal.
        mark = float(1 + int.from_bytes(blake2b(person.encode(), key=self._salt, digest_size=6).digest()))
        for cell in range(first, first + FEWEST):
            if self._cells[cell] in {0.0, mark}:
                self._cells[cell] = mark
                return

    def _end_hour(self, now: float) -> None:
        hour = float(now // HOUR)
        if self._cells[_PRESENT_HOUR] == hour:
            return
        self._cells[_PRESENT_HOUR] = hour
        for first in range(_FIRST, len(self._cells), _GROUP):
            if self._cells[first + _GROUP - 1]:
                for cell in range(first, first + _COUNTED):
                    self._cells[cell] += self._cells[cell + _COUNTED]
            for cell in range(first + _COUNTED, first + _GROUP):
                self._cells[cell] = 0.0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # A lock of the process, not of the file as opened: those who are forked share that. It ends with a process
        # that is killed, as a semaphore would not (fcntl(2), « Advisory record locking »).
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
