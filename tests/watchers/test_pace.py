"""When a source and a host are visited again."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from watchers.outside import LONGEST, LONGEST_SILENCE, SHORTEST, after_failure, after_success, pause_between

chances = st.floats(0, 1, exclude_max=True)
asked = st.none() | st.timedeltas(timedelta(0), timedelta(days=4000))


@given(st.integers(0, 10_000), st.integers(0, 10_000), chances)
def test_who_publishes_more_is_visited_at_least_as_often(few: int, more: int, chance: float) -> None:
    few, more = sorted((few, more))
    assert after_success(more, None, chance) <= after_success(few, None, chance)


@given(st.integers(0, 10_000), asked, chances)
def test_a_source_that_answers_is_visited_every_day(entries: int, kept_fresh: timedelta | None, chance: float) -> None:
    assert SHORTEST <= after_success(entries, kept_fresh, chance) <= timedelta(days=1.1)


@given(st.integers(1, 100_000), asked, chances)
def test_a_source_that_fails_is_never_forgotten(failures: int, retry_after: timedelta | None, chance: float) -> None:
    assert after_failure(failures, retry_after, chance) <= LONGEST_SILENCE * 1.1


@given(st.integers(1, 100_000), st.timedeltas(timedelta(0), LONGEST_SILENCE), chances)
def test_no_visit_comes_before_what_the_server_asked(failures: int, retry_after: timedelta, chance: float) -> None:
    assert after_failure(failures, retry_after, chance) >= retry_after
    assert pause_between(None, retry_after) >= retry_after


def test_each_failure_doubles_the_wait_until_it_is_a_day() -> None:
    waits = [after_failure(failures, None, 0) for failures in range(1, 11)]
    assert waits[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert waits[-1] == timedelta(days=1)


def test_what_stays_fresh_is_not_asked_for_again_meanwhile() -> None:
    assert after_success(1000, timedelta(hours=3), 0) == timedelta(hours=3)
    assert after_success(0, timedelta(minutes=5), 0) == LONGEST
    assert after_success(0, None, 0.5) == LONGEST * 1.05  # spread by a tenth


def test_a_host_rests_two_seconds_or_as_long_as_it_asks() -> None:
    assert pause_between(None, None) == timedelta(seconds=2)
    assert pause_between(timedelta(seconds=0.5), None) == timedelta(seconds=2)
    assert pause_between(timedelta(seconds=30), timedelta(seconds=10)) == timedelta(seconds=30)
