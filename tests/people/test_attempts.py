"""Guesses at once: however many come together, as many are looked at as if they had come one after the other."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from models.ground.store import Store
from models.people import passwords
from models.people.passwords import ATTEMPTS_KEPT, FREE, FREE_ACCOUNTS, LONGEST_WAIT, Attempt, TooManyAttempts
from models.tables.people import SignInAttempt
from tests.builders import MONDAY
from tests.watchers.mornings import ON_ONE_DATABASE

AT_ONCE = 64
SECOND = timedelta(seconds=1)


def tried(email: str = "claire@example.org", address: str = "192.0.2.1", device: str | None = None) -> Attempt:
    return passwords.attempt("not a secret", email, address, device)


def is_looked_at(store: Store, attempt: Attempt, at: datetime) -> bool:
    """Whether a guess gets as far as its password."""
    try:
        with store.writing() as db:
            passwords.begin_attempt(db, attempt, at)
    except TooManyAttempts:
        return False
    return True


def at_once(store: Store, made: Callable[[int], Attempt], at: datetime = MONDAY) -> int:
    """How many of so many guesses, all begun at the same moment, are looked at."""
    gate = Barrier(AT_ONCE)

    def guess(number: int) -> bool:
        attempt = made(number)
        gate.wait()
        return is_looked_at(store, attempt, at)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return Counter(threads.map(guess, range(AT_ONCE)))[True]


@pytest.mark.dialects
def test_of_many_guesses_at_once_no_more_are_looked_at_than_one_after_the_other(empty_store: Store) -> None:
    assert at_once(empty_store, lambda number: tried(address=f"198.51.100.{number}")) == FREE


@pytest.mark.nightly
def test_each_time_the_wait_is_over_one_guess_is_looked_at(empty_store: Store) -> None:
    at = MONDAY
    assert sum(is_looked_at(empty_store, tried(), at) for _ in range(AT_ONCE)) == FREE
    for wait in (1, 2, 4):
        assert at_once(empty_store, lambda _: tried(), at + (wait - 1) * SECOND) == 0
        at += wait * SECOND
        assert at_once(empty_store, lambda _: tried(), at) == 1


@pytest.mark.dialects
def test_a_network_that_tries_many_accounts_at_once_is_slowed_as_if_one_after_the_other(empty_store: Store) -> None:
    assert at_once(empty_store, lambda number: tried(f"{number}@example.org")) == FREE_ACCOUNTS


@ON_ONE_DATABASE
def test_an_attempt_that_was_right_is_taken_back_and_failures_forgotten_after_a_day(store: Store) -> None:
    for number in range(2 * FREE):
        with store.writing() as db:
            passwords.take_back_attempt(db, passwords.begin_attempt(db, tried(address=f"192.0.2.{number}"), MONDAY))
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(SignInAttempt)) == 0
    is_looked_at(store, tried(), MONDAY)
    is_looked_at(store, tried("other@example.org"), MONDAY + ATTEMPTS_KEPT + SECOND)
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(SignInAttempt)) == 1


@ON_ONE_DATABASE
def test_the_wait_grows_to_a_minute_and_no_further(store: Store) -> None:
    at, waits = MONDAY, []
    while len(waits) < FREE + 10:
        try:
            with store.writing() as db:
                passwords.begin_attempt(db, tried(), at)
            waits.append(0)
        except TooManyAttempts as error:
            waits.append(error.seconds)
            at += error.seconds * SECOND
            assert is_looked_at(store, tried(), at)
    assert waits[:FREE] == [0] * FREE
    assert waits[FREE:] == [1, 2, 4, 8, 16, 32, *[LONGEST_WAIT] * 4]


@ON_ONE_DATABASE
@pytest.mark.parametrize("attempt", [tried(device="hers"), tried("other@example.org", "192.0.2.2")])
def test_what_strangers_fail_at_slows_neither_a_known_device_nor_another_account(
    store: Store, attempt: Attempt
) -> None:
    for number in range(AT_ONCE):
        is_looked_at(store, tried(address=f"198.51.100.{number}"), MONDAY)
    assert is_looked_at(store, attempt, MONDAY)
