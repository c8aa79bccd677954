"""Corrections by mail: a mail says which it tells, so that one that fails has told none"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mail") as mail:
        mail.add_column(sa.Column("correction_ids", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("mail") as mail:
        mail.alter_column("correction_ids", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("mail") as mail:
        mail.drop_column("correction_ids")
