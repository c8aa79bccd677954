"""Entries are found by their meaning too

The worker writes it: until then, and on the way back, everything is found by its words.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("search_entry", sa.Column("meaning", sa.Text(), nullable=True))
    op.add_column("search_entry", sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "nearness",
        sa.Column("concept", sa.Integer(), nullable=False),
        sa.Column("entry_id", COUNTED, nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["search_entry.id"], name=op.f("fk_nearness_entry_id_search_entry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("concept", "entry_id", name=op.f("pk_nearness")),
    )
    op.create_index(op.f("ix_nearness_entry_id"), "nearness", ["entry_id"])


def downgrade() -> None:
    op.drop_table("nearness")
    op.drop_column("search_entry", "lease_until")
    op.drop_column("search_entry", "meaning")
