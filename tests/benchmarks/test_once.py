"""What was done twice, what is missing and what nobody asked for is a fault; what was done once is none."""

from collections import Counter

from benchmarks.mails import Morning, clock, compared
from benchmarks.once.counting import Row, row
from benchmarks.post_office import Taken


def test_work_that_was_due_and_done_once_is_sound() -> None:
    assert row("refits", {"monday", "tuesday"}, Counter(["monday", "tuesday"])).sound


def test_what_was_done_twice_is_counted_each_time_beyond_the_first() -> None:
    counted = row("refits", {"monday", "tuesday"}, Counter(["monday", "tuesday", "tuesday", "tuesday"]))
    assert counted == Row("refits", due=2, done=2, doubled=2)
    assert not counted.sound


def test_what_was_due_and_not_done_is_missing_although_as_much_was_done_as_due() -> None:
    counted = row("refits", {"monday", "tuesday"}, Counter(["monday", "monday"]))
    assert (counted.done, counted.doubled, counted.missing) == (1, 1, 1)
    assert not counted.sound


def test_what_was_done_and_not_due_is_no_less_a_fault() -> None:
    assert row("refits", {"monday"}, Counter(["monday", "sunday"])).doubled == 1


def taken(recipient: str, at: float) -> Taken:
    return Taken(at, f"<{recipient}-{at}>", recipient)


def test_a_morning_counts_who_got_two_mails_and_who_got_none() -> None:
    morning = compared([taken("a", 107), taken("b", 109), taken("a", 110)], 4, 100, of_workers=0.6, of_server=0.3)
    assert morning == Morning(first=7, last=10, arrived=3, doubled=1, missing=2, of_workers=0.6 / 3, of_server=0.3 / 3)


def test_seconds_after_eight_are_said_as_the_time_of_day() -> None:
    assert [clock(0), clock(61.4)] == ["08:00:00", "08:01:01"]
