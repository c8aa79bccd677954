"""The mirror, public pages, meetings, letters, circles"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "slip_week",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column("knows_next", sa.Integer(), nullable=False),
        sa.Column("knows_whom", sa.Integer(), nullable=False),
        sa.Column("could_say", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_slip_week_learner_key_learner")),
        sa.PrimaryKeyConstraint("learner_key", "week", name=op.f("pk_slip_week")),
    )
    op.create_table(
        "public_page",
        sa.Column("id", KEY, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=True),
        sa.Column("shows", sa.JSON(), nullable=True),
        sa.Column("asks", sa.JSON(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("switched_off_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_public_page_learner_key_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_page")),
        sa.UniqueConstraint("address", name=op.f("uq_public_page_address")),
        sa.UniqueConstraint("learner_key", name=op.f("uq_public_page_learner_key")),
    )
    op.create_table(
        "circle",
        sa.Column("id", KEY, nullable=False),
        sa.Column("topic_id", sa.Text(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=True),
        sa.Column("question_id", sa.Text(), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle")),
    )
    op.create_table(
        "circle_member",
        sa.Column("circle_id", KEY, nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_circle_member_circle_id_circle")),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_circle_member_learner_key_learner")),
        sa.PrimaryKeyConstraint("circle_id", "learner_key", name=op.f("pk_circle_member")),
    )
    op.create_index(op.f("ix_circle_member_learner_key"), "circle_member", ["learner_key"])
    op.create_table(
        "meeting",
        sa.Column("id", KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("page_id", KEY, nullable=True),
        sa.Column("circle_id", KEY, nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(page_id IS NULL) <> (circle_id IS NULL)", name=op.f("ck_meeting_of_a_page_or_a_circle")),
        sa.ForeignKeyConstraint(["page_id"], ["public_page.id"], name=op.f("fk_meeting_page_id_public_page")),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_meeting_circle_id_circle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_uid")),
    )
    op.create_index(op.f("ix_meeting_page_id"), "meeting", ["page_id"])
    op.create_index(op.f("ix_meeting_circle_id"), "meeting", ["circle_id"])
    op.create_index(op.f("ix_meeting_starts_at"), "meeting", ["starts_at"])
    op.create_table(
        "plain_letter",
        sa.Column("id", KEY, nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_plain_letter_learner_key_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plain_letter")),
        sa.UniqueConstraint("token", name=op.f("uq_plain_letter_token")),
    )
    op.create_index(op.f("ix_plain_letter_learner_key"), "plain_letter", ["learner_key"])
    op.create_index(op.f("ix_plain_letter_made_at"), "plain_letter", ["made_at"])


def downgrade() -> None:
    for table in ("plain_letter", "meeting", "circle_member", "circle", "public_page", "slip_week"):
        op.drop_table(table)
