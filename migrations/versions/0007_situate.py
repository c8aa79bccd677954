"""Plays to situate oneself: of no one module, over the map or in one domain"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("play") as play:
        play.alter_column("version_id", existing_type=KEY, nullable=True)
        play.add_column(sa.Column("domain", sa.Text(), nullable=True))


def downgrade() -> None:
    of_no_module = "SELECT id FROM play WHERE version_id IS NULL"
    op.execute(f"UPDATE presentation SET play_id = NULL WHERE play_id IN ({of_no_module})")
    op.execute("DELETE FROM play WHERE version_id IS NULL")
    with op.batch_alter_table("play") as play:
        play.drop_column("domain")
        play.alter_column("version_id", existing_type=KEY, nullable=False)
