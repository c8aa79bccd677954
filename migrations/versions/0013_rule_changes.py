"""Rule changes with their texts, who has opened them, what trainers say of a story, questions drafted from one"""

import sqlalchemy as sa
from alembic import op

import models.tables.base

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.tables.base.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rule_change",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("story_id", KEY, sa.ForeignKey("story.id"), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state_from", sa.Text(), nullable=False),
        sa.Column("state_to", sa.Text(), nullable=False),
        sa.Column("holds_from", sa.Date()),
        sa.Column("holds_until", sa.Date()),
        sa.Column("untouched", sa.Text(), nullable=False),
        sa.Column("cited", sa.Text()),
        sa.Column("cited_address", sa.Text()),
        sa.Column("cited_at", INSTANT),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("invited", sa.Uuid()),
        sa.Column("decision", sa.Text()),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_at", INSTANT),
        sa.Column("took_effect_at", INSTANT),
        sa.Column("rules_before_id", KEY, sa.ForeignKey("version.id")),
        sa.Column("rules_after_id", KEY, sa.ForeignKey("version.id")),
        sa.Column("undone_by", sa.Uuid()),
        sa.Column("undone_at", INSTANT),
    )
    op.create_index(op.f("ix_rule_change_story_id"), "rule_change", ["story_id"])
    op.create_table(
        "rule_change_text",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("change_id", KEY, sa.ForeignKey("rule_change.id"), nullable=False),
        sa.Column("document_id", sa.Text(), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("base_id", KEY, sa.ForeignKey("version.id"), nullable=False),
        sa.Column("written_by", sa.Uuid()),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("read_by", sa.Uuid()),
        sa.Column("read_at", INSTANT),
        sa.Column("outcome", sa.Text()),
        sa.Column("version_id", KEY, sa.ForeignKey("version.id")),
        sa.UniqueConstraint("change_id", "document_id"),
    )
    for column in ("change_id", "document_id"):
        op.create_index(op.f(f"ix_rule_change_text_{column}"), "rule_change_text", [column])
    op.create_table(
        "rule_change_reading",
        sa.Column("learner_key", sa.Uuid(), sa.ForeignKey("learner.key"), primary_key=True),
        sa.Column("change_id", KEY, sa.ForeignKey("rule_change.id"), primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_table(
        "interview_word",
        sa.Column("story_id", KEY, sa.ForeignKey("story.id"), primary_key=True, autoincrement=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_table(
        "drafted_question",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("story_id", KEY, sa.ForeignKey("story.id"), nullable=False),
        sa.Column("document_id", sa.Text(), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index(op.f("ix_drafted_question_story_id"), "drafted_question", ["story_id"])


def downgrade() -> None:
    for table in ("drafted_question", "interview_word", "rule_change_reading", "rule_change_text", "rule_change"):
        op.drop_table(table)
    op.execute("DELETE FROM withholding WHERE why = 'rule'")
