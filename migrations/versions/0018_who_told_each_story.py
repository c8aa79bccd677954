"""Who told each story: read from the index alone, for all stories of a fortnight at once"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_article_story_id_source_id", "article", ["story_id", "source_id"])
    op.drop_index("ix_article_story_id", "article")


def downgrade() -> None:
    op.create_index("ix_article_story_id", "article", ["story_id"])
    op.drop_index("ix_article_story_id_source_id", "article")
