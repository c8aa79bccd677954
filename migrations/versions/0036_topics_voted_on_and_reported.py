"""Votes on the questions of interviews, on the words that were read; reports on a topic, and in which language"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "topic_vote",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_topic_vote_learner_key_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_vote")),
        sa.UniqueConstraint(
            "question_id", "fingerprint", "learner_key", name=op.f("uq_topic_vote_question_id_fingerprint_learner_key")
        ),
    )
    op.create_index(op.f("ix_topic_vote_learner_key"), "topic_vote", ["learner_key"])
    with op.batch_alter_table("report") as table:
        table.add_column(sa.Column("topic_id", sa.Text(), nullable=True))
        table.add_column(sa.Column("language", sa.Text(), nullable=True))


def downgrade() -> None:
    # The code of before would look for a card or a question in the text of the topics.
    op.execute("DELETE FROM report WHERE topic_id IS NOT NULL")
    with op.batch_alter_table("report") as table:
        table.drop_column("language")
        table.drop_column("topic_id")
    op.drop_table("topic_vote")
