"""What the tests of stories share."""

import pytest

from models.store import Store
from tests.models.stories.newsroom import Newsroom


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)
