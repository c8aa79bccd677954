"""« Pas trouvé »: counted by domain and week, without words or anybody; trainers see the weeks that are over."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from content.skills import Domain
from models.catalogue import in_force
from models.ground import jobs
from models.ground.anonymity import FEWEST
from models.ground.calendar import monday_of
from models.study.situate import NoSuchDomain
from models.tables.unmet_needs import UnmetNeed

WEEK = timedelta(weeks=1)
SHOWN = 4
"""Weeks."""
KEPT = timedelta(days=365)


class WeekOfNeeds(NamedTuple):
    """A week by its Monday, and how often it was said; None for fewer than FEWEST times."""

    monday: date
    number: int | None


class DomainNeeds(NamedTuple):
    """What was not found in a domain, the latest week first."""

    domain: Domain
    weeks: Sequence[WeekOfNeeds]


def count(db: Session, domain: str, day: date) -> None:
    """Count one need of a domain that was not met in the week of a day; raises NoSuchDomain."""
    if domain not in {one.id for one in in_force.skill_map(db).domains}:
        raise NoSuchDomain(domain)
    place = {"week": monday_of(day), "domain": domain}
    jobs.insert_new(db, UnmetNeed, [{**place, "number": 0}])
    # In one statement: of those who count at once, none is lost.
    here = (UnmetNeed.week == place["week"], UnmetNeed.domain == domain)
    db.execute(update(UnmetNeed).where(*here).values(number=UnmetNeed.number + 1))


def lately(db: Session, day: date) -> list[DomainNeeds]:
    """Return, by domain, the last weeks that were over on a day; a domain of which nothing was said is not there.

    Never the week that runs: who looks each evening would learn who was here.
    """
    monday = monday_of(day)
    rows = select(UnmetNeed).where(UnmetNeed.week >= monday - SHOWN * WEEK, UnmetNeed.week < monday)
    found: defaultdict[str, list[WeekOfNeeds]] = defaultdict(list)
    for row in db.scalars(rows.order_by(UnmetNeed.week.desc())):
        found[row.domain].append(WeekOfNeeds(row.week, row.number if row.number >= FEWEST else None))
    return [DomainNeeds(one, found[one.id]) for one in in_force.skill_map(db).domains if one.id in found]


def forget_old(db: Session, at: datetime) -> None:
    """Forget the weeks of more than a year ago."""
    db.execute(delete(UnmetNeed).where(UnmetNeed.week < at.date() - KEPT))
