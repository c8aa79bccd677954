"""Sources: whose they are, what they are and may be shown of; changes of pages, permissions, and trials"""

import sqlalchemy as sa
from alembic import op

from models.tables.base import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = UtcDateTime(timezone=True)
SHARED = sa.text("learner_key IS NULL")
GIVEN = ("nature", "right_to_show", "about_the_job", "ahead")
"""Columns that the rows which are there get a value for, and that have no default afterwards."""


def upgrade() -> None:
    with op.batch_alter_table("source") as source:
        source.add_column(sa.Column("learner_key", sa.Uuid(), nullable=True))
        source.add_column(sa.Column("nature", sa.Text(), nullable=False, server_default="public_service"))
        source.add_column(sa.Column("jurisdiction", sa.Text(), nullable=True))
        source.add_column(sa.Column("right_to_show", sa.Text(), nullable=False, server_default="text"))
        source.add_column(sa.Column("selector", sa.Text(), nullable=True))
        source.add_column(sa.Column("age_limit", sa.Integer(), nullable=True))
        source.add_column(sa.Column("about_the_job", sa.Boolean(), nullable=False, server_default=sa.false()))
        source.add_column(sa.Column("ahead", sa.JSON(), nullable=False, server_default="[]"))
        source.add_column(sa.Column("last_text", sa.Text(), nullable=True))
        source.add_column(sa.Column("left_at", INSTANT, nullable=True))
        source.create_foreign_key(op.f("fk_source_learner_key_learner"), "learner", ["learner_key"], ["key"])
        source.drop_constraint(op.f("uq_source_address"), type_="unique")
        source.create_unique_constraint(op.f("uq_source_learner_key_address"), ["learner_key", "address"])
    for column in GIVEN:
        with op.batch_alter_table("source") as source:
            source.alter_column(column, server_default=None)
    only_shared = {"sqlite_where": SHARED, "postgresql_where": SHARED}
    op.create_index("uq_source_shared_address", "source", ["address"], unique=True, **only_shared)
    with op.batch_alter_table("host") as host:
        host.add_column(sa.Column("mining", sa.Text(), nullable=True))
        host.add_column(sa.Column("mining_at", INSTANT, nullable=True))
    _make_tables()


def _make_tables() -> None:
    op.create_table(
        "source_change",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("source_id", COUNTED, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_change_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_change")),
    )
    op.create_table(
        "permission",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("source_id", COUNTED, nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("right_to_show", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_permission_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permission")),
    )
    op.create_table(
        "trial",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("selector", sa.Text(), nullable=True),
        sa.Column("ahead", sa.JSON(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_trial_learner_key_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
    )
    for table, columns in (
        ("source_change", ["source_id"]),
        ("permission", ["source_id"]),
        ("trial", ["learner_key", "address", "host", "due_at"]),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in ("trial", "permission", "source_change"):
        op.drop_table(table)
    with op.batch_alter_table("host") as host:
        host.drop_column("mining_at")
        host.drop_column("mining")
    _forget_what_had_no_place()
    op.drop_index("uq_source_shared_address", table_name="source")
    with op.batch_alter_table("source") as source:
        source.drop_constraint(op.f("uq_source_learner_key_address"), type_="unique")
        source.drop_constraint(op.f("fk_source_learner_key_learner"), type_="foreignkey")
        for column in ("left_at", "last_text", "ahead", "about_the_job", "age_limit", "selector"):
            source.drop_column(column)
        for column in ("right_to_show", "jurisdiction", "nature", "learner_key"):
            source.drop_column(column)
        source.create_unique_constraint(op.f("uq_source_address"), ["address"])


def _forget_what_had_no_place() -> None:
    """Personal sources with their articles and the stories that these alone told; sitemaps rest."""
    op.execute("DELETE FROM article WHERE source_id IN (SELECT id FROM source WHERE learner_key IS NOT NULL)")
    op.execute("DELETE FROM source WHERE learner_key IS NOT NULL")
    for table in ("search_entry", "search_index", "search_word"):  # the set-up fills what is empty
        op.execute(f"DELETE FROM {table}")
    orphans = "SELECT id FROM story WHERE id NOT IN (SELECT story_id FROM article WHERE story_id IS NOT NULL)"
    for table in ("story_skill", "story_reading"):
        op.execute(f"DELETE FROM {table} WHERE story_id IN ({orphans})")
    op.execute(f"DELETE FROM story WHERE id IN ({orphans})")
    op.execute("UPDATE source SET active = false WHERE kind = 'sitemap' OR left_at IS NOT NULL")
