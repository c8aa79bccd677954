"""What makers and the data protection officer had said of tools is said by the same after the upgrade, and back."""

import pytest
from sqlalchemy import select, text

from models.ground import schema
from models.ground.store import Store
from models.tables.directory import ToolStatement
from models.tables.documents import Document

pytestmark = [pytest.mark.dialects, pytest.mark.nightly]
"""Of steps that are taken once."""

ROWS = {"maker_reply": ("replied_on", "Bientôt."), "protection_line": ("written_on", "Oui.")}


def test_statements_go_into_one_table_and_back(empty_store: Store) -> None:
    schema.downgrade(empty_store.url, "0050")
    with empty_store.writing() as db:
        db.add(Document(id="entry:outil", kind="entry", status="draft"))
        db.flush()
        for table, (day, words) in ROWS.items():
            into = f"INSERT INTO {table} (document_id, words, {day})"
            db.execute(text(f"{into} VALUES ('entry:outil', '{words}', '2026-11-23')"))
    schema.upgrade(empty_store.url)
    with empty_store.reading() as db:
        found = db.scalars(select(ToolStatement).order_by(ToolStatement.speaker)).all()
        assert [(one.document_id, one.speaker, one.words, one.day.isoformat()) for one in found] == [
            ("entry:outil", "maker", "Bientôt.", "2026-11-23"),
            ("entry:outil", "protection", "Oui.", "2026-11-23"),
        ]
    schema.downgrade(empty_store.url, "0050")
    with empty_store.reading() as db:
        for table, (day, words) in ROWS.items():
            assert [(row[0], str(row[1])) for row in db.execute(text(f"SELECT words, {day} FROM {table}"))] == [
                (words, "2026-11-23")
            ]
    schema.upgrade(empty_store.url)
