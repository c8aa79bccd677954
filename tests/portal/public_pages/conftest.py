"""A house in which no page is left over from another test."""

import pytest

from tests.portal.house import House
from tests.portal.public_pages.pages import forget_pages


@pytest.fixture(autouse=True)
def _no_pages(house: House) -> None:
    forget_pages(house)
