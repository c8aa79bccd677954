"""Reports on questions and cards; groups, their members, and the figures of their Mondays"""

import sqlalchemy as sa
from alembic import op

import models.tables.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.tables.base.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("question_id", sa.Text(), nullable=True),
        sa.Column("card", sa.Integer(), nullable=True),
        sa.Column("answer_id", KEY, nullable=True),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("wants_reply", sa.Boolean(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_at", INSTANT, nullable=True),
        sa.Column("replied_by", sa.Uuid(), nullable=True),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_report_learner_key_learner")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_report_version_id_version")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_report_answer_id_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_learner_key"), ["learner_key"], unique=False)

    op.create_table(
        "learner_group",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner_group")),
        sa.UniqueConstraint("name", name=op.f("uq_learner_group_name")),
    )
    op.create_table(
        "membership",
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["learner_group.id"], name=op.f("fk_membership_group_id_learner_group")),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_membership_learner_key_learner")),
        sa.PrimaryKeyConstraint("group_id", "learner_key", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_learner_key"), ["learner_key"], unique=False)

    op.create_table(
        "group_figure",
        sa.Column("id", KEY, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("covered", sa.JSON(), nullable=False),
        sa.Column("acquired", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["learner_group.id"], name=op.f("fk_group_figure_group_id_learner_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_figure")),
        sa.UniqueConstraint("group_id", "week", "skill", name=op.f("uq_group_figure_group_id_week_skill")),
    )


def downgrade() -> None:
    for table in ("group_figure", "membership", "learner_group", "report"):
        op.drop_table(table)
