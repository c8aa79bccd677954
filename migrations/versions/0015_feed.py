"""The feed: muted words, what one wants less of, the question that a story asked, private addresses of themes"""

import sqlalchemy as sa
from alembic import op

from models.tables.base import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "muted_word",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_muted_word_learner_key_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_muted_word")),
        sa.UniqueConstraint("learner_key", "words", name=op.f("uq_muted_word_learner_key_words")),
    )
    op.create_table(
        "less_of",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_less_of_learner_key_learner")),
        sa.PrimaryKeyConstraint("learner_key", "kind", "subject", name=op.f("pk_less_of")),
    )
    op.create_table(
        "story_question",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("presentation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_story_question_learner_key_learner")),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_story_question_story_id_story"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["presentation_id"], ["presentation.id"], name=op.f("fk_story_question_presentation_id_presentation")
        ),
        sa.PrimaryKeyConstraint("learner_key", "story_id", name=op.f("pk_story_question")),
    )
    with op.batch_alter_table("theme") as theme:
        theme.add_column(sa.Column("token", sa.Text(), nullable=True))
        theme.create_unique_constraint(op.f("uq_theme_token"), ["token"])


def downgrade() -> None:
    with op.batch_alter_table("theme") as theme:
        theme.drop_constraint(op.f("uq_theme_token"), type_="unique")
        theme.drop_column("token")
    for table in ("story_question", "less_of", "muted_word"):
        op.drop_table(table)
