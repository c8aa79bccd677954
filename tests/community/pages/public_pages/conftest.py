"""A house in which no page is left over from another test."""

import pytest

from tests.community.pages.public_pages.asked_pages import forget_pages
from tests.house import House


@pytest.fixture(autouse=True)
def _no_pages(house: House) -> None:
    forget_pages(house)
