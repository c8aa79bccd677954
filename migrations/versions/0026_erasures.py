"""Erasures are remembered while a copy may hold who was erased; a mail may be for somebody who has no account any more

Invitations that were sent lose their text, which held a link: like a way back, it is kept nowhere from now on. On the
way back, mails for those who have no account are lost.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

mails = sa.table("mail", *(sa.column(name, sa.Text) for name in ("kind", "state", "text", "html", "learner_key")))


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("learner", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("mail") as table:
        table.alter_column("learner_key", existing_type=sa.Uuid(), nullable=True)
    op.execute(sa.update(mails).where(mails.c.kind == "invitation").values(text=None, html=None))


def downgrade() -> None:
    op.execute(sa.delete(mails).where(mails.c.learner_key.is_(None)))
    with op.batch_alter_table("mail") as table:
        table.alter_column("learner_key", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("erasure")
