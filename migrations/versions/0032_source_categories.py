"""A source has categories

None of those that are there has any: they are written on its page, or come with a list.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source", sa.Column("categories", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("source", "categories")
