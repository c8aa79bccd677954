"""The directory: what is derived from its entries, what is said of them, tests of tools, files that bring some"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "directory_upload",
        sa.Column("id", KEY, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("arrival", sa.JSON(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=False),
        sa.Column("losses", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_upload")),
    )
    op.create_index(op.f("ix_directory_upload_at"), "directory_upload", ["at"])
    op.create_index(op.f("ix_directory_upload_state"), "directory_upload", ["state"])
    op.create_table(
        "publisher_licence",
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("may_be_passed_on", sa.Boolean(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("publisher", name=op.f("pk_publisher_licence")),
    )
    op.create_table(
        "publisher_mapping",
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("publisher", "columns", name=op.f("pk_publisher_mapping")),
    )
    op.create_table(
        "unmet_topic",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week", "topic", name=op.f("pk_unmet_topic")),
    )
    op.create_table(
        "entry_proposal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("upload_id", KEY, nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["directory_upload.id"],
            name=op.f("fk_entry_proposal_upload_id_directory_upload"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_proposal")),
        sa.UniqueConstraint("upload_id", "entry_id", name=op.f("uq_entry_proposal_upload_id_entry_id")),
    )
    op.create_table(
        "entry_use",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_entry_use_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", "week", name=op.f("pk_entry_use")),
    )
    op.create_table(
        "fact_answer",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_fact_answer_document_id_document")),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_fact_answer_learner_key_learner")),
        sa.PrimaryKeyConstraint("learner_key", "fingerprint", name=op.f("pk_fact_answer")),
    )
    op.create_index(op.f("ix_fact_answer_document_id"), "fact_answer", ["document_id"])
    op.create_index(op.f("ix_fact_answer_fingerprint"), "fact_answer", ["fingerprint"])
    op.create_table(
        "fact_doubt",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_fact_doubt_document_id_document")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_fact_doubt")),
    )
    op.create_index(op.f("ix_fact_doubt_document_id"), "fact_doubt", ["document_id"])
    op.create_table(
        "maker_reply",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_maker_reply_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_maker_reply")),
    )
    op.create_table(
        "protection_line",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_protection_line_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_protection_line")),
    )
    op.create_table(
        "tool_opinion",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_tool_opinion_document_id_document")),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_tool_opinion_learner_key_learner")),
        sa.PrimaryKeyConstraint("learner_key", "document_id", name=op.f("pk_tool_opinion")),
    )
    op.create_index(op.f("ix_tool_opinion_document_id"), "tool_opinion", ["document_id"])
    op.create_table(
        "tool_test",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("without_account", sa.Text(), nullable=False),
        sa.Column("on_small_screen", sa.Text(), nullable=False),
        sa.Column("in_dutch", sa.Text(), nullable=False),
        sa.Column("offline", sa.Text(), nullable=False),
        sa.Column("data_kept", sa.Text(), nullable=False),
        sa.Column("cost", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("tested_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_tool_test_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_test")),
    )
    op.create_index(op.f("ix_tool_test_document_id"), "tool_test", ["document_id"])
    op.create_table(
        "fact_rereading",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_fact_rereading_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_rereading")),
        sa.UniqueConstraint("version_id", "place", name=op.f("uq_fact_rereading_version_id_place")),
    )
    op.create_index(op.f("ix_fact_rereading_kind"), "fact_rereading", ["kind"])
    op.create_table(
        "listed_entry",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("organisation", sa.JSON(), nullable=False),
        sa.Column("commune", sa.Text(), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("by_telephone", sa.Boolean(), nullable=False),
        sa.Column("with_interpreter", sa.Boolean(), nullable=False),
        sa.Column("without_account", sa.Boolean(), nullable=False),
        sa.Column("asks_account", sa.Boolean(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_on", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_listed_entry_document_id_document")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_listed_entry_version_id_version")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_listed_entry")),
        sa.UniqueConstraint("version_id", name=op.f("uq_listed_entry_version_id")),
    )
    op.create_index(op.f("ix_listed_entry_changed_at"), "listed_entry", ["changed_at"])
    op.create_index(op.f("ix_listed_entry_commune"), "listed_entry", ["commune"])
    op.create_index(op.f("ix_listed_entry_kind"), "listed_entry", ["kind"])
    op.create_index(op.f("ix_listed_entry_publisher"), "listed_entry", ["publisher"])
    op.create_table(
        "entry_tie",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["listed_entry.document_id"],
            name=op.f("fk_entry_tie_document_id_listed_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "subject", "name", name=op.f("pk_entry_tie")),
    )
    op.create_index("ix_entry_tie_subject_name", "entry_tie", ["subject", "name"])
    op.create_table(
        "listed_fact",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("strict", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["listed_entry.document_id"],
            name=op.f("fk_listed_fact_document_id_listed_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "place", name=op.f("pk_listed_fact")),
    )
    op.create_index(op.f("ix_listed_fact_address"), "listed_fact", ["address"])
    op.create_index(op.f("ix_listed_fact_fingerprint"), "listed_fact", ["fingerprint"])
    op.create_index(op.f("ix_listed_fact_kind"), "listed_fact", ["kind"])
    op.create_table(
        "spoken_at_entry",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["listed_entry.document_id"],
            name=op.f("fk_spoken_at_entry_document_id_listed_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "language", name=op.f("pk_spoken_at_entry")),
    )
    op.create_index(op.f("ix_spoken_at_entry_language"), "spoken_at_entry", ["language"])
    with op.batch_alter_table("search_entry") as table:
        table.add_column(sa.Column("sought", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    # The code of before knows no such texts. What their words left in the full text index is joined to nothing.
    entries = "SELECT id FROM document WHERE kind = 'entry'"
    for table in (
        "spoken_at_entry",
        "listed_fact",
        "entry_tie",
        "listed_entry",
        "fact_rereading",
        "tool_test",
        "tool_opinion",
        "protection_line",
        "maker_reply",
        "fact_doubt",
        "fact_answer",
        "entry_use",
        "entry_proposal",
        "unmet_topic",
        "publisher_licence",
        "publisher_mapping",
        "directory_upload",
    ):
        op.drop_table(table)
    op.execute("DELETE FROM search_entry WHERE kind = 'entry'")
    with op.batch_alter_table("search_entry") as table:
        table.drop_column("sought")
    op.execute(
        f"DELETE FROM review_comment WHERE review_id IN (SELECT id FROM review WHERE document_id IN ({entries}))"
    )
    op.execute("UPDATE document SET published_id = NULL WHERE kind = 'entry'")
    for table in ("review", "draft_aside", "version"):
        op.execute(f"DELETE FROM {table} WHERE document_id IN ({entries})")
    op.execute("DELETE FROM document WHERE kind = 'entry'")
