"""How often stories were changed, by which a process sees whether what it keeps of them is still true

Nothing else changes: no row, no column.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    revisions = op.create_table(
        "revision",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_revision")),
    )
    op.bulk_insert(revisions, [{"name": "stories", "number": 0}])


def downgrade() -> None:
    op.drop_table("revision")
