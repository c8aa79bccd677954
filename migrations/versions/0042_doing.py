"""Dialogues played, changes by question, remarks settled, read marks, pictures, uploads, programmes, record keys"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = (
    ("play", sa.Column("dialogue", sa.Text(), nullable=True)),
    ("version", sa.Column("changes", sa.JSON(), nullable=False, server_default="{}")),
    ("review", sa.Column("changes", sa.JSON(), nullable=False, server_default="{}")),
    ("review", sa.Column("over_at", sa.DateTime(timezone=True), nullable=True)),
    ("review_comment", sa.Column("quoted", sa.Text(), nullable=False, server_default="")),
    ("review_comment", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True)),
)
OVER = """
    UPDATE review SET over_at = (
        SELECT version.published_at FROM document JOIN version ON version.id = document.published_id
        WHERE document.id = review.document_id AND version.published_at > review.asked_at
    )
"""
"""What was read before the version in force was read of that one or of one before it."""
TABLES = ("read_mark", "published_picture", "picture", "content_upload", "programme_following", "training_record_key")


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, column)
    op.execute(OVER)
    _reading()
    _pictures()
    _programmes()


def _reading() -> None:
    op.create_table(
        "read_mark",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_read_mark_learner_key_learner")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_read_mark_document_id_document")),
        sa.PrimaryKeyConstraint("learner_key", "document_id", name=op.f("pk_read_mark")),
    )


def _pictures() -> None:
    op.create_table(
        "picture",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_picture")),
    )
    op.create_table(
        "published_picture",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["hash"], ["picture.hash"], name=op.f("fk_published_picture_hash_picture")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_published_picture_version_id_version")),
        sa.PrimaryKeyConstraint("hash", "version_id", name=op.f("pk_published_picture")),
    )
    op.create_index(op.f("ix_published_picture_version_id"), "published_picture", ["version_id"])
    op.create_table(
        "content_upload",
        sa.Column("id", KEY, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_upload")),
    )
    for column in ("at", "state"):
        op.create_index(op.f(f"ix_content_upload_{column}"), "content_upload", [column])


def _programmes() -> None:
    op.create_table(
        "programme_following",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Text(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_key"], ["learner.key"], name=op.f("fk_programme_following_learner_key_learner")
        ),
        sa.PrimaryKeyConstraint("learner_key", "programme_id", name=op.f("pk_programme_following")),
    )
    op.create_table(
        "training_record_key",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_record_key")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    for table, column in COLUMNS:
        op.drop_column(table, column.name)
