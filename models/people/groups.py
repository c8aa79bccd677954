"""Groups: who is in them, and the figures of a Monday, which say nothing of anybody in particular."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import astuple
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from content.skills import Domain, Skill
from models.catalogue import in_force
from models.ground import anonymity
from models.ground.anonymity import FEWEST, FEWEST_FOR_STATES, LOOK_BACK, BlurredShare
from models.ground.calendar import local_day, local_hour
from models.study import replaying
from models.tables.groups import Group, GroupFigure, Membership
from models.tables.people import Account
from models.tables.study import Answer, Mastery

FIGURES_HOUR = 5
"""Local hour of a Monday up to which answers count; figures are due from then on."""
HALF = 50


class NameTaken(ValueError):
    """Another group has that name."""


class NoSuchGroup(LookupError):
    """There is no such group."""


class GroupListed(NamedTuple):
    """A group as administrators see it: who is in it, and nothing of what they learn."""

    group: Group
    members: Sequence[Account]


class SkillFigure(NamedTuple):
    """What may be said of one skill; `acquired` only in groups of FEWEST_FOR_STATES and more."""

    skill: Skill
    covered: BlurredShare
    acquired: BlurredShare | None


class DomainFigure(NamedTuple):
    """The skills of one domain, and how many of them at least half of the group has covered, as far as shown."""

    domain: Domain
    skills: tuple[SkillFigure, ...]

    @property
    def covered(self) -> int:
        return sum(figure.covered.least >= HALF for figure in self.skills)

    @property
    def acquired(self) -> int:
        return sum(figure.acquired is not None and figure.acquired.least >= HALF for figure in self.skills)


class GroupSheet(NamedTuple):
    """What trainers see of a group: its latest figures and how many people they count, or why there are none."""

    group: Group
    members: int
    week: date | None
    people: int
    domains: tuple[DomainFigure, ...]
    resumes_on: date | None
    """The Monday on which new figures may be taken, for a group that is no longer the one that was counted."""

    @property
    def too_small(self) -> bool:
        return self.members < FEWEST

    @property
    def shown(self) -> bool:
        """Whether there is anything to show."""
        return self.week is not None and not self.too_small

    @property
    def in_three_parts(self) -> bool:
        return self.people >= FEWEST_FOR_STATES


# ------------------------------------------------------------------------------------------------------- who is in them


def create(db: Session, name: str, at: datetime) -> Group:
    """Create a group with nobody in it; raises NameTaken."""
    if db.scalar(select(Group.id).where(Group.name == name.strip())) is not None:
        raise NameTaken(name)
    group = Group(name=name.strip(), created_at=at)
    db.add(group)
    db.flush()
    return group


def group_of(db: Session, group_id: int) -> Group:
    """Return one group; raises NoSuchGroup."""
    group = db.get(Group, group_id)
    if group is None:
        raise NoSuchGroup(group_id)
    return group


def join(db: Session, group: Group, learner_key: UUID, at: datetime) -> bool:
    """Put somebody in a group; returns whether she was not in it."""
    row = db.get(Membership, (group.id, learner_key))
    if row is not None and row.left_at is None:
        return False
    if row is None:
        row = Membership(group_id=group.id, learner_key=learner_key)
        db.add(row)
    row.joined_at, row.left_at = at, None
    db.flush()
    return True


def leave(db: Session, group: Group, learner_key: UUID, at: datetime) -> bool:
    """Take somebody out of a group; returns whether she was in it."""
    row = db.get(Membership, (group.id, learner_key))
    if row is None or row.left_at is not None:
        return False
    row.left_at = at
    db.flush()
    return True


def listing(db: Session) -> list[GroupListed]:
    """Return all groups, by name, with their members, by name."""
    rows = db.execute(
        select(Membership.group_id, Account)
        .join(Account, Account.learner_key == Membership.learner_key)
        .where(Membership.left_at.is_(None), Account.closed_at.is_(None))
        .order_by(Account.name, Account.id)
    )
    members = defaultdict(list)
    for group_id, account in rows:
        members[group_id].append(account)
    return [GroupListed(group, members[group.id]) for group in _groups(db)]


def names_of(db: Session, learner_key: UUID) -> Sequence[str]:
    """Return the groups in which a learner is, by name."""
    mine = select(Group.name).join(Membership, Membership.group_id == Group.id)
    return db.scalars(
        mine.where(Membership.learner_key == learner_key, Membership.left_at.is_(None)).order_by(Group.name)
    ).all()


def _groups(db: Session) -> Sequence[Group]:
    return db.scalars(select(Group).order_by(Group.name)).all()


def _circle(db: Session, group_id: int) -> frozenset[UUID]:
    """Return those who are in a group now, with an account that is open."""
    members = (
        select(Membership.learner_key)
        .join(Account, Account.learner_key == Membership.learner_key)
        .where(Membership.group_id == group_id, Membership.left_at.is_(None), Account.closed_at.is_(None))
    )
    return frozenset(db.scalars(members))


# ---------------------------------------------------------------------------------------------- the figures of a Monday


def due_week(at: datetime, timezone: str) -> date | None:
    """Return the Monday whose figures are due by now, in a time zone; none in its first hours."""
    day = local_day(at, timezone)
    monday = day - timedelta(days=day.weekday())
    return monday if at >= counted_until(monday, timezone) else None


def counted_until(week: date, timezone: str) -> datetime:
    """Return the instant up to which answers count in the figures of a Monday."""
    return local_hour(week, FIGURES_HOUR, timezone)


def take_figures(db: Session, week: date, until: datetime) -> int:
    """Take the figures of a Monday, for the groups that have none and of which they may be taken; returns of how many.

    `until` is the instant up to which answers count.
    """
    _forget_who_left(db, week)
    taught = in_force.asking(db, week)
    skills = [skill.id for skill in in_force.skill_map(db) if skill.id in taught]
    there = set(db.scalars(select(GroupFigure.group_id).where(GroupFigure.week == week)))
    taken = 0
    for group in _groups(db):
        circle = _circle(db, group.id)
        # Asked anew for each group: what was just taken of one is held against the next (docs/decisions/0007).
        if skills and group.id not in there and anonymity.tellable(circle, _recent(db, week)):
            _take(db, group, circle, skills, week, until)
            taken += 1
    return taken


def _recent(db: Session, week: date) -> list[Set[object]]:
    """Return the circles that were counted in LOOK_BACK; an erased member still counts, as a nobody."""
    circles: dict[tuple[int, date | None], set[object]] = defaultdict(set)
    rows = select(Membership.group_id, Membership.counted_on, Membership.learner_key)
    for group_id, counted_on, learner_key in db.execute(rows.where(Membership.counted_on > week - LOOK_BACK)):
        circles[group_id, counted_on].add(learner_key)
    people = select(GroupFigure.group_id, GroupFigure.week, GroupFigure.people).distinct()
    for group_id, counted_on, number in db.execute(people.where(GroupFigure.week > week - LOOK_BACK)):
        # Without her, the circle would look smaller than it was, and a difference with it could single her out.
        if (circle := circles.get((group_id, counted_on))) and len(circle) < number:
            circle.add(None)
    return list(circles.values())


def _take(db: Session, group: Group, circle: Set[UUID], skills: Iterable[str], week: date, until: datetime) -> None:
    covered, acquired = _counts(db, circle, until)
    people = len(circle)
    # Two shares of one small group could be subtracted from each other.
    three = people >= FEWEST_FOR_STATES
    db.add_all(
        GroupFigure(
            group_id=group.id,
            week=week,
            skill=skill,
            people=people,
            covered=_plain(anonymity.cell(covered[skill], people)),
            acquired=_plain(anonymity.cell(acquired[skill], people)) if three else None,
        )
        for skill in skills
    )
    for member in db.scalars(select(Membership).where(Membership.group_id == group.id, Membership.left_at.is_(None))):
        if member.learner_key in circle:
            member.counted_on = week
    db.flush()


def _counts(db: Session, circle: Collection[UUID], until: datetime) -> tuple[Counter[str], Counter[str]]:
    """Return how many have answered on each skill in LOOK_BACK, and how many of them have it."""
    covered, acquired = Counter[str](), Counter[str]()
    rows = (
        select(Answer.learner_key, Answer.skill, Mastery.acquired)
        .join(Mastery, (Mastery.learner_key == Answer.learner_key) & (Mastery.skill == Answer.skill))
        # Only answers within LOOK_BACK: an old *acquired* of somebody long silent is nobody's business.
        .where(replaying.stands(), Answer.learner_key.in_(circle))
        .where(Answer.answered_at > until - LOOK_BACK, Answer.answered_at <= until)
        .distinct()
    )
    for _, skill, has_it in db.execute(rows):
        covered[skill] += 1
        acquired[skill] += has_it
    return covered, acquired


def _plain(shown: BlurredShare) -> list[int]:
    return list(astuple(shown))


def _forget_who_left(db: Session, week: date) -> None:
    """Delete memberships that are over, once no figures are left to be compared with newer ones."""
    db.execute(delete(Membership).where(Membership.left_at.is_not(None), Membership.counted_on.is_(None)))
    old = Membership.counted_on <= week - LOOK_BACK
    db.execute(delete(Membership).where(Membership.left_at.is_not(None), old))


# --------------------------------------------------------------------------------------------------- what trainers see


def sizes(db: Session) -> list[tuple[Group, int | None]]:
    """Return all groups, by name, with the number of their members; none where they are fewer than FEWEST."""
    sized = [(group, len(_circle(db, group.id))) for group in _groups(db)]
    # A small number of members is itself a figure about few.
    return [(group, people if people >= FEWEST else None) for group, people in sized]


def sheet(db: Session, group_id: int, today: date) -> GroupSheet:
    """Return what there is to show of a group; raises NoSuchGroup."""
    group, circle = group_of(db, group_id), _circle(db, group_id)
    week = db.scalar(select(func.max(GroupFigure.week)).where(GroupFigure.group_id == group_id))
    of_week = select(GroupFigure).where(GroupFigure.group_id == group_id, GroupFigure.week == week)
    rows = {row.skill: row for row in db.scalars(of_week)}
    people = next((row.people for row in rows.values()), 0)
    return GroupSheet(group, len(circle), week, people, _by_domain(db, rows), _resumes_on(db, circle, today))


def _by_domain(db: Session, rows: dict[str, GroupFigure]) -> tuple[DomainFigure, ...]:
    domains = (
        DomainFigure(domain, tuple(_figure(skill, rows[skill.id]) for skill in domain.skills if skill.id in rows))
        for domain in in_force.skill_map(db).domains
    )
    return tuple(found for found in domains if found.skills)


def _figure(skill: Skill, row: GroupFigure) -> SkillFigure:
    return SkillFigure(skill, BlurredShare(*row.covered), BlurredShare(*row.acquired) if row.acquired else None)


def _resumes_on(db: Session, circle: Collection[UUID], today: date) -> date | None:
    """Return when those who are in a group now may be counted together, if not on the Monday that comes."""
    next_monday = today + timedelta(days=7 - today.weekday())
    if len(circle) < FEWEST or anonymity.tellable(set(circle), _recent(db, next_monday)):
        return None
    latest = db.scalar(select(func.max(Membership.counted_on)).where(Membership.learner_key.in_(circle)))
    return latest + LOOK_BACK if latest else None
