"""What a learner says, a day later, of what a module gave her to try"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_follow_up_learner_key_learner")),
        sa.PrimaryKeyConstraint("learner_key", "asked_on", name=op.f("pk_follow_up")),
    )


def downgrade() -> None:
    op.drop_table("follow_up")
