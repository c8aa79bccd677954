"""Figures of questions, learning curves"""

import sqlalchemy as sa
from alembic import op

import models.tables.base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.tables.base.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "question_figures",
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("discrimination", sa.Double(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("taken_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_question_figures_version_id_version")),
        sa.PrimaryKeyConstraint("question_id", "version_id", name=op.f("pk_question_figures")),
    )
    op.create_table(
        "learning_curve",
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("taken_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("skill", name=op.f("pk_learning_curve")),
    )


def downgrade() -> None:
    op.drop_table("learning_curve")
    op.drop_table("question_figures")
