"""What the tests of stories share."""

import pytest

from models.ground.store import Store
from tests.news.stories.newsroom import Newsroom


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)
