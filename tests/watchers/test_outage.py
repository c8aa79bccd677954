"""What the log says while the queue is not there: what happens, and not so often that it fills the disk."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.ground.settings import Settings
from watchers.clock import Clock
from watchers.queue import LOGGERS, OncePerMinute

WORKER = logging.getLogger(LOGGERS[0])


@pytest.fixture
def minute() -> Iterator[list[float]]:
    """The second that it is, for the log of the worker."""
    second = [100.0]
    quiet = OncePerMinute(lambda: second[0])
    WORKER.addFilter(quiet)
    yield second
    WORKER.removeFilter(quiet)


def fail(error: Exception) -> None:
    try:
        raise error
    except type(error):
        WORKER.exception("Error reading from queue")


def test_an_outage_is_a_line_a_minute_and_no_traceback(minute: list[float], caplog: pytest.LogCaptureFixture) -> None:
    for second in (100.0, 101.0, 159.0, 160.0):
        minute[0] = second
        fail(OSError("nobody there\nat all"))
    assert [(record.getMessage(), record.exc_info) for record in caplog.records] == [
        ("the queue does not answer, and is asked again: nobody there", None)
    ] * 2


def test_another_error_is_told_each_time_and_whole(minute: list[float], caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        fail(ValueError("a fault of ours"))
    assert [bool(record.exc_info) for record in caplog.records] == [True, True]


def test_whoever_asks_the_queue_is_among_them(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path, database_url=f"sqlite:///{tmp_path}/x.sqlite3", secret_key="not a secret")
    with Clock(settings) as clock:
        consumer = clock.huey.create_consumer(workers=1)
        asking = (consumer._create_worker(), consumer._create_scheduler())
        assert tuple(one._logger.name for one in asking) == LOGGERS
