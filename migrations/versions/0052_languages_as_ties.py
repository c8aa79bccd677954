"""The languages that are spoken at an entry are ties of it, as its topics are"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rows = "SELECT document_id, 'language', language FROM spoken_at_entry"
    op.execute(f"INSERT INTO entry_tie (document_id, subject, name) {rows}")
    op.drop_table("spoken_at_entry")


def downgrade() -> None:
    op.create_table(
        "spoken_at_entry",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["listed_entry.document_id"],
            name=op.f("fk_spoken_at_entry_document_id_listed_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "language", name=op.f("pk_spoken_at_entry")),
    )
    op.create_index(op.f("ix_spoken_at_entry_language"), "spoken_at_entry", ["language"])
    rows = "SELECT document_id, name FROM entry_tie WHERE subject = 'language'"
    op.execute(f"INSERT INTO spoken_at_entry (document_id, language) {rows}")
    op.execute("DELETE FROM entry_tie WHERE subject = 'language'")
