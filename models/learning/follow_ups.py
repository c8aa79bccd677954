"""« En avez-vous eu l'occasion ? »: whether a learner could try what her last sitting gave her to try.

Her own, and nobody's evidence: neither what is known of her nor what is proposed depends on it (a law holds it).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from content.module import Module
from models.catalogue import in_force
from models.ground.calendar import is_working_day, local_day
from models.ground.lookups import Lookup
from models.learning import learners, objection, week
from models.tables.answers import Play
from models.tables.follow_ups import FollowUp, Tried

WITHIN = timedelta(days=28)
"""Longer after a sitting nobody remembers what there was to try."""
NOT_YET_AGAIN = timedelta(days=7)
"""Who says « pas encore » is asked once more, that much later."""
IGNORED = 2
"""Anyone who has gone on without a word so many times in a row is not asked any more."""


class Asked(NamedTuple):
    """One day on which she was asked, of which module, and what she said."""

    on: date
    module_id: str
    said: Tried | None


LAST_ENDED = Lookup(
    select(Play.version_id, Play.finished_at)
    .where(Play.learner_key == bindparam("learner_key"), Play.finished_at.is_not(None), Play.version_id.is_not(None))
    .order_by(Play.finished_at.desc(), Play.version_id.desc(), Play.id.desc())
    .limit(1),
    lambda rows: tuple(rows[0]) if rows else None,
)
"""The version that was played last to its end, and when."""
ASKED = Lookup(
    select(FollowUp.asked_on, FollowUp.module_id, FollowUp.said)
    .where(FollowUp.learner_key == bindparam("learner_key"))
    .order_by(FollowUp.asked_on.desc())
    .limit(WITHIN.days),
    lambda rows: sorted((Asked(on, module, said and Tried(said)) for on, module, said in rows), reverse=True),
)
"""The days on which she was asked, the latest first; once a day at most, so that all within `WITHIN` are there."""


def due(db: Session, learner_key: UUID, at: datetime) -> Module | None:
    """Return the module of whose try a learner is asked now, if she is asked: on a working day after its sitting."""
    day = week.day_of(db, learner_key, at)
    ended, asked = LAST_ENDED.ask(db, learner_key=learner_key), ASKED.ask(db, learner_key=learner_key)
    silent = [one.said for one in asked[:IGNORED]] == [None] * IGNORED
    if ended is None or silent or any(one.on >= day for one in asked):
        return None
    if not is_working_day(day, pauses=week.PAUSES.ask(db, learner_key=learner_key)):
        return None
    version_id, finished_at = ended
    ended_on = local_day(finished_at, learners.read(db, learner_key).timezone)
    if not ended_on < day <= ended_on + WITHIN:
        return None
    module = in_force.module_of(db, version_id)
    of_it = [one for one in asked if one.module_id == module.id]
    # As it stands today, however it stood when it was played.
    sensitive = {one.module.id for one in in_force.published_modules(db) if one.module.sensitive}
    return module if module.to_try and module.id not in sensitive and _is_open(of_it, day) else None


def _is_open(asked: Sequence[Asked], day: date) -> bool:
    """Return whether a try may be asked about on a day, given when it was, the latest first."""
    if not asked:
        return True
    latest, before = asked[0], {one.said for one in asked[1:]}
    if latest.said is None:
        return before <= {None}
    return latest.said is Tried.NOT_YET and Tried.NOT_YET not in before and latest.on + NOT_YET_AGAIN <= day


def say(db: Session, learner_key: UUID, module_id: str, tried: Tried, at: datetime) -> None:
    """Keep what a learner says of a try; what comes late, or twice, changes nothing. Raises WithoutEstimation."""
    objection.lock(db, learner_key)
    today = db.get(FollowUp, (learner_key, week.day_of(db, learner_key, at)))
    if today and today.module_id == module_id:
        today.said = today.said or tried
    elif today is None:
        _keep(db, learner_key, at, module_id, tried)


def pass_over(db: Session, learner_key: UUID, at: datetime) -> None:
    """Note that a learner was asked and has gone on without a word."""
    objection.lock(db, learner_key)
    if module := due(db, learner_key, at):
        _keep(db, learner_key, at, module.id, None)


def _keep(db: Session, learner_key: UUID, at: datetime, module_id: str, tried: Tried | None) -> None:
    module = due(db, learner_key, at)
    if module and module.id == module_id:
        day = week.day_of(db, learner_key, at)
        db.add(FollowUp(learner_key=learner_key, asked_on=day, module_id=module_id, said=tried))
        db.flush()


def last_said(db: Session, learner_key: UUID, module_id: str) -> Asked | None:
    """Return what a learner said last of the try of a module."""
    hers = select(FollowUp).where(FollowUp.learner_key == learner_key, FollowUp.module_id == module_id)
    row = db.scalars(hers.where(FollowUp.said.is_not(None)).order_by(FollowUp.asked_on.desc())).first()
    return Asked(row.asked_on, row.module_id, Tried(row.said)) if row and row.said else None
