"""What these tests share."""

import pytest

from models.tables.people import Account
from tests.portal.browser import Browser
from tests.portal.house import House


@pytest.fixture
def trainer(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def browser(house: House, trainer: Account) -> Browser:
    return house.browser_of(trainer)
