"""Mails: a rhythm of the week, and addresses that refuse them"""

import sqlalchemy as sa
from alembic import op

import models.tables.base

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INSTANT = models.tables.base.UtcDateTime(timezone=True)
COLUMNS = {"digest_weekday": sa.Integer(), "mail_paused_at": INSTANT, "mail_resumed_at": INSTANT}


def upgrade() -> None:
    with op.batch_alter_table("account") as account:
        for name, kind in COLUMNS.items():
            account.add_column(sa.Column(name, kind, nullable=True))
    op.create_index(op.f("ix_mail_message_id"), "mail", ["message_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_mail_message_id"), table_name="mail")
    with op.batch_alter_table("account") as account:
        for name in reversed(COLUMNS):
            account.drop_column(name)
