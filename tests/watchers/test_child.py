"""The child process: what it returns, and that nothing in it can hurt the parent."""

import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, datetime
from multiprocessing import active_children
from pathlib import Path

import pytest

from watchers import feeds, pages
from watchers.child import POLITENESS, Child
from watchers.disappointment import Disappointment
from watchers.extract import extract

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class OddNews(Exception):
    """An error of this module, with an argument that must survive the way back."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def add(left: int, right: int) -> int:
    return left + right


def process() -> int:
    return os.getpid()


def fail_by_name(count: int) -> None:
    raise OddNews(count)


def fail_otherwise() -> None:
    raise LookupError("introuvable")


def loop() -> None:
    while True:
        pass


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def allocate(bytes_: int) -> int:
    return len(bytearray(bytes_))


def memory() -> int:
    import resource

    return resource.getrlimit(resource.RLIMIT_AS)[0]


# ---- what comes back


def test_one_process_does_one_job_after_the_other_and_gives_back_results_and_errors(parsers: Child) -> None:
    assert parsers.run(add, 40, 2, seconds=10) == 42
    other = parsers.run(process, seconds=10)
    with pytest.raises(OddNews) as error:
        parsers.run(fail_by_name, 7, seconds=10)
    assert error.value.count == 7
    assert parsers.run(process, seconds=10) == other != os.getpid()


def test_the_refusals_of_the_parsers_come_back_too(parsers: Child) -> None:
    page = (b"<!doctype html><html><p>Bonjour</p></html>", "text/html", "https://x.example/", NOW)
    with pytest.raises(Disappointment, match="^is_a_page"):
        parsers.run(feeds.parse, *page, seconds=20)
    with pytest.raises(Disappointment, match="^nothing_to_read"):
        parsers.run(extract, *page, seconds=20)
    assert parsers.run(pages.announced, *page[:3], seconds=20).feeds == ()


def test_a_body_of_megabytes_goes_there_and_back(parsers: Child) -> None:
    assert parsers.run(bytes.upper, b"x" * 5_000_000, seconds=20) == b"X" * 5_000_000


def test_threads_may_share_a_child(parsers: Child) -> None:
    with ThreadPoolExecutor(4) as threads:
        sums = list(threads.map(lambda number: parsers.run(add, number, number, seconds=10), range(40)))
    assert sums == [2 * number for number in range(40)]


# ---- what cannot hurt


def test_a_job_that_hangs_is_killed_and_the_next_one_finds_a_new_process(parsers: Child) -> None:
    before = parsers.run(process, seconds=10)
    with pytest.raises(Disappointment, match="^parsing_too_slow"):
        parsers.run(loop, seconds=0.2)
    assert parsers.run(process, seconds=10) != before
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_a_process_that_dies_is_told_and_replaced_and_what_cannot_be_sent_spoils_nothing(parsers: Child) -> None:
    for number in (signal.SIGKILL, signal.SIGSEGV):
        with pytest.raises(Disappointment, match=f"^parsing_crashed: exit code -{int(number)}"):
            parsers.run(die, number, seconds=10)
    os.kill(parsers.run(process, seconds=10), signal.SIGKILL)  # between two jobs
    with pytest.raises(Disappointment, match="^parsing_crashed"):
        parsers.run(add, 1, 1, seconds=10)
    with pytest.raises(Disappointment, match=r"(?s)^parsing_crashed.*fail_otherwise.*LookupError: introuvable"):
        parsers.run(fail_otherwise, seconds=10)
    with pytest.raises(TypeError):
        parsers.run(add, threading.Lock(), 1, seconds=10)
    assert parsers.run(add, 1, 1, seconds=10) == 2


@pytest.mark.nightly
def test_a_job_that_eats_memory_is_stopped(parsers: Child) -> None:
    assert parsers.run(allocate, 300_000_000, seconds=20) == 300_000_000
    with (
        pytest.raises(Disappointment, match="(?s)^parsing_crashed.*MemoryError")
        if sys.platform == "linux"
        else nullcontext()
    ):
        parsers.run(allocate, 2_000_000_000, seconds=20)
    assert parsers.run(add, 1, 1, seconds=10) == 2


def test_a_process_starts_at_the_first_job_is_another_after_many_and_is_gone_when_the_block_ends() -> None:
    before = set(active_children())
    with Child(most_jobs=2) as child:
        child.let_go_if_idle(0)
        assert set(active_children()) == before
        first, second, third = (child.run(process, seconds=10) for _ in range(3))
    assert first == second != third
    with pytest.raises(ProcessLookupError):
        os.kill(third, 0)


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux", reason="only there does the system hold a process to RLIMIT_AS")
def test_what_we_wrote_ourselves_may_take_the_memory_that_there_is() -> None:
    with Child(memory=None) as ours, Child(memory=1024**3) as theirs:
        assert (ours.run(memory, seconds=10), theirs.run(memory, seconds=10)) == (memory(), 1024**3)


# ---- what is idle


@pytest.mark.nightly
@pytest.mark.skipif(not hasattr(os, "nice"), reason="only Unix has it")
def test_a_model_stands_back_from_pages_and_a_parser_whose_time_runs_does_not(parsers: Child, readers: Child) -> None:
    assert readers.run(os.nice, 0, seconds=60) == min(19, os.nice(0) + POLITENESS)
    assert parsers.run(os.nice, 0, seconds=10) == os.nice(0)


def test_a_process_that_is_idle_for_long_ends_and_the_next_job_gets_a_new_one(parsers: Child) -> None:
    before = parsers.run(process, seconds=10)
    parsers.let_go_if_idle(60)
    assert parsers.run(process, seconds=10) == before
    parsers.let_go_if_idle(0)
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)
    assert parsers.run(process, seconds=10) != before


def test_a_process_at_work_is_not_idle(parsers: Child, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "slow")
    with ThreadPoolExecutor(1) as threads:
        job = threads.submit(parsers.run, Path.read_text, tmp_path / "slow", seconds=10)
        # Opening waits for the reader: it is then at work.
        with open(tmp_path / "slow", "w") as slow:
            parsers.let_go_if_idle(0)
            slow.write("done")
        assert job.result() == "done"
