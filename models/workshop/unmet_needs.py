"""« Pas trouvé »: counted by domain and week, without words or anybody; trainers see the weeks that are over."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.skills import Domain
from models.catalogue import in_force
from models.ground import counts
from models.ground.counts import WeekTold
from models.learning.situate import NoSuchDomain
from models.tables.counts import WeekCountKind


class DomainNeeds(NamedTuple):
    """What was not found in a domain, the latest week first."""

    domain: Domain
    weeks: Sequence[WeekTold]


def count(db: Session, domain: str, day: date) -> None:
    """Count one need of a domain that was not met in the week of a day; raises NoSuchDomain."""
    if domain not in {one.id for one in in_force.skill_map(db).domains}:
        raise NoSuchDomain
    counts.count_in_week(db, WeekCountKind.DOMAIN_UNMET, domain, day)


def lately(db: Session, day: date) -> list[DomainNeeds]:
    """Return, by domain, the last weeks that were over on a day; a domain of which nothing was said is not there."""
    found = counts.weeks_lately(db, WeekCountKind.DOMAIN_UNMET, day)
    return [DomainNeeds(one, found[one.id]) for one in in_force.skill_map(db).domains if one.id in found]
