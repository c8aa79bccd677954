"""Portals to visit, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import Store
from tests import builders
from tests.builders import MONDAY
from tests.portal.house import Clock, House, house_on


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A portal with the small pack, for all tests of a file: each brings people of its own."""
    with request.getfixturevalue(request.param)() as url, house_on(url, tmp_path_factory.mktemp("house")) as house:
        builders.set_up(house.store, builders.small_pack())
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
