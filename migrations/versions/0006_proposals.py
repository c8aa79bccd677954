"""Proposals that can be replayed, refusals, plays that begin with a question or end in time, why a check is due"""

import sqlalchemy as sa
from alembic import op

import models.tables.base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.tables.base.UtcDateTime(timezone=True)
OLD, NEW = ("learner_key", "skill", "version_id"), ("learner_key", "skill", "version_id", "reason", "due_at")


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("parameters_id", KEY, nullable=False),
        sa.Column("situation", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Double(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("runner_up", sa.JSON(), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_proposal_learner_key_learner")),
        sa.ForeignKeyConstraint(
            ["parameters_id"], ["parameter_set.id"], name=op.f("fk_proposal_parameters_id_parameter_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_learner_key"), "proposal", ["learner_key"])
    op.create_table(
        "refusal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_refusal_learner_key_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
        sa.UniqueConstraint("learner_key", "target", name=op.f("uq_refusal_learner_key_target")),
    )
    op.create_index(op.f("ix_refusal_learner_key"), "refusal", ["learner_key"])
    with op.batch_alter_table("play") as play:
        play.add_column(sa.Column("pretest", sa.Boolean(), nullable=False, server_default=sa.false()))
        play.add_column(sa.Column("minutes", sa.Double(), nullable=True))
    with op.batch_alter_table("due_check") as due:
        due.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default="meaning"))
        due.drop_constraint(f"uq_due_check_{'_'.join(OLD)}", type_="unique")
        due.create_unique_constraint(f"uq_due_check_{'_'.join(NEW)}", NEW)


def downgrade() -> None:
    op.execute("DELETE FROM due_check WHERE reason <> 'meaning'")
    with op.batch_alter_table("due_check") as due:
        due.drop_constraint(f"uq_due_check_{'_'.join(NEW)}", type_="unique")
        due.drop_column("reason")
        due.create_unique_constraint(f"uq_due_check_{'_'.join(OLD)}", OLD)
    with op.batch_alter_table("play") as play:
        play.drop_column("minutes")
        play.drop_column("pretest")
    op.drop_table("refusal")
    op.drop_table("proposal")
