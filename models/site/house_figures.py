"""The figures of the whole house, once a month, in thirds: what people have met and acquired in each direction."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.skills import Domain
from models.catalogue import in_force
from models.ground.anonymity import BlurredShare, Measurement, blurred_mean, held_back, third
from models.ground.calendar import local_day, local_hour, monday_of
from models.learning import answer_log, objection
from models.tables.answers import Answer, Mastery
from models.tables.counts import HouseFigure
from models.tables.people import Account

LEAST_PEOPLE, LEAST_WEEKS = 30, 4
"""People without whom nothing is measured; in how many different weeks each has answered."""
FIGURES_HOUR = 5
"""Local hour of the first day of a month up to which answers count; figures are due from then on."""
MET, ACQUIRED = "met", "acquired"


class DirectionFigure(NamedTuple):
    """One direction: how much of it people have met, and acquired, on average; None while that is not clear."""

    domain: Domain
    met: BlurredShare | None
    acquired: BlurredShare | None


class HouseFigures(NamedTuple):
    """What trainers see of the whole house, and the month of the latest measurement."""

    month: date | None
    directions: tuple[DirectionFigure, ...]

    @property
    def shown(self) -> bool:
        """Whether there is anything to show."""
        return any(one.met for one in self.directions)


def due_month(at: datetime, timezone: str) -> date | None:
    """Return the first day of the month whose figures are due by now, in a time zone; none in its first hours."""
    month = local_day(at, timezone).replace(day=1)
    return month if at >= counted_until(month, timezone) else None


def counted_until(month: date, timezone: str) -> datetime:
    """Return the instant up to which answers count in the figures of a month."""
    return local_hour(month, FIGURES_HOUR, timezone)


def take(db: Session, month: date, until: datetime, secret_key: str) -> bool:
    """Measure a month, once, if there are people enough; returns whether it did."""
    people = _taking_part(db, until)
    # Held back anew each month: that there is a row, or none, must not tell of one of them either.
    told = len(people) - held_back(secret_key, "people", str(month))
    there = db.scalar(select(HouseFigure.month).where(HouseFigure.month == month))
    if told < LEAST_PEOPLE or there:
        return False
    shares = {
        domain: [blurred_mean(part, secret_key, what, str(month), domain) for what, part in parts.items()]
        for domain, parts in contributions(db, people, until).items()
    }
    db.add(HouseFigure(month=month, people=told, shares=shares))
    db.flush()
    return True


def _taking_part(db: Session, until: datetime) -> set[UUID]:
    """Return those with an open account who have answered in LEAST_WEEKS different weeks and do not object.

    However long ago: anyone who is away for months must not be told by what is missing.
    """
    weeks: dict[UUID, set[date]] = defaultdict(set)
    rows = select(Answer.learner_key, Answer.day).join(Account, Account.learner_key == Answer.learner_key)
    rows = rows.where(Account.closed_at.is_(None), objection.estimated(Answer.learner_key))
    for learner_key, day in db.execute(rows.where(Answer.answered_at <= until).distinct()):
        weeks[learner_key].add(monday_of(day))
    return {learner_key for learner_key, answered_in in weeks.items() if len(answered_in) >= LEAST_WEEKS}


def contributions(db: Session, people: Collection[UUID], until: datetime) -> dict[str, dict[str, list[float]]]:
    """Return, by domain and by what is measured, one part from each person: no more depends on any one of them.

    A part is the share, from 0 to 1, of the skills of a domain on which she has answered, or which she has acquired.
    """
    skills_of = {MET: defaultdict[UUID, set[str]](set), ACQUIRED: defaultdict[UUID, set[str]](set)}
    rows = (
        select(Answer.learner_key, Answer.skill, Mastery.acquired)
        .join(Mastery, (Mastery.learner_key == Answer.learner_key) & (Mastery.skill == Answer.skill))
        .where(answer_log.stands(), Answer.answered_at <= until)
        .distinct()
    )
    for learner_key, skill, has_it in db.execute(rows):
        for what in (MET, ACQUIRED) if has_it else (MET,):
            skills_of[what][learner_key].add(skill)
    taught = in_force.asking(db, until.date())
    found = {}
    for domain in in_force.skill_map(db).domains:
        # A thin skill cannot be acquired.
        if skills := {skill.id for skill in domain.skills if skill.id in taught and not skill.thin}:
            found[domain.id] = {
                what: [len(skills & hers[key]) / len(skills) for key in people] for what, hers in skills_of.items()
            }
    return found


def house_figures(db: Session) -> HouseFigures:
    """Return what there is to show of the whole house."""
    rows = db.scalars(select(HouseFigure).order_by(HouseFigure.month)).all()
    directions = []
    for domain in in_force.skill_map(db).domains:
        measured = [(row.shares[domain.id], row.people) for row in rows if domain.id in row.shares]
        met, acquired = (third([Measurement(both[place], people) for both, people in measured]) for place in range(2))
        # What is acquired has been met: where the noise says otherwise, it is wrong.
        if met and acquired:
            acquired = min(met, acquired, key=lambda share: share.least)
        directions.append(DirectionFigure(domain, met, acquired))
    return HouseFigures(rows[-1].month if rows else None, tuple(directions))
