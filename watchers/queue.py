"""The queue that wakes the workers: where it is kept, what a ring carries, what the log says while it is not there."""

import hashlib
import hmac
import logging
import sqlite3
from collections.abc import Callable
from time import monotonic

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.api import Task
from huey.serializer import SignedSerializer
from huey.signals import SIGNAL_ENQUEUED, SIGNAL_ERROR
from sqlalchemy import make_url

from models.ground.logs import REQUEST_ID
from models.ground.settings import Settings
from models.ground.sizes import QUEUE_FILE

NAME = "boussole"
MARK = "mark"
EACH_MINUTE, FAILED = crontab(), SIGNAL_ERROR
"""When a task may be done again and again, and what a queue calls when one was broken off."""
TURN_AT_TABLES = "SELECT pg_advisory_xact_lock(hashtext('boussole queue'))"
UNREACHABLE = (sqlite3.Error, psycopg.Error, OSError)
"""What the queue raises when it is not there."""
LOGGERS = ("huey.consumer.Worker", "huey.consumer.Scheduler")
"""Who asks the queue again every second, for as long as it takes."""
BETWEEN = 60.0
"""Seconds between two lines."""


def queue(settings: Settings) -> Huey:
    """Return the queue of an installation: in a file of its own, or in PostgreSQL when the tables are there."""
    # It is pickle, and anyone who could write it would run code as the worker: it is signed.
    key = hmac.new(settings.secret_key.encode(), b"queue", hashlib.sha256).hexdigest()
    signed = SignedSerializer(secret=key, salt=NAME)
    # No results: what came of a task stands in our tables, and nobody would ever read the queue's.
    if settings.database_url.startswith("postgresql"):
        dsn = make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
        made = PostgresHuey(NAME, results=False, create_tables=False, dsn=dsn, serializer=signed)
        # Of two who make a table at once, one fails, IF NOT EXISTS or not: the first statement makes the others wait.
        made.storage.ddl = [TURN_AT_TABLES, *made.storage.ddl]
        made.storage.initialize_schema()
    else:
        made = SqliteHuey(NAME, results=False, filename=str(settings.instance / QUEUE_FILE), serializer=signed)
    made.signal(SIGNAL_ENQUEUED)(carry_mark)
    made.pre_execute()(take_mark)
    return made


def carry_mark(_: str, task: Task) -> None:
    """Send the mark of a request along with what it has asked for."""
    if mark := REQUEST_ID.get():
        task.kwargs[MARK] = mark


def take_mark(task: Task) -> None:
    """Work under the mark of the request that has asked for a task, and under none where the clock has."""
    REQUEST_ID.set(task.kwargs.pop(MARK, ""))


class OncePerMinute(logging.Filter):
    """Lets one line a minute say that the queue does not answer, and why; everything else passes.

    A traceback each second, from each thread, would fill the disk.
    """

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
