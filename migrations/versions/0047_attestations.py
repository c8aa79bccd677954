"""One table of what was read as it stands: law, plain words, dialogues, and facts whose page says them no more"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Where a question had its id, plain words and dialogues had a word before theirs.
KIND = "CASE WHEN {part} LIKE 'plain:%' THEN 'plain' WHEN {part} LIKE 'dialogue:%' THEN 'dialogue' ELSE 'law' END"
PART = "CASE WHEN {part} LIKE 'plain:%' THEN SUBSTR({part}, 7) ELSE {part} END"


def upgrade() -> None:
    op.create_table(
        "attestation",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_attestation_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation")),
        sa.UniqueConstraint(
            "document_id", "kind", "part", "fingerprint", name=op.f("uq_attestation_document_id_kind_part_fingerprint")
        ),
    )
    op.create_index("ix_attestation_kind_fingerprint", "attestation", ["kind", "fingerprint"])
    into = 'INSERT INTO attestation (document_id, part, fingerprint, kind, "by", verdict, at) SELECT document_id,'
    # The first of those who have read the same is the one that is told.
    first = "SELECT MIN(id) FROM second_reading GROUP BY document_id, question_id, fingerprint"
    told = f"{PART.format(part='question_id')}, fingerprint, {KIND.format(part='question_id')}, reader, 'stands', at"
    op.execute(f"{into} {told} FROM second_reading WHERE id IN ({first}) ORDER BY id")
    op.drop_table("second_reading")
    bind = op.get_bind()
    since = "since || ' 00:00:00.000000'" if bind.dialect.name == "sqlite" else "since AT TIME ZONE 'UTC'"
    op.execute(f"{into} '', fingerprint, 'fact', NULL, 'gone', {since} FROM fact_doubt ORDER BY fingerprint")
    op.drop_table("fact_doubt")


def downgrade() -> None:
    op.create_table(
        "second_reading",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("reader", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_second_reading_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading")),
    )
    op.create_index(op.f("ix_second_reading_document_id"), "second_reading", ["document_id"])
    op.execute("""
        INSERT INTO second_reading (document_id, question_id, fingerprint, reader, at)
        SELECT document_id, CASE WHEN kind = 'plain' THEN 'plain:' || part ELSE part END, fingerprint, "by", at
        FROM attestation WHERE kind <> 'fact' ORDER BY id
    """)
    op.create_table(
        "fact_doubt",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_fact_doubt_document_id_document")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_fact_doubt")),
    )
    op.create_index(op.f("ix_fact_doubt_document_id"), "fact_doubt", ["document_id"])
    day = "DATE(at)" if op.get_bind().dialect.name == "sqlite" else "CAST(at AT TIME ZONE 'UTC' AS DATE)"
    op.execute(f"""
        INSERT INTO fact_doubt (fingerprint, document_id, since)
        SELECT fingerprint, MIN(document_id), MIN({day}) FROM attestation WHERE kind = 'fact' GROUP BY fingerprint
    """)
    op.drop_table("attestation")
