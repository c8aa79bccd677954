"""Reports stay, also on the way back, but for those on a topic, which the code of before could not read."""

import pytest
from sqlalchemy import select

from models.ground import schema
from models.ground.store import Store
from models.tables.documents import Version
from models.tables.reports import Report, ReportKind
from tests.builders import MONDAY, add_learner_in

pytestmark = pytest.mark.nightly
"""Of steps that are taken once."""


def test_on_the_way_back_reports_on_topics_go_and_others_stay(store: Store) -> None:
    with store.writing() as db:
        key, version = add_learner_in(db), db.scalars(select(Version.id)).first()
        for place in ({"card": 1}, {"topic_id": "garde", "language": "fr"}):
            db.add(Report(learner_key=key, kind=ReportKind.OUTDATED, at=MONDAY, version_id=version, **place))
    schema.downgrade(store.url, "0035")
    schema.upgrade(store.url)
    with store.reading() as db:
        assert [(row.card, row.topic_id) for row in db.scalars(select(Report))] == [(1, None)]
