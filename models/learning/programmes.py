"""Programmes as one learner meets them: offered, taken up by herself, followed week by week, stopped.

How far she is, is computed for her alone, from the modules that she has played to their end, whenever that was: no row
says it. A week that goes by without its module shows nowhere; one may go ahead (docs/decisions/0046).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.module import Module
from content.programmes import Programme, Words, is_whole
from models.catalogue import in_force
from models.ground.lookups import Lookup
from models.learning import learner_situation, learners, objection, week
from models.tables.programmes import ProgrammeFollowing


class UnknownProgramme(NotFound):
    """No programme of that id is offered, and this learner follows none."""

    what = N_("Ce parcours n'est pas proposé.")
    then = N_("Ceux qui le sont se trouvent sous « Modules ».")


class WeekInProgramme(NamedTuple):
    """One week as its learner sees it."""

    module: Module
    why: Words
    finished: bool
    opens_on: date | None
    """The day from which home offers it, while that is still to come; nothing is said of days gone by."""


class ProgrammeProgress(NamedTuple):
    """A programme as one learner meets it; of one that she does not follow nothing is finished and nothing opens."""

    programme: Programme
    weeks: Sequence[WeekInProgramme]
    """Those whose module is published."""
    followed: bool

    @property
    def finished(self) -> int:
        """How many of its modules she has played to their end."""
        return sum(one.finished for one in self.weeks)

    @property
    def next(self) -> WeekInProgramme | None:
        """The first week whose module she has not; None once she has them all."""
        return next((one for one in self.weeks if not one.finished), None)

    @property
    def minutes(self) -> int:
        """How long its modules are planned to take."""
        return sum(one.module.minutes for one in self.weeks)


FOLLOWED = Lookup(
    select(ProgrammeFollowing.programme_id, ProgrammeFollowing.begun_on).where(
        ProgrammeFollowing.learner_key == bindparam("learner_key")
    ),
    lambda rows: {programme: begun_on for programme, begun_on in sorted(rows, key=lambda row: (row[1], row[0]))},
)
"""The programmes that a learner follows, each with the day on which she took it up, the first taken up first."""


def offered(db: Session) -> list[Programme]:
    """Return the programmes that are offered: each module of theirs is published in French and in Dutch."""
    found = in_force.programmes(db)
    published = in_force.published_in(db) if found else {}
    return [programme for programme in found if is_whole(programme, published)]


def for_newcomer(db: Session, learner_key: UUID) -> list[Programme]:
    """Return what is offered to a learner who is new, less what she follows already; nothing to others."""
    if not learners.read(db, learner_key).is_new:
        return []
    followed = FOLLOWED.ask(db, learner_key=learner_key)
    return [programme for programme in offered(db) if programme.newcomers and programme.id not in followed]


def followed(db: Session, learner_key: UUID, at: datetime) -> list[ProgrammeProgress]:
    """Return the programmes that a learner follows and has not come to the end of, the first taken up first."""
    begun, there = FOLLOWED.ask(db, learner_key=learner_key), {one.id: one for one in in_force.programmes(db)}
    if not begun.keys() & there.keys():
        return []
    standings = [_progress_on(db, learner_key, there[name], on, at) for name, on in begun.items() if name in there]
    return [one for one in standings if one.next]


def progress_on(db: Session, learner_key: UUID, programme_id: str, at: datetime) -> ProgrammeProgress:
    """Return a programme that is offered, or that this learner follows; raises UnknownProgramme.

    Without estimation nothing is kept of what is played, and it is a list to read.
    """
    begun = FOLLOWED.ask(db, learner_key=learner_key)
    follows = programme_id in begun and not learners.read(db, learner_key).without_estimation
    for programme in in_force.programmes(db) if programme_id in begun else offered(db):
        if programme.id == programme_id:
            return _progress_on(db, learner_key, programme, begun[programme_id] if follows else None, at)
    raise UnknownProgramme


def _progress_on(
    db: Session, learner_key: UUID, programme: Programme, begun_on: date | None, at: datetime
) -> ProgrammeProgress:
    finished = learner_situation.PLAYED.ask(db, learner_key=learner_key) if begun_on else frozenset()
    today = week.day_of(db, learner_key, at)
    published = in_force.published_modules(db, learners.read(db, learner_key).language)
    modules = {one.module.id: one.module for one in published}
    weeks: list[WeekInProgramme] = []
    for one in programme.weeks:
        if one.module in modules:
            opens_on = begun_on + len(weeks) * week.WEEK if begun_on else None
            later = opens_on if opens_on and opens_on > today else None
            weeks.append(WeekInProgramme(modules[one.module], one.why, one.module in finished, later))
    return ProgrammeProgress(programme, weeks, begun_on is not None)


def take_up(db: Session, learner_key: UUID, programme_id: str, at: datetime) -> None:
    """Let a learner follow a programme that is offered, from today; twice is once.

    Raises UnknownProgramme, WithoutEstimation.
    """
    objection.lock(db, learner_key)
    if programme_id not in {programme.id for programme in offered(db)}:
        raise UnknownProgramme
    if db.get(ProgrammeFollowing, (learner_key, programme_id)) is None:
        day = week.day_of(db, learner_key, at)
        db.add(ProgrammeFollowing(learner_key=learner_key, programme_id=programme_id, begun_on=day))
        db.flush()


def stop(db: Session, learner_key: UUID, programme_id: str) -> None:
    """Forget that a learner follows a programme; what she has played stays hers."""
    learners.lock(db, learner_key)
    if row := db.get(ProgrammeFollowing, (learner_key, programme_id)):
        db.delete(row)
        db.flush()
