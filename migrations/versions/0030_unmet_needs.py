"""What was not found before an interview: a number by week and domain, without words and without anybody"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unmet_need",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week", "domain", name=op.f("pk_unmet_need")),
    )


def downgrade() -> None:
    op.drop_table("unmet_need")
