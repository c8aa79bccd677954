"""What these tests share."""

from uuid import UUID

import pytest

from models.ground.store import Store
from tests import builders
from tests.models.catalogue.translations.bilingual import TRANSLATION
from tests.teaching import teach


@pytest.fixture
def store(empty_store: Store) -> Store:
    """The small pack, of which one module is in Dutch too."""
    teach(empty_store, builders.with_translations(TRANSLATION))
    return empty_store


@pytest.fixture
def dutch(store: Store) -> UUID:
    return builders.add_reader(store, "nl")


@pytest.fixture
def french(store: Store) -> UUID:
    return builders.add_reader(store, "fr")
