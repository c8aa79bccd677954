"""What somebody has written is in no error of the database, and so in no log."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.ground.store import Store


@pytest.mark.dialects
def test_an_error_of_the_database_tells_no_parameters(empty_store: Store) -> None:
    with pytest.raises(DBAPIError) as told, empty_store.reading() as db:
        db.execute(text("SELECT :note FROM nowhere"), {"note": "une note à moi"})
    assert "une note à moi" not in str(told.value)
