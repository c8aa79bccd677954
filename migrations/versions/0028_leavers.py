"""Whoever leaves has an address of her own and a link; nothing of her own is visited any more

The sources of accounts closed before rest from now on, with what they had brought and nobody has read yet; what their
owners were trying is forgotten. On the way back they are visited again, as they were.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)

account = sa.table("account", sa.column("learner_key", sa.Uuid), sa.column("closed_at", INSTANT))
source = sa.table(
    "source", sa.column("id", COUNTED), sa.column("learner_key", sa.Uuid), sa.column("active", sa.Boolean)
)
article = sa.table(
    "article",
    sa.column("source_id", COUNTED),
    sa.column("state", sa.Text),
    sa.column("due_at", INSTANT),
    sa.column("found_at", INSTANT),
)
trial = sa.table("trial", sa.column("learner_key", sa.Uuid))

leavers = sa.select(account.c.learner_key).where(account.c.closed_at.is_not(None))
theirs = sa.select(source.c.id).where(source.c.learner_key.in_(leavers))
unread = sa.and_(article.c.state == "due", article.c.source_id.in_(theirs))


def upgrade() -> None:
    op.create_table(
        "own_address",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("account_id", COUNTED, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("named_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_own_address_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_own_address_token_hash")),
    )
    op.create_index(op.f("ix_own_address_account_id"), "own_address", ["account_id"])
    op.create_index(op.f("ix_own_address_email"), "own_address", ["email"])
    op.create_table(
        "leaving_link",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("account_id", COUNTED, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("asks_password", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_leaving_link_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaving_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_leaving_link_token_hash")),
    )
    op.create_index(op.f("ix_leaving_link_account_id"), "leaving_link", ["account_id"])
    op.execute(sa.update(source).where(source.c.learner_key.in_(leavers)).values(active=False))
    op.execute(sa.update(article).where(unread).values(due_at=None))
    op.execute(sa.delete(trial).where(trial.c.learner_key.in_(leavers)))


def downgrade() -> None:
    op.execute(sa.update(source).where(source.c.learner_key.in_(leavers)).values(active=True))
    op.execute(sa.update(article).where(unread).values(due_at=article.c.found_at))
    op.drop_table("leaving_link")
    op.drop_table("own_address")
