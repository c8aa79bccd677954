"""Leases and slots: of many who ask, one gets it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, true

from models.ground import jobs
from models.ground.jobs import LEASE, LeaseLost
from models.ground.store import Store
from models.tables.jobs import Slot
from models.tables.sources import Host
from tests.builders import MONDAY

pytestmark = pytest.mark.dialects

MANY = 4


@pytest.fixture
def store(empty_store: Store) -> Store:
    with empty_store.writing() as db:
        db.add(Host(name="example.org:443"))
    return empty_store


def all_at_once(act: Callable[[], bool]) -> list[bool]:
    start = Barrier(MANY)

    def one(_: int) -> bool:
        start.wait()
        return act()

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(one, range(MANY)))


def claim(store: Store, at: datetime) -> datetime | None:
    with store.writing() as db:
        return jobs.claim(db, Host, "example.org:443", at, true())


def test_of_those_who_claim_at_once_one_only_gets_it(store: Store) -> None:
    assert sum(all_at_once(lambda: claim(store, MONDAY) is not None)) == 1


def test_what_a_killed_worker_held_is_free_after_its_lease(store: Store) -> None:
    assert claim(store, MONDAY)
    assert claim(store, MONDAY + LEASE) is None
    assert claim(store, MONDAY + LEASE + timedelta(seconds=1))


def test_a_lease_lost_undoes_the_whole_transaction(store: Store) -> None:
    slow, quick = claim(store, MONDAY), claim(store, MONDAY + 2 * LEASE)
    assert slow and quick
    with pytest.raises(LeaseLost), store.writing() as db:
        db.add(Host(name="effect:80"))
        jobs.finish(db, Host, "example.org:443", slow, robots="slow")
    with store.writing() as db:
        jobs.finish(db, Host, "example.org:443", quick, robots="quick")
    with store.reading() as db:
        assert db.scalars(select(Host.robots)).all() == ["quick"]


def test_of_those_who_take_a_slot_at_once_one_only_has_it(store: Store) -> None:
    def take() -> bool:
        with store.writing() as db:
            return jobs.take_slot(db, "tick", "2026-11-23T09:00", MONDAY)

    assert sum(all_at_once(take)) == 1


def test_old_turns_are_forgotten(store: Store) -> None:
    with store.writing() as db:
        for hours in range(3):
            jobs.take_slot(db, "tick", str(hours), MONDAY + timedelta(hours=hours))
        jobs.forget_slots(db, "tick", MONDAY + timedelta(hours=2))
        assert db.scalars(select(Slot.slot)).all() == ["2"]


def test_whoever_waits_for_a_turn_sees_what_the_one_before_did(store: Store) -> None:
    def add_unless_there() -> bool:
        with store.writing() as db:
            jobs.wait_turn(db, "hosts", MONDAY)
            if db.scalar(select(Host).where(Host.robots == "added")):
                return False
            db.add(Host(name="added:80", robots="added"))
            return True

    assert sum(all_at_once(add_unless_there)) == 1
