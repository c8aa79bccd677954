"""What these tests share."""

import pytest

from content.pack import PACKS, read_pack
from models.ground.store import Store
from tests.teaching import teach


@pytest.fixture
def real_store(empty_store: Store) -> Store:
    teach(empty_store, read_pack(PACKS / "conseil-emploi"))
    return empty_store
