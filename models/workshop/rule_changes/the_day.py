"""The day of a rule change, as every request meets it: one query, and more only when that day has come."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import Session

from models.catalogue import of_the_day
from models.catalogue.of_the_day import Pending
from models.catalogue.published import is_due
from models.ground.calendar import local_day
from models.tables.rule_changes import RuleChange
from models.workshop.rule_changes.about import ZONE

_DUE = (
    select(RuleChange)
    .where(is_due(bindparam("day", type_=Date())))
    .order_by(RuleChange.holds_from.nulls_first(), RuleChange.id)
)


def due(db: Session, at: datetime) -> Sequence[RuleChange]:
    """Return the accepted changes whose day has come in Brussels and that have not taken effect, in their order."""
    # The law changes at midnight in Brussels, wherever the learner is.
    return db.scalars(_DUE, {"day": local_day(at, ZONE)}).all()


def take_effect(db: Session, at: datetime) -> list[RuleChange]:
    """Let all that is due take effect, each once, whoever asks; returns what has."""
    if not (changes := due(db, at)):
        return []
    from models.workshop.rule_changes import taking_effect  # on most days no law changes

    return taking_effect.take(db, changes, at)


def read_as_of(db: Session, at: datetime) -> None:
    """Have a session read as in force what holds at an instant, written in the tables or not."""
    of_the_day.read_as_of(db, local_day(at, ZONE), partial(_find, at))


def _find(at: datetime, db: Session, found: Pending) -> None:
    if changes := due(db, at):
        from models.workshop.rule_changes import as_of

        as_of.find(db, found, changes)
