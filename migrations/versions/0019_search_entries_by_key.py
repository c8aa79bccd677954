"""Search entries by what their noun calls them: kind and key, work and original, no column of any noun

What could be found before is found after: rows keep their numbers, by which search_index knows them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO_MODULE, TO_STORY = "fk_search_entry_module_id_document", "fk_search_entry_story_id_story"
ONE_MODULE, ONE_STORY = "uq_search_entry_module_id_language_slug", "uq_search_entry_story_id"
ONE_KEY, OF_WORK = "uq_search_entry_kind_key_language", "ix_search_entry_work_language"

BY_KEY = """
UPDATE search_entry SET
    key = CASE kind
        WHEN 'card' THEN module_id || '/' || slug WHEN 'module' THEN module_id ELSE CAST(story_id AS text) END,
    work = module_id,
    original = module_id IS NULL OR EXISTS (
        SELECT 1 FROM document WHERE document.id = module_id AND document.language = search_entry.language)
"""
BY_NOUN = """
UPDATE search_entry SET
    module_id = work,
    slug = CASE kind WHEN 'card' THEN substr(key, length(work) + 2) WHEN 'module' THEN '' END,
    story_id = CASE kind WHEN 'story' THEN CAST(key AS bigint) END
"""


def upgrade() -> None:
    with op.batch_alter_table("search_entry") as entry:
        entry.add_column(sa.Column("key", sa.Text(), nullable=False, server_default=""))
        entry.add_column(sa.Column("work", sa.Text(), nullable=True))
        entry.add_column(sa.Column("original", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(BY_KEY)
    with op.batch_alter_table("search_entry") as entry:
        entry.alter_column("key", server_default=None)
        entry.alter_column("original", server_default=None)
        entry.drop_constraint(op.f(TO_MODULE), type_="foreignkey")
        entry.drop_constraint(op.f(TO_STORY), type_="foreignkey")
        entry.drop_constraint(op.f(ONE_MODULE), type_="unique")
        entry.drop_constraint(op.f(ONE_STORY), type_="unique")
        for column in ("module_id", "slug", "story_id"):
            entry.drop_column(column)
        entry.create_unique_constraint(op.f(ONE_KEY), ["kind", "key", "language"])
    op.create_index(OF_WORK, "search_entry", ["work", "language"])


def downgrade() -> None:
    op.drop_index(OF_WORK, table_name="search_entry")
    with op.batch_alter_table("search_entry") as entry:
        entry.add_column(sa.Column("module_id", sa.Text(), nullable=True))
        entry.add_column(sa.Column("slug", sa.Text(), nullable=True))
        entry.add_column(sa.Column("story_id", COUNTED, nullable=True))
    op.execute(BY_NOUN)
    with op.batch_alter_table("search_entry") as entry:
        entry.drop_constraint(op.f(ONE_KEY), type_="unique")
        for column in ("original", "work", "key"):
            entry.drop_column(column)
        entry.create_foreign_key(op.f(TO_MODULE), "document", ["module_id"], ["id"])
        entry.create_foreign_key(op.f(TO_STORY), "story", ["story_id"], ["id"])
        entry.create_unique_constraint(op.f(ONE_MODULE), ["module_id", "language", "slug"])
        entry.create_unique_constraint(op.f(ONE_STORY), ["story_id"])
