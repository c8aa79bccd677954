"""What is written for a day to come, and in force from then on: texts, questions held back and readings."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.catalogue.published import CHANGED, day_of, forget, last_day
from models.tables.attestations import Attestation
from models.tables.documents import Version, Withholding
from models.tables.rule_changes import RuleChange, RuleChangeText

_PLANNED = select(RuleChange).where(RuleChange.is_planned, RuleChange.took_effect_at.is_(None))


def forget_planned(db: Session) -> None:
    """Forget what is written for days to come: what it follows from has changed, so it is planned anew."""
    # Whatever the clock says now: what has taken effect stays.
    day = max(day_of(db), last_day(db))
    if not (planned := db.scalars(_PLANNED.where(RuleChange.holds_from > day)).all()):
        return
    for change in planned:
        change.is_planned, change.rules_before_id, change.rules_after_id = False, None, None
    texts = update(RuleChangeText).where(RuleChangeText.change_id.in_([change.id for change in planned]))
    db.execute(texts.values(version_id=None))
    db.flush()
    for table in (Version, Withholding, Attestation):
        db.execute(delete(table).where(table.in_force_from > day))
    forget(db)
    db.info[CHANGED] = True
