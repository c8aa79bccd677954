"""What the tests of stories share."""

import pytest

from models.ground.store import Store
from tests.models.watch.stories.newsroom import Newsroom


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)
