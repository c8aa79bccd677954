"""How a fact was read: manner, day of the copy, date of the page; and which fact a listed telephone is of"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

DERIVED = ("listed_fact", "spoken_at_entry", "entry_plain", "entry_tie", "listed_entry")


def upgrade() -> None:
    _forget()
    op.add_column("listed_entry", sa.Column("reached_by", sa.Integer(), nullable=True))
    op.add_column("listed_fact", sa.Column("manner", sa.Text(), nullable=True))
    op.add_column("listed_fact", sa.Column("copied", sa.Date(), nullable=True))
    op.add_column("listed_fact", sa.Column("page", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    _forget()
    for column in ("page", "copied", "manner"):
        op.drop_column("listed_fact", column)
    op.drop_column("listed_entry", "reached_by")


def _forget() -> None:
    # All of it follows from the published texts, what is passed on too: the set-up derives it again (catch_up).
    for name in DERIVED:
        op.execute(sa.delete(sa.table(name)))
