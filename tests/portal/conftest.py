"""Portals to visit, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import Store
from tests.builders import MONDAY, small_pack
from tests.databases import FreshDatabase
from tests.portal.house import Clock, House, house_on
from tests.teaching import teach


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def each_kind(request: pytest.FixtureRequest) -> FreshDatabase:
    """Fresh databases of one kind, then of the other."""
    kind: FreshDatabase = request.getfixturevalue(request.param)
    return kind


@pytest.fixture(scope="module")
def shared_house(each_kind: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A portal with the small pack, for all tests of a file: each brings people of its own."""
    with each_kind() as url, house_on(url, tmp_path_factory.mktemp("house")) as house:
        teach(house.store, small_pack())
        yield house


@pytest.fixture
def house(shared_house: House) -> House:
    """The portal, at ten on a Monday in Brussels."""
    shared_house.clock.at, shared_house.clock.reading = MONDAY, Clock.reading
    return shared_house


@pytest.fixture
def empty_house(empty_store: Store, tmp_path: Path) -> Iterator[House]:
    """A portal that no other test visits, without modules or people."""
    with house_on(empty_store.url, tmp_path) as house:
        yield house
