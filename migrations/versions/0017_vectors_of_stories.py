"""Vectors of stories: nobody reads them, those of the articles recognise a story"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("story") as story:
        story.drop_column("encoder")
        story.drop_column("vector")


def downgrade() -> None:
    with op.batch_alter_table("story") as story:
        story.add_column(sa.Column("vector", sa.JSON(), nullable=False, server_default="[]"))
        story.add_column(sa.Column("encoder", sa.Text(), nullable=True))
    with op.batch_alter_table("story") as story:
        story.alter_column("vector", server_default=None)
