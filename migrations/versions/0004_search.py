"""What can be searched

The words are indexed by the database's own full text search, which Alembic does not compare (models/schema.py).
`python -m portal setup` fills the index of an installation that has modules already.
"""

import sqlalchemy as sa
from alembic import op

import models.tables.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=True),
        sa.Column("story_id", KEY, nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["module_id"], ["document.id"], name=op.f("fk_search_entry_module_id_document")),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_search_entry_story_id_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("module_id", "slug", name=op.f("uq_search_entry_module_id_slug")),
        sa.UniqueConstraint("story_id", name=op.f("uq_search_entry_story_id")),
    )
    op.create_table(
        "search_word",
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("written", name=op.f("pk_search_word")),
    )
    by_beginning = {"folded": "text_pattern_ops"}
    op.create_index(op.f("ix_search_word_folded"), "search_word", ["folded"], postgresql_ops=by_beginning)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5(title, text, tokenize='unicode61 remove_diacritics 2')"
        )
    else:
        op.execute("CREATE TABLE search_index (entry_id bigint PRIMARY KEY, words tsvector NOT NULL)")
        # Without a list of entries still to be sorted in: every search would read it through.
        op.execute("CREATE INDEX ix_search_index_words ON search_index USING gin (words) WITH (fastupdate = off)")


def downgrade() -> None:
    op.execute("DROP TABLE search_index")
    op.drop_table("search_word")
    op.drop_table("search_entry")
