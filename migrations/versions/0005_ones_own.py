"""What a learner keeps and decides for herself: themes, pauses, a goal, bookmarks and notes"""

import sqlalchemy as sa
from alembic import op

import models.tables.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.tables.base.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "theme",
        sa.Column("id", KEY, nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("followed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_theme_learner_key_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("learner_key", "domain", name=op.f("uq_theme_learner_key_domain")),
        sa.UniqueConstraint("learner_key", "words", name=op.f("uq_theme_learner_key_words")),
    )
    op.create_table(
        "pause",
        sa.Column("id", KEY, nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_pause_learner_key_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    op.create_index(op.f("ix_pause_learner_key"), "pause", ["learner_key"])
    op.create_index(op.f("ix_pause_last"), "pause", ["last"])
    op.create_table(
        "goal",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_goal_learner_key_learner")),
        sa.PrimaryKeyConstraint("learner_key", name=op.f("pk_goal")),
    )
    op.create_table(
        "keepsake",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("bookmarked", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_keepsake_learner_key_learner")),
        sa.PrimaryKeyConstraint("learner_key", "kind", "target", name=op.f("pk_keepsake")),
    )
    with op.batch_alter_table("account") as batch_op:
        batch_op.add_column(sa.Column("themes_asked_at", INSTANT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("account") as batch_op:
        batch_op.drop_column("themes_asked_at")
    for table in ("keepsake", "goal", "pause", "theme"):
        op.drop_table(table)
