"""A learner may object to being estimated; of those who are there nobody has

Who objects is lost on the way back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("learner") as learner:
        learner.add_column(sa.Column("without_estimation", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("learner") as learner:
        learner.alter_column("without_estimation", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("learner") as learner:
        learner.drop_column("without_estimation")
