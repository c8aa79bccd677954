"""Because of which rule change a question is held back"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

OF_CHANGE = "fk_withholding_change_id_rule_change"
COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("withholding") as table:
        table.add_column(sa.Column("change_id", COUNTED, nullable=True))
        table.create_foreign_key(op.f(OF_CHANGE), "rule_change", ["change_id"], ["id"])
    # Of two with the same day, the first has written it. Before 0050 the instant of taking effect told whose it was.
    op.execute("""
        UPDATE withholding SET change_id = (
            SELECT min(rule_change.id) FROM rule_change
            WHERE rule_change.decision = 'accepted' AND rule_change.undone_at IS NULL
            AND (rule_change.took_effect_at = withholding.since OR rule_change.holds_from = withholding.in_force_from)
        )
        WHERE why IN ('rule', 'twin', 'concerned') AND released_at IS NULL
    """)


def downgrade() -> None:
    with op.batch_alter_table("withholding") as table:
        table.drop_constraint(op.f(OF_CHANGE), type_="foreignkey")
        table.drop_column("change_id")
