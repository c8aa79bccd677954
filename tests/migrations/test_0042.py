"""What was read before the version in force is over; what was read since is of the draft that somebody writes."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from models.ground import schema
from models.ground.store import Store
from models.tables.documents import VersionChange
from models.tables.reviewing import Review
from tests.builders import MONDAY

pytestmark = pytest.mark.nightly
"""Of steps that are taken once."""

DAY = timedelta(days=1)


def asked(at: datetime) -> Review:
    return Review(document_id="ecouter", text="", change=VersionChange.WORDING, asked_by=uuid4(), asked_at=at)


def test_only_what_was_asked_before_the_version_in_force_is_over(store: Store) -> None:
    with store.writing() as db:
        db.add_all([asked(MONDAY - DAY), asked(MONDAY + DAY)])
    schema.downgrade(store.url, "0041")
    schema.upgrade(store.url)
    with store.reading() as db:
        assert list(db.scalars(select(Review.over_at).order_by(Review.id))) == [MONDAY, None]
