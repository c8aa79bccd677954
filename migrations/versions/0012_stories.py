"""Stories: what articles are recognised by, whose they are, those found to be one, corrections and who was told"""

import sqlalchemy as sa
from alembic import op

import models.tables.base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.tables.base.UtcDateTime(timezone=True)
LISTS = ("summary_places", "marks", "sketch", "vector")


def upgrade() -> None:
    with op.batch_alter_table("article") as article:
        for name in LISTS:
            article.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        article.add_column(sa.Column("encoder", sa.Text(), nullable=True))
        article.add_column(sa.Column("told_at", INSTANT, nullable=True))
        article.add_column(sa.Column("told_title", sa.Text(), nullable=True))
        article.create_index(op.f("ix_article_told_at"), ["told_at"])
    with op.batch_alter_table("article") as article:
        for name in LISTS:
            article.alter_column(name, server_default=None)
    with op.batch_alter_table("story") as story:
        story.add_column(sa.Column("learner_key", sa.Uuid(), nullable=True))
        story.add_column(sa.Column("merged_into", KEY, nullable=True))
        story.add_column(sa.Column("rewritten", sa.Text(), nullable=True))
        story.add_column(sa.Column("rewritten_by", sa.Text(), nullable=True))
        story.create_foreign_key(op.f("fk_story_learner_key_learner"), "learner", ["learner_key"], ["key"])
        story.create_foreign_key(op.f("fk_story_merged_into_story"), "story", ["merged_into"], ["id"])
        story.create_index(op.f("ix_story_learner_key"), ["learner_key"])
        story.create_index(op.f("ix_story_merged_into"), ["merged_into"])
    # What was summed up keeps its sentences; the other tellings of its story had none of their own.
    article, story = (
        sa.table(name, *map(sa.column, ("id", "summarised_id", "summary_places"))) for name in ("article", "story")
    )
    told = sa.select(story.c.summary_places).where(story.c.summarised_id == article.c.id).limit(1).scalar_subquery()
    summed_up = sa.exists().where(story.c.summarised_id == article.c.id)
    op.execute(article.update().where(summed_up).values(summary_places=told))
    op.create_table(
        "correction",
        sa.Column("id", KEY, nullable=False),
        sa.Column("story_id", KEY, nullable=False),
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("title_before", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_correction_story_id_story")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_correction_article_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    for column in ("story_id", "article_id", "at"):
        op.create_index(op.f(f"ix_correction_{column}"), "correction", [column])
    op.create_table(
        "correction_told",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("correction_id", KEY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_correction_told_learner_key_learner")),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["correction.id"], name=op.f("fk_correction_told_correction_id_correction")
        ),
        sa.PrimaryKeyConstraint("learner_key", "correction_id", name=op.f("pk_correction_told")),
    )


def downgrade() -> None:
    op.drop_table("correction_told")
    op.drop_table("correction")
    _forget_personal_and_merged()
    with op.batch_alter_table("story") as story:
        for column in ("merged_into", "learner_key"):
            story.drop_index(op.f(f"ix_story_{column}"))
        story.drop_constraint(op.f("fk_story_merged_into_story"), type_="foreignkey")
        story.drop_constraint(op.f("fk_story_learner_key_learner"), type_="foreignkey")
        for column in ("rewritten_by", "rewritten", "merged_into", "learner_key"):
            story.drop_column(column)
    with op.batch_alter_table("article") as article:
        article.drop_index(op.f("ix_article_told_at"))
        for column in ("told_title", "told_at", "encoder", *reversed(LISTS)):
            article.drop_column(column)


def _forget_personal_and_merged() -> None:
    """What the older tables would show to everybody, or twice."""
    gone = "SELECT id FROM story WHERE learner_key IS NOT NULL OR merged_into IS NOT NULL"
    op.execute(f"DELETE FROM article WHERE story_id IN ({gone})")
    for table in ("story_reading", "story_skill"):
        op.execute(f"DELETE FROM {table} WHERE story_id IN ({gone})")
    op.execute("UPDATE story SET merged_into = NULL WHERE learner_key IS NOT NULL")
    op.execute("DELETE FROM story WHERE merged_into IS NOT NULL")
    op.execute("DELETE FROM story WHERE learner_key IS NOT NULL")
