"""Portals to visit, on SQLite: what PostgreSQL does otherwise is seen by one sweep of all pages and posts.

Verbs run on both databases in their own tests; `test_on_postgresql.py` holds what a page adds to them.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import MONDAY, small_pack
from tests.databases import FreshDatabase
from tests.portal.house import Clock, House, house_on
from tests.teaching import teach


@pytest.fixture(scope="module")
def shared_house(sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A portal with the small pack, for all tests of a file: each brings people of its own."""
    with sqlite() as url, house_on(url, tmp_path_factory.mktemp("house")) as house:
        teach(house.store, small_pack())
        yield house


@pytest.fixture
def house(shared_house: House) -> House:
    """The portal, at ten on a Monday in Brussels."""
    shared_house.clock.at, shared_house.clock.reading = MONDAY, Clock.reading
    return shared_house


@pytest.fixture
def empty_house(sqlite: FreshDatabase, tmp_path: Path) -> Iterator[House]:
    """A portal that no other test visits, without modules or people."""
    with sqlite() as url, house_on(url, tmp_path) as house:
        yield house
