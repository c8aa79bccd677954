"""What these tests share."""

import pytest

from models.catalogue import coming_into_force
from models.tables.people import Account
from tests.house import House
from tests.page_browser import Browser
from tests.topics import pack_with_topics


@pytest.fixture
def trainer(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def browser(house: House, trainer: Account) -> Browser:
    return house.browser_of(trainer)


@pytest.fixture(autouse=True)
def topics(house: House) -> None:
    """The house has topics."""
    with house.store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), house.clock())
