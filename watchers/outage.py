"""What the log says while the queue is not there: a traceback each second, from each thread, would fill the disk."""

import logging
import sqlite3
from collections.abc import Callable
from time import monotonic

import psycopg

UNREACHABLE = (sqlite3.Error, psycopg.Error, OSError)
"""What the queue raises when it is not there."""
LOGGERS = ("huey.consumer.Worker", "huey.consumer.Scheduler")
"""Who asks the queue again every second, for as long as it takes."""
BETWEEN = 60.0
"""Seconds between two lines."""


class OncePerMinute(logging.Filter):
    """Lets one line a minute say that the queue does not answer, and why; everything else passes."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._now, self._quiet_until = now, 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is to be written."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, UNREACHABLE):
            return True
        if (now := self._now()) < self._quiet_until:
            return False
        self._quiet_until = now + BETWEEN
        why = (str(error).splitlines() or [type(error).__name__])[0]
        record.msg, record.args, record.exc_info = "the queue does not answer, and is asked again: %s", (why,), None
        return True


def keep_quiet() -> None:
    """Have those who ask the queue say no more of its absence."""
    quiet = OncePerMinute()
    for name in LOGGERS:
        logging.getLogger(name).addFilter(quiet)
