"""Ability, questions in a set of parameters, and what was in force when"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

import models.tables.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.tables.base.UtcDateTime(timezone=True)

SHARED = {"success": [0.0, 0.0], "learn": [0.0, 0.0], "prior": [0.0, 0.0], "gap": 0.3, "fade": 0.25, "doubt": [0.7] * 5}
OLD_OF_A_SKILL = {"forget_scale": 30.0, "forget_power": 0.25}
NEW_OF_A_SKILL = {
    "forget": 0.0,
    "facility": 0.5,
    "spread": {"prior": 1.0, "learn": 1.0, "guess": 0.5, "slip": 0.5, "forget": 1.0},
}
"""What the first sets did without; what they forget by days they forget at about the same pace."""

sets = sa.table(
    "parameter_set",
    sa.column("id", KEY),
    sa.column("shared", sa.JSON()),
    sa.column("skills", sa.JSON()),
    sa.column("questions", sa.JSON()),
    sa.column("fingerprint", sa.Text()),
    sa.column("promoted_at", INSTANT),
    sa.column("promoted_by", sa.Text()),
)
promotions = sa.table(
    "promotion",
    sa.column("id", KEY),
    sa.column("parameters_id", KEY),
    sa.column("kind", sa.Text()),
    sa.column("at", INSTANT),
    sa.column("by", sa.Text()),
)


def upgrade() -> None:
    op.create_table(
        "ability",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("slow", sa.Double(), nullable=False),
        sa.Column("fast", sa.Double(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("parameters_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_ability_learner_key_learner")),
        sa.ForeignKeyConstraint(
            ["parameters_id"], ["parameter_set.id"], name=op.f("fk_ability_parameters_id_parameter_set")
        ),
        sa.PrimaryKeyConstraint("learner_key", name=op.f("pk_ability")),
    )
    op.create_table(
        "promotion",
        sa.Column("id", KEY, nullable=False),
        sa.Column("parameters_id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parameters_id"], ["parameter_set.id"], name=op.f("fk_promotion_parameters_id_parameter_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
    )
    # Nobody has an ability yet, so everybody is due to be replayed, and until then shown what she was shown.
    with op.batch_alter_table("mastery") as batch_op:
        batch_op.add_column(sa.Column("mark", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("earned_mark", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("mastery") as batch_op:
        batch_op.alter_column("mark", server_default=None)
        batch_op.alter_column("earned_mark", server_default=None)
    _carry_sets_over()


def _carry_sets_over() -> None:
    added = ("shared", sa.JSON()), ("questions", sa.JSON()), ("fingerprint", sa.Text())
    with op.batch_alter_table("parameter_set") as batch_op:
        for name, kind in added:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    db = op.get_bind()
    for row in db.execute(sa.select(sets.c.id, sets.c.skills)).all():
        skills = {skill: _without(OLD_OF_A_SKILL, values) | NEW_OF_A_SKILL for skill, values in row.skills.items()}
        plain = {"shared": SHARED, "skills": skills, "questions": {}}
        db.execute(sets.update().where(sets.c.id == row.id).values(fingerprint=_fingerprint(plain), **plain))
    promoted = sa.select(sets.c.id, sa.literal("promoted"), sets.c.promoted_at, sets.c.promoted_by)
    in_turn = promoted.where(sets.c.promoted_at.is_not(None)).order_by(sets.c.promoted_at, sets.c.id)
    db.execute(promotions.insert().from_select(["parameters_id", "kind", "at", "by"], in_turn))
    with op.batch_alter_table("parameter_set") as batch_op:
        for name, kind in added:
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.drop_column("promoted_at")
        batch_op.drop_column("promoted_by")


def _fingerprint(plain: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def downgrade() -> None:
    with op.batch_alter_table("parameter_set") as batch_op:
        batch_op.add_column(sa.Column("promoted_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("promoted_by", sa.Text(), nullable=True))
    db = op.get_bind()
    for row in db.execute(sa.select(promotions).order_by(promotions.c.id)).all():
        again = sets.update().where(sets.c.id == row.parameters_id)
        db.execute(again.values(promoted_at=row.at, promoted_by=row.by))
    for row in db.execute(sa.select(sets.c.id, sets.c.skills)).all():
        skills = {skill: _without(NEW_OF_A_SKILL, values) | OLD_OF_A_SKILL for skill, values in row.skills.items()}
        db.execute(sets.update().where(sets.c.id == row.id).values(skills=skills))
    with op.batch_alter_table("parameter_set") as batch_op:
        for name in ("shared", "questions", "fingerprint"):
            batch_op.drop_column(name)
    with op.batch_alter_table("mastery") as batch_op:
        batch_op.drop_column("mark")
        batch_op.drop_column("earned_mark")
    op.drop_table("promotion")
    op.drop_table("ability")


def _without(names: Mapping[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
