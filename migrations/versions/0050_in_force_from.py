"""From which day on a version, a question held back and a reading are in force

What accepted changes bring on days to come is written by the first commit after it, from the texts prepared for them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

DATED = ("version", "withholding", "attestation")


def upgrade() -> None:
    for table in DATED:
        op.add_column(table, sa.Column("in_force_from", sa.Date(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        # The number of a version that is planned anew is never given twice; PostgreSQL never does.
        with op.batch_alter_table("version", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass
    op.create_index(op.f("ix_version_in_force_from"), "version", ["in_force_from"])
    op.add_column("rule_change", sa.Column("is_planned", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("rule_change") as changes:
        changes.alter_column("is_planned", server_default=None)


def downgrade() -> None:
    # What is planned and has not taken effect goes; what a change has brought that has taken effect stays.
    planned = "SELECT id FROM rule_change WHERE is_planned AND took_effect_at IS NULL"
    op.execute(f"UPDATE rule_change_text SET version_id = NULL WHERE change_id IN ({planned})")
    op.execute(f"UPDATE rule_change SET rules_before_id = NULL, rules_after_id = NULL WHERE id IN ({planned})")
    for table in DATED:
        op.execute(f"""
            DELETE FROM {table} WHERE in_force_from IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM rule_change WHERE took_effect_at IS NOT NULL AND holds_from >= in_force_from
            )
        """)
    op.drop_index(op.f("ix_version_in_force_from"), table_name="version")
    for table in DATED:
        op.drop_column(table, "in_force_from")
    op.drop_column("rule_change", "is_planned")
