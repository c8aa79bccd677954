"""One table of what the maker of a tool and the data protection officer say of it"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

SAID = (("maker", "maker_reply", "replied_on"), ("protection", "protection_line", "written_on"))
"""Who speaks, the table that held it, and the column of its day."""


def upgrade() -> None:
    op.create_table(
        "tool_statement",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_tool_statement_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", "speaker", name=op.f("pk_tool_statement")),
    )
    for speaker, name, day in SAID:
        rows = f"SELECT document_id, '{speaker}', words, {day} FROM {name}"
        op.execute(f"INSERT INTO tool_statement (document_id, speaker, words, day) {rows}")
        op.drop_table(name)


def downgrade() -> None:
    for speaker, name, day in SAID:
        op.create_table(
            name,
            sa.Column("document_id", sa.Text(), nullable=False),
            sa.Column("words", sa.Text(), nullable=False),
            sa.Column(day, sa.Date(), nullable=False),
            sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f(f"fk_{name}_document_id_document")),
            sa.PrimaryKeyConstraint("document_id", name=op.f(f"pk_{name}")),
        )
        rows = f"SELECT document_id, words, day FROM tool_statement WHERE speaker = '{speaker}'"
        op.execute(f"INSERT INTO {name} (document_id, words, {day}) {rows}")
    op.drop_table("tool_statement")
