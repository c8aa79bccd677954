"""Groups go, with their figures; the whole house has one row a month; questions of which too little is known have none

Who was in which group is lost, also on the way back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

LEAST_ANSWERS, LEAST_PEOPLE = 20, 15

figures = sa.table("question_figures", sa.column("answers", sa.Integer), sa.column("people", sa.Integer))
curves = sa.table("learning_curve", sa.column("skill", sa.Text), sa.column("points", sa.JSON))
slots = sa.table("slot", sa.column("kind", sa.Text))


def upgrade() -> None:
    for table in ("group_figure", "membership", "learner_group"):
        op.drop_table(table)
    op.create_table(
        "house_figure",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("month"),
    )
    op.execute(sa.delete(slots).where(slots.c.kind == "figures"))
    _forget_what_is_about_too_few()


def _forget_what_is_about_too_few() -> None:
    few = sa.or_(figures.c.answers < LEAST_ANSWERS, figures.c.people < LEAST_PEOPLE)
    op.execute(sa.delete(figures).where(few))
    for skill, points in op.get_bind().execute(sa.select(curves.c.skill, curves.c.points)).all():
        kept = [point for point in points if point[0] >= LEAST_ANSWERS]
        mine = curves.c.skill == skill
        op.execute(sa.update(curves).where(mine).values(points=kept) if kept else sa.delete(curves).where(mine))


def downgrade() -> None:
    op.execute(sa.delete(slots).where(slots.c.kind == "figures"))
    op.drop_table("house_figure")
    op.create_table(
        "learner_group",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "membership",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("counted_on", sa.Date()),
        sa.ForeignKeyConstraint(["group_id"], ["learner_group.id"]),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"]),
        sa.PrimaryKeyConstraint("group_id", "learner_key"),
    )
    op.create_index(op.f("ix_membership_learner_key"), "membership", ["learner_key"])
    op.create_table(
        "group_figure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("covered", sa.JSON(), nullable=False),
        sa.Column("acquired", sa.JSON()),
        sa.ForeignKeyConstraint(["group_id"], ["learner_group.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("group_id", "week", "skill"),
    )
