"""How often what a learner knows of a skill has come back right after a night: what makes it last"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Neutral until the worker's replay: the sets in force then do not weigh it.
    with op.batch_alter_table("mastery") as table:
        table.drop_column("earned_mark")
        table.add_column(sa.Column("spaced", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("mastery") as table:
        table.drop_column("spaced")
        table.add_column(sa.Column("earned_mark", sa.Integer(), nullable=False, server_default="0"))
