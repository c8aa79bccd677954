"""The house's counter, telephone and post, as they stand at the foot of what a person takes along"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "house_ways",
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("language", name=op.f("pk_house_ways")),
    )


def downgrade() -> None:
    op.drop_table("house_ways")
