"""The life of a module: reviews, second readings, who answers for it, what is held back, what learners are told"""

import sqlalchemy as sa
from alembic import op

import models.tables.base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.tables.base.UtcDateTime(timezone=True)
OF_DOCUMENT = ("withholding", "second_reading", "review")


def upgrade() -> None:
    with op.batch_alter_table("version") as version:
        version.add_column(sa.Column("word", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("published_question") as question:
        question.add_column(sa.Column("nature", sa.Text(), nullable=False, server_default="méthode"))
    with op.batch_alter_table("answer") as answer:
        answer.add_column(sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "withholding",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("document_id", sa.Text(), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("by", sa.Uuid()),
        sa.Column("released_at", INSTANT),
        sa.Column("released_by", sa.Uuid()),
    )
    op.create_table(
        "second_reading",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("document_id", sa.Text(), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("reader", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_table(
        "responsibility",
        sa.Column("subject", sa.Text(), primary_key=True),
        sa.Column("owner", sa.Uuid()),
        sa.Column("deputy", sa.Uuid()),
    )
    op.create_table(
        "review",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("document_id", sa.Text(), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("invited", sa.Uuid()),
        sa.Column("decision", sa.Text()),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_at", INSTANT),
    )
    for table in OF_DOCUMENT:
        op.create_index(op.f(f"ix_{table}_document_id"), table, ["document_id"])
    op.create_table(
        "review_comment",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("review_id", KEY, sa.ForeignKey("review.id"), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index(op.f("ix_review_comment_review_id"), "review_comment", ["review_id"])
    op.create_table(
        "vote",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("version_id", KEY, sa.ForeignKey("version.id"), nullable=False),
        sa.Column("learner_key", sa.Uuid(), sa.ForeignKey("learner.key"), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.UniqueConstraint("question_id", "version_id", "learner_key"),
    )
    op.create_index(op.f("ix_vote_learner_key"), "vote", ["learner_key"])
    op.create_table(
        "notice",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("learner_key", sa.Uuid(), sa.ForeignKey("learner.key"), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("version_id", KEY, sa.ForeignKey("version.id"), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT),
        sa.UniqueConstraint("learner_key", "question_id", "version_id"),
    )
    op.create_index(op.f("ix_notice_learner_key"), "notice", ["learner_key"])


def downgrade() -> None:
    for table in ("notice", "vote", "review_comment", "review", "responsibility", "second_reading", "withholding"):
        op.drop_table(table)
    op.execute("UPDATE version SET change = 'meaning' WHERE change = 'key'")
    for table, column in (("answer", "provisional"), ("published_question", "nature"), ("version", "word")):
        with op.batch_alter_table(table) as altered:
            altered.drop_column(column)
