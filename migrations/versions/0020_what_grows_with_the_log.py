"""Indexes for what is asked of one learner at each answer and each page, however long the log

Nothing else changes: no row, no column.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_answer_learner_key_answer_question_id", "answer", ["learner_key", "question_id"]),
    ("ix_answer_learner_key_answer_day", "answer", ["learner_key", "day"]),
    ("ix_proposal_learner_key_proposal_day", "proposal", ["learner_key", "day"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
