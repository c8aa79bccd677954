"""What was counted by week before is counted so after the upgrade, each kind for itself, and back."""

import pytest
from sqlalchemy import select, text

from models.ground import schema
from models.ground.store import Store
from models.tables.counts import WeekCount
from models.tables.documents import Document

pytestmark = [pytest.mark.dialects, pytest.mark.nightly]
"""Of steps that are taken once."""

ROWS = {"entry_use": ("document_id", "m"), "unmet_topic": ("topic", "m"), "unmet_need": ("domain", "listen")}


def test_counts_go_into_one_table_and_back(empty_store: Store) -> None:
    schema.downgrade(empty_store.url, "0048")
    with empty_store.writing() as db:
        db.add(Document(id="m", kind="entry", status="draft"))
        db.flush()
        for number, (table, (column, subject)) in enumerate(ROWS.items(), 1):
            into = f"INSERT INTO {table} ({column}, week, number)"
            db.execute(text(f"{into} VALUES ('{subject}', '2026-11-23', {number})"))
    schema.upgrade(empty_store.url)
    with empty_store.reading() as db:
        found = db.scalars(select(WeekCount).order_by(WeekCount.number)).all()
        assert [(one.kind, one.subject, one.week.isoformat(), one.number) for one in found] == [
            ("entry used", "m", "2026-11-23", 1),
            ("topic unmet", "m", "2026-11-23", 2),
            ("domain unmet", "listen", "2026-11-23", 3),
        ]
    schema.downgrade(empty_store.url, "0048")
    with empty_store.reading() as db:
        for number, (table, (column, subject)) in enumerate(ROWS.items(), 1):
            told = db.execute(text(f"SELECT {column}, number FROM {table}")).all()
            assert [tuple(row) for row in told] == [(subject, number)]
    schema.upgrade(empty_store.url)
