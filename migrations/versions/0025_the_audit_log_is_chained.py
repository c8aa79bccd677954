"""The audit log is chained: entries by day, people in rows of their own under commitments, drafts set aside elsewhere

Every entry keeps its order, day, verb and subject. Its hour goes, and so do the keys of people who were erased before.
On the way back, an entry is of the first minute of its day, and people who were erased since stay unknown.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
BEGINNING = "0" * 64
ROLES = {"by": "writer", "learner": "person"}
"""Of a person in a detail, where it is not the name of the field."""

old = sa.table(
    "audit",
    *(sa.column("id", COUNTED), sa.column("at", INSTANT), sa.column("actor", sa.Uuid)),
    *(sa.column("verb", sa.Text), sa.column("subject", sa.Text), sa.column("detail", sa.JSON)),
)
entries = sa.table(
    "audit",
    *(sa.column("id", COUNTED), sa.column("day", sa.Date), sa.column("verb", sa.Text)),
    *(sa.column("subject", sa.Text), sa.column("detail", sa.JSON), sa.column("link", sa.Text)),
)
parties = sa.table(
    "audit_party",
    *(sa.column("entry_id", COUNTED), sa.column("role", sa.Text), sa.column("learner_key", sa.Uuid)),
    *(sa.column("nonce", sa.LargeBinary), sa.column("commitment", sa.Text)),
)
asides = sa.table(
    "draft_aside",
    *(sa.column("id", COUNTED), sa.column("document_id", sa.Text), sa.column("text", sa.Text)),
    sa.column("day", sa.Date),
)
heads = sa.table("audit_head", sa.column("id"), sa.column("place", sa.Integer), sa.column("link", sa.Text))


def upgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(old).order_by(old.c.id)).all()
    there = set(connection.scalars(sa.text("SELECT key FROM learner").columns(sa.column("key", sa.Uuid))))
    texts = set(connection.scalars(sa.text("SELECT id FROM document")))
    op.drop_table("audit")
    _create()
    _chain(connection, rows, there, texts)
    if connection.dialect.name == "postgresql":
        # Drafts keep the numbers that addresses know them by.
        last = "(SELECT max(id) FROM draft_aside)"
        op.execute(f"SELECT setval(pg_get_serial_sequence('draft_aside', 'id'), {last}) WHERE {last} > 0")


def _create() -> None:
    op.create_table(
        "audit",
        sa.Column("id", COUNTED, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"])
    op.create_table(
        "audit_party",
        sa.Column("entry_id", COUNTED, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=True),
        sa.Column("nonce", sa.LargeBinary(), nullable=True),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit.id"], name=op.f("fk_audit_party_entry_id_audit")),
        sa.PrimaryKeyConstraint("entry_id", "role", name=op.f("pk_audit_party")),
    )
    op.create_index(op.f("ix_audit_party_learner_key"), "audit_party", ["learner_key"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_checkpoint",
        sa.Column("through", COUNTED, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("through", name=op.f("pk_audit_checkpoint")),
    )
    op.create_table(
        "draft_aside",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_draft_aside_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_aside")),
    )
    op.create_index(op.f("ix_draft_aside_document_id"), "draft_aside", ["document_id"])


def _chain(connection: sa.Connection, rows: Any, there: Collection[UUID], texts: Collection[str]) -> None:
    # A migration is given a database and no settings.
    zone, link = ZoneInfo(os.environ.get("TIMEZONE") or "Europe/Brussels"), BEGINNING
    for place, row in enumerate(rows, start=1):
        at = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
        day, detail, people = at.astimezone(zone).date(), dict(row.detail), dict(_people(row))
        for field in [field for field, value in detail.items() if field in people or _key(value)]:
            del detail[field]
        if row.verb == "replace_draft" and row.subject in texts:
            text = detail.pop("text", "")
            connection.execute(sa.insert(asides).values(id=row.id, document_id=row.subject, text=text, day=day))
            detail["aside"] = row.id
        subject = "account" if _key(row.subject) else row.subject
        hers = [_party(place, role, key, there) for role, key in people.items()]
        commitments = sorted((one["role"], one["commitment"]) for one in hers)
        link = hashlib.sha256(
            _plain([link, place, day.isoformat(), row.verb, subject, detail, commitments])
        ).hexdigest()
        entry = {"id": place, "day": day, "verb": row.verb, "subject": subject, "detail": detail, "link": link}
        connection.execute(sa.insert(entries).values(**entry))
        if hers:
            connection.execute(sa.insert(parties), hers)
    if rows:
        connection.execute(sa.insert(heads).values(id=1, place=len(rows), link=link))


def _people(row: Any) -> Iterator[tuple[str, UUID]]:
    """Yield who is in an entry, by role; nobody in that of her own erasure."""
    if row.verb == "erase account":
        return
    if row.actor:
        yield "actor", row.actor
    if key := _key(row.subject):
        yield "person", key
    for field, value in row.detail.items():
        if key := _key(value):
            yield ROLES.get(field, field), key


def _key(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


def _party(place: int, role: str, key: UUID, there: Collection[UUID]) -> dict[str, Any]:
    nonce = secrets.token_bytes(32)
    commitment = hmac.new(nonce, _plain([role, str(key)]), hashlib.sha256).hexdigest()
    known = {"learner_key": key, "nonce": nonce} if key in there else {"learner_key": None, "nonce": None}
    return {"entry_id": place, "role": role, "commitment": commitment} | known


def _plain(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def downgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(entries).order_by(entries.c.id)).all()
    known = sa.select(parties).where(parties.c.learner_key.is_not(None))
    people = {(one.entry_id, one.role): one.learner_key for one in connection.execute(known)}
    drafts = {one.id: one.text for one in connection.execute(sa.select(asides))}
    for table in ("audit_party", "audit_checkpoint", "audit_head", "audit", "draft_aside"):
        op.drop_table(table)
    op.create_table(
        "audit",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"])
    for row in rows:
        named = {field: str(key) for role, field in _FIELDS.items() if (key := people.get((row.id, role))) is not None}
        detail = row.detail | named
        if row.verb == "replace_draft":
            detail["text"] = drafts.get(detail.pop("aside", 0), "")
        person = people.get((row.id, "person"))
        connection.execute(
            sa.insert(old).values(
                at=datetime.combine(row.day, time(), UTC),
                actor=people.get((row.id, "actor")),
                verb=row.verb,
                subject=str(person) if person else row.subject,
                detail=detail,
            )
        )


_FIELDS = {"owner": "owner", "deputy": "deputy", "writer": "by"}
"""Role → the field of the detail that named her."""
