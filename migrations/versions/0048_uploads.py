"""One table of the files that people bring, for the workshop and for the directory

Files of the directory keep their numbers, by which their proposals and the audit log know them; those for the workshop
come after every number that either had, so that no address of before opens another file.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SHARED = ("id", "by", "at", "file", "data", "state", "lease_until", "attempts", "refusal")
COLUMNS = ", ".join(f'"{name}"' for name in SHARED)
OLD = sa.table(
    "directory_upload",
    sa.column("id", KEY),
    sa.column("format", sa.Text()),
    sa.column("publisher", sa.Text()),
    sa.column("taken_by", sa.Uuid()),
    *(sa.column(name, sa.JSON()) for name in ("arrival", "columns", "mapping", "losses", "found")),
)
NEW = sa.table(
    "upload",
    sa.column("id", KEY),
    sa.column("purpose", sa.Text()),
    *(sa.column(name, sa.JSON()) for name in ("told", "found")),
)
PUBLISHED = """
    UPDATE upload SET state = 'done' WHERE state = 'taken' AND NOT EXISTS (
        SELECT 1 FROM entry_proposal WHERE upload_id = upload.id AND accepted AND published_at IS NULL
    )
"""


def upgrade() -> None:
    _create("upload", *_of_any_purpose())
    op.execute(f"""
        INSERT INTO upload ({COLUMNS}, purpose, told, found)
        SELECT {COLUMNS}, 'entries', arrival, found FROM directory_upload
    """)
    connection = op.get_bind()
    for row in connection.execute(sa.select(OLD)).all():
        told = {"format": row.format, "publisher": row.publisher, "arrival": row.arrival, "mapping": row.mapping}
        accepted = {"accepted_by": row.taken_by.hex} if row.taken_by else {}
        found = {**row.found, "columns": row.columns, "losses": row.losses}
        change = sa.update(NEW).where(NEW.c.id == row.id)
        connection.execute(change.values(told={**told, **accepted}, found=found))
    op.execute(PUBLISHED)
    last = "(SELECT MAX(id) FROM (SELECT id FROM content_upload UNION ALL SELECT id FROM directory_upload) AS brought)"
    shifted = COLUMNS.replace('"id"', f"id + {last}", 1)
    op.execute(f"""
        INSERT INTO upload ({COLUMNS}, purpose, document_id, told, found)
        SELECT {shifted}, purpose, document_id, told, found FROM content_upload
    """)
    _count_on("upload")
    _propose_from("directory_upload", "upload")
    op.drop_table("content_upload")
    op.drop_table("directory_upload")


def downgrade() -> None:
    _create("content_upload", *_of_any_purpose())
    _create(
        "directory_upload",
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("arrival", "columns", "mapping", "losses", "found")),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
    )
    op.execute(f"""
        INSERT INTO content_upload ({COLUMNS}, purpose, document_id, told, found)
        SELECT {COLUMNS}, purpose, document_id, told, found FROM upload WHERE purpose <> 'entries'
    """)
    op.execute(f"""
        INSERT INTO directory_upload ({COLUMNS}, format, publisher, arrival, columns, mapping, losses, found)
        SELECT {COLUMNS}, '', '', told, found, told, found, found FROM upload WHERE purpose = 'entries'
    """)
    connection = op.get_bind()
    for row in connection.execute(sa.select(NEW).where(NEW.c.purpose == "entries")).all():
        told, found = row.told, dict(row.found)
        connection.execute(
            sa.update(OLD)
            .where(OLD.c.id == row.id)
            .values(
                format=told["format"],
                publisher=told["publisher"],
                arrival=told["arrival"],
                columns=found.pop("columns", []),
                mapping=told.get("mapping", {}),
                losses=found.pop("losses", []),
                found=found,
                taken_by=UUID(told["accepted_by"]) if "accepted_by" in told else None,
            )
        )
    op.execute("UPDATE directory_upload SET state = 'taken' WHERE state = 'done'")
    for table in ("content_upload", "directory_upload"):
        _count_on(table)
    _propose_from("upload", "directory_upload")
    op.drop_table("upload")


def _create(table: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("at", "state"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _of_any_purpose() -> list[sa.Column[Any]]:
    return [
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
    ]


def _count_on(table: str) -> None:
    """Let PostgreSQL count on from the numbers that were copied."""
    if op.get_bind().dialect.name == "postgresql":
        last = f"(SELECT MAX(id) FROM {table})"
        op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last}) WHERE {last} > 0")


def _propose_from(before: str, table: str) -> None:
    name = "fk_entry_proposal_upload_id_{}"
    with op.batch_alter_table("entry_proposal") as proposals:
        proposals.drop_constraint(op.f(name.format(before)), type_="foreignkey")
        proposals.create_foreign_key(op.f(name.format(table)), table, ["upload_id"], ["id"], ondelete="CASCADE")
