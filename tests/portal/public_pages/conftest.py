"""A house in which no page is left over from another test."""

import pytest
from sqlalchemy import delete

from models.tables.meetings import Meeting
from models.tables.public_pages import PublicPage
from tests.directory import forget_directory
from tests.portal.house import House


@pytest.fixture(autouse=True)
def _no_pages(house: House) -> None:
    with house.store.writing() as db:
        db.execute(delete(Meeting))
        db.execute(delete(PublicPage))
        forget_directory(db)
