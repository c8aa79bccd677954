"""One table of what is counted by week, without anybody: uses of entries, topics and domains not found"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

COUNTED = (
    ("entry used", "entry_use", "document_id"),
    ("topic unmet", "unmet_topic", "topic"),
    ("domain unmet", "unmet_need", "domain"),
)
"""Kind of count, the table that held it, and the column of its subject."""


def upgrade() -> None:
    op.create_table(
        "week_count",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", "week", name=op.f("pk_week_count")),
    )
    for kind, name, subject in COUNTED:
        rows = f"SELECT '{kind}', {subject}, week, number FROM {name}"
        op.execute(f"INSERT INTO week_count (kind, subject, week, number) {rows}")
        op.drop_table(name)


def downgrade() -> None:
    for kind, name, subject in COUNTED:
        of_document = subject == "document_id"
        named = [sa.ForeignKeyConstraint([subject], ["document.id"], name=op.f(f"fk_{name}_document_id_document"))]
        key = (subject, "week") if of_document else ("week", subject)
        op.create_table(
            name,
            sa.Column(subject, sa.Text(), nullable=False),
            sa.Column("week", sa.Date(), nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            *(named if of_document else ()),
            sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        )
        rows = f"SELECT subject, week, number FROM week_count WHERE kind = '{kind}'"
        op.execute(f"INSERT INTO {name} ({subject}, week, number) {rows}")
    op.drop_table("week_count")
