"""What the house says in the blanks of cards, « Votre service : … »"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "filling",
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("blank", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filled_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("module_id", "language", "blank", name=op.f("pk_filling")),
    )


def downgrade() -> None:
    op.drop_table("filling")
