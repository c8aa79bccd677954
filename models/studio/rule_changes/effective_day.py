"""The day of a rule change, as every request meets it: one query, and more only when that day has come."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Date, bindparam, event, or_
from sqlalchemy.orm import Session

from models.catalogue import published
from models.ground.calendar import local_day
from models.studio.rule_changes.stages import AWAITED, ZONE
from models.tables.rule_changes import RuleChange

_DUE = AWAITED.where(
    # What is only announced and names no day is due at once: it switches nothing.
    or_(RuleChange.holds_from.is_(None), RuleChange.holds_from <= bindparam("day", type_=Date()))
).order_by(RuleChange.holds_from.nulls_first(), RuleChange.id)


def read_on_day(db: Session, at: datetime) -> None:
    """Have a session read as in force what is so on the day of an instant."""
    # The law changes at midnight in Brussels, wherever the learner is.
    published.read_on(db, local_day(at, ZONE))


def due(db: Session, at: datetime) -> Sequence[RuleChange]:
    """Return the accepted changes whose day has come in Brussels and that have not taken effect, in their order."""
    return db.scalars(_DUE, {"day": local_day(at, ZONE)}).all()


def take_effect(db: Session, at: datetime) -> list[RuleChange]:
    """Do what follows from all that is due, once, no matter who asks; returns what has taken effect."""
    if not (changes := due(db, at)):
        return []
    from models.studio.rule_changes import planning  # on most days no law changes

    published.read_on(db, max(published.day_of(db), local_day(at, ZONE)))
    return [change for change in changes if planning.bring_effect(db, change, at)]


@event.listens_for(Session, "before_commit")
def _plan(db: Session) -> None:
    # What changes bring on days to come follows from what is published: a change of that has it written anew.
    if db.in_nested_transaction() or not db.info.get(published.CHANGED):
        return
    if db.scalar(AWAITED.with_only_columns(RuleChange.id).limit(1)) is not None:
        from models.studio.rule_changes import planning

        planning.plan(db)
