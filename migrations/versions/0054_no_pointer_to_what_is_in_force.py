"""What is in force of a document is told by its versions: the latest whose day has come"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO_VERSION = "fk_document_published_id_version"


def upgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.drop_constraint(op.f(TO_VERSION), type_="foreignkey")
        table.drop_column("published_id")


def downgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("published_id", COUNTED, nullable=True))
        table.create_foreign_key(op.f(TO_VERSION), "version", ["published_id"], ["id"])
    # The clock moved it when a change took effect.
    op.execute("""
        UPDATE document SET published_id = (
            SELECT version.id FROM version WHERE version.document_id = document.id AND (
                version.in_force_from IS NULL OR version.in_force_from <= (
                    SELECT max(holds_from) FROM rule_change WHERE took_effect_at IS NOT NULL
                )
            )
            ORDER BY version.number DESC LIMIT 1
        )
    """)
