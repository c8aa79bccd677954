"""What these tests share."""

import pytest

from models.ground.store import Store
from tests.teaching import our_pack, teach


@pytest.fixture
def real_store(empty_store: Store) -> Store:
    teach(empty_store, our_pack())
    return empty_store
