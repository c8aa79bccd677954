"""What entries of the directory say to the person herself, in plain words"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry_plain",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["listed_entry.document_id"],
            name=op.f("fk_entry_plain_document_id_listed_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "language", name=op.f("pk_entry_plain")),
    )
    op.create_index(op.f("ix_entry_plain_language"), "entry_plain", ["language"])


def downgrade() -> None:
    op.drop_table("entry_plain")
