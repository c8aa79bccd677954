"""Sources: whose they are, what they are, where what they say holds, how much of it may be shown"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("source") as source:
        source.add_column(sa.Column("learner_key", sa.Uuid(), nullable=True))
        source.add_column(sa.Column("nature", sa.Text(), nullable=False, server_default="public_service"))
        source.add_column(sa.Column("jurisdiction", sa.Text(), nullable=True))
        source.add_column(sa.Column("right_to_show", sa.Text(), nullable=False, server_default="text"))
        source.create_foreign_key(op.f("fk_source_learner_key_learner"), "learner", ["learner_key"], ["key"])
    for column in ("nature", "right_to_show"):
        with op.batch_alter_table("source") as source:
            source.alter_column(column, server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM source WHERE learner_key IS NOT NULL")
    with op.batch_alter_table("source") as source:
        source.drop_constraint(op.f("fk_source_learner_key_learner"), type_="foreignkey")
        for column in ("right_to_show", "jurisdiction", "nature", "learner_key"):
            source.drop_column(column)
