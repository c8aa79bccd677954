"""How large a database is said to be: enough to plan by, too little to see one answer."""

import pytest

from models.ground import sizes
from models.ground.store import Store


@pytest.mark.dialects
def test_a_database_says_what_it_takes_in_steps(store: Store) -> None:
    for size, said in [(1, 10_000_000), (10_000_000, 10_000_000), (10_000_001, 20_000_000), (123_456_789, 130_000_000)]:
        assert sizes.rounded(size) == said
    with store.reading() as db:
        assert 100_000 < sizes.of_database(db) < 100_000_000
