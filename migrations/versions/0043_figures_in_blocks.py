"""What was told of a question becomes its first block, which is not counted again; curves are sums of such blocks

What has been answered since it was told is in no block: counted now, it would be told of a few by subtraction.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

COUNTS = ("answers", "people", "right", "dont_know", "confident", "sure_wrong", "chosen", "keys")
figures = sa.table(
    "question_figures",
    *(sa.column(name) for name in ("question_id", "version_id")),
    sa.column("figures", sa.JSON()),
)
TOLD = sa.text(
    """
    SELECT max(answer.id), avg((
        SELECT count(*) FROM answer AS earlier WHERE earlier.learner_key = answer.learner_key
        AND earlier.skill = answer.skill AND earlier.exposure = 0 AND earlier.sequence < answer.sequence
    )) FROM answer WHERE answer.question_id = :question AND answer.exposure = 0
    """
)
"""The last answer, and how many on its skill came before one of them."""


def upgrade() -> None:
    op.drop_table("learning_curve")
    connection = op.get_bind()
    for question_id, version_id, told in connection.execute(sa.select(figures)).all():
        upto, before = connection.execute(TOLD, {"question": question_id}).one()
        mine = (figures.c.question_id == question_id, figures.c.version_id == version_id)
        kept = in_one_block(told, upto or 0, float(before or 0))
        connection.execute(sa.update(figures).where(*mine).values(figures=kept))


def in_one_block(told: dict[str, Any], upto: int, before: float) -> dict[str, Any]:
    """Return figures as they are kept now; `before`: how many on the same skill came before an answer, on average."""
    months, turns = [month for month, *_ in told["months"]], round(before * told["answers"])
    block = {name: told[name] for name in COUNTS} | {"upto": upto, "turns": turns}
    kept = {name: told[name] for name in ("seconds", "discrimination", "findings")}
    return {"blocks": [block | {"first": months[0], "last": months[-1]}], **kept, "luck": None}


def downgrade() -> None:
    # The worker takes them anew, from the log.
    op.execute(sa.delete(figures))
    op.create_table(
        "learning_curve",
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("skill", name=op.f("pk_learning_curve")),
    )
