"""Who has read law, plain words and dialogues, and which facts are doubted, is known after the upgrade and back."""

from uuid import UUID

import pytest
from sqlalchemy import select, text

from models.ground import schema
from models.ground.store import Store
from models.tables.attestations import Attestation
from models.tables.documents import Document

pytestmark = [pytest.mark.dialects, pytest.mark.nightly]
"""Of steps that are taken once."""

FIRST, SECOND = UUID(int=1), UUID(int=2)
READ = (
    ("droit-1", "a", FIRST, "2026-11-20 09:00:00"),
    ("droit-1", "a", SECOND, "2026-11-23 09:00:00"),
    ("plain:fr:duree", "b", FIRST, "2026-11-20 09:00:00"),
    ("dialogue:jo", "c", SECOND, "2026-11-20 09:00:00"),
)


def test_readings_and_doubts_go_into_one_table_and_back(empty_store: Store) -> None:
    schema.downgrade(empty_store.url, "0046")
    with empty_store.writing() as db:
        db.add(Document(id="m", kind="module", status="draft"))
        db.flush()
        for part, fingerprint, reader, at in READ:
            # SQLite keeps a key without its hyphens.
            key = reader.hex if empty_store.url.startswith("sqlite") else str(reader)
            db.execute(
                text(
                    "INSERT INTO second_reading (document_id, question_id, fingerprint, reader, at)"
                    f" VALUES ('m', '{part}', '{fingerprint}', '{key}', '{at}+00:00')"
                )
            )
        db.execute(text("INSERT INTO fact_doubt (fingerprint, document_id, since) VALUES ('d', 'm', '2026-11-24')"))
    schema.upgrade(empty_store.url)
    with empty_store.reading() as db:
        found = db.scalars(select(Attestation).order_by(Attestation.id)).all()
        assert [(one.kind, one.part, one.fingerprint, one.by, one.verdict) for one in found] == [
            ("law", "droit-1", "a", FIRST, "stands"),
            ("plain", "fr:duree", "b", FIRST, "stands"),
            ("dialogue", "dialogue:jo", "c", SECOND, "stands"),
            ("fact", "", "d", None, "gone"),
        ]
        assert [one.at.isoformat() for one in found[:: len(found) - 1]] == [
            "2026-11-20T09:00:00+00:00",
            "2026-11-24T00:00:00+00:00",
        ]
    schema.downgrade(empty_store.url, "0046")
    with empty_store.reading() as db:
        names = db.scalars(text("SELECT question_id FROM second_reading ORDER BY id")).all()
        doubts = db.execute(text("SELECT fingerprint, document_id, since FROM fact_doubt")).all()
    assert names == ["droit-1", "plain:fr:duree", "dialogue:jo"]
    assert [(row[0], row[1], str(row[2])) for row in doubts] == [("d", "m", "2026-11-24")]
    schema.upgrade(empty_store.url)
