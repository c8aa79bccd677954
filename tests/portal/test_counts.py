"""What people did is counted so that nobody's coming shows."""

import os
from multiprocessing import get_context

import pytest

from portal.counts import BOUNDS, CLASSES, FEWEST, GROUPS, HOUR, Counts

MORNING = 500_000.0 * HOUR


def told(counts: Counts, now: float) -> dict[tuple[str, str], int]:
    return {(one.group, one.status): sum(one.parts) for one in counts.durations(now) if any(one.parts)}


def some(counts: Counts, people: int, blueprint: str = "study", now: float = MORNING) -> None:
    for number in range(people):
        counts.note(blueprint, 200, 0.02, f"person {number}", now)


def test_an_hour_of_eight_is_told_once_it_is_over() -> None:
    counts = Counts()
    some(counts, FEWEST)
    assert told(counts, MORNING + HOUR - 1) == {}
    assert told(counts, MORNING + HOUR) == {("learning", "2xx"): FEWEST}
    assert told(counts, MORNING + 5 * HOUR) == {("learning", "2xx"): FEWEST}


def test_an_hour_of_seven_is_never_told_however_often_they_come() -> None:
    counts = Counts()
    for hour in range(3):
        for _ in range(4):
            some(counts, FEWEST - 1, now=MORNING + hour * HOUR)
    assert told(counts, MORNING + 4 * HOUR) == {}


def test_one_among_many_shows_in_no_group_of_her_own() -> None:
    counts = Counts()
    some(counts, 2 * FEWEST)
    some(counts, 1, "authoring")
    some(counts, 1, "health")
    assert told(counts, MORNING + HOUR) == {("learning", "2xx"): 2 * FEWEST}


def test_who_is_not_signed_in_makes_no_eighth() -> None:
    counts = Counts()
    some(counts, FEWEST - 1)
    for _ in range(10):
        counts.note("people", 303, 0.02, None, MORNING)
    assert told(counts, MORNING + HOUR) == {}


def test_a_fault_is_told_at_once() -> None:
    counts = Counts()
    counts.note("study", 503, 0.02, "somebody", MORNING)
    assert counts.faults() == 1
    assert told(counts, MORNING + HOUR) == {}


@pytest.mark.parametrize(("seconds", "place"), [(0.005, 0), (0.0051, 1), (0.04, 3), (2.5, 8), (60, 9)])
def test_a_request_counts_where_its_duration_lies(seconds: float, place: int) -> None:
    counts = Counts()
    some(counts, FEWEST)
    counts.note("study", 404, seconds, None, MORNING)
    (one,) = (one for one in counts.durations(MORNING + HOUR) if (one.group, one.status) == ("learning", "4xx"))
    assert [part for part, number in enumerate(one.parts) if number] == [place]
    assert one.seconds == seconds


def test_every_group_and_class_has_its_place() -> None:
    counts = Counts()
    for blueprint in ("study", "authoring", "health"):
        some(counts, FEWEST, blueprint)
        for status in (304, 404, 500):
            counts.note(blueprint, status, 0.0, None, MORNING)
    found = told(counts, MORNING + HOUR)
    assert found == {(group, status): 8 if status == "2xx" else 1 for group in GROUPS for status in CLASSES}
    assert len(BOUNDS) == len(counts.durations(MORNING)[0].parts)


def one_more(counts: Counts, times: int, person: str) -> None:
    for _ in range(times):
        counts.note("study", 200, 0.02, person, MORNING)


def test_processes_that_count_at_once_lose_nothing_and_one_that_is_killed_holds_up_nobody() -> None:
    counts, fork = Counts(), get_context("fork")
    processes = [fork.Process(target=one_more, args=(counts, 500, f"person {number}")) for number in range(FEWEST)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    def die() -> None:
        with counts._alone():
            os._exit(1)

    killed = fork.Process(target=die)
    killed.start()
    killed.join()
    assert told(counts, MORNING + HOUR) == {("learning", "2xx"): 500 * FEWEST}
