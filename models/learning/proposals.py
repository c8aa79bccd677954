"""The tutor's proposals to a learner: gathered, chosen, kept so that they can be replayed, and refused."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, func, or_, select
from sqlalchemy.orm import Session, aliased

from models import parameters
from models.catalogue import documents, in_force
from models.estimates import Estimates
from models.ground.calendar import DAY, local_day
from models.ground.lookups import Lookup
from models.learner import Ability, Belief, Knowledge
from models.learning import due_checks, learner_situation, learners, objection, progress
from models.learning.learner_situation import LATEST, situation
from models.tables.answers import Answer, Confidence
from models.tables.proposals import Proposal, Refusal
from models.tutor import choice
from models.tutor.choice import LeastChange, Step
from models.tutor.situation import Candidate, Offer, OpenSeries, PlannedLeave, Purpose, Situation

UNSURE: Lookup[Mapping[str, Any]] = Lookup(
    select(Answer.skill, func.max(Answer.day))
    .where(
        Answer.learner_key == bindparam("learner_key"),
        or_(Answer.confidence.in_((Confidence.HESITANT, Confidence.GUESS)), Answer.dont_know),
    )
    .group_by(Answer.skill),
    lambda rows: dict(map(tuple, rows)),
)
"""By skill, the last day on which a learner said that she hesitated, or did not know."""
KEPT = timedelta(days=90)
SITUATE = "situate:"
"""As what « Se situer » is refused; no module and no skill is called so."""


class ProposalGrounds(NamedTuple):
    """The facts that a proposal's reasons name; days are the learner's."""

    skills: tuple[str, ...]
    """The skills of the proposal."""
    worked: Mapping[str, date]
    """The last day on which she answered, of any skill."""
    begun: date | None = None
    """When what is open was begun."""
    unsure: tuple[str, date] | None = None
    """The skill on which she hesitated last, by her own word, and when."""
    news: tuple[str, date] | None = None
    """The skill that the latest story touches, and the day of that story."""
    check: str | None = None
    """Why a check is due, as CheckReason."""


class Proposed(NamedTuple):
    """A step, what it was chosen from, what its reasons name, what would have led to another, whether it is new."""

    situation: Situation
    step: Step
    grounds: ProposalGrounds
    change: LeastChange
    new: bool


def next_step(db: Session, learner_key: UUID, at: datetime, minutes: float | None = None) -> Step | None:
    """Return what the tutor proposes now; nothing to a learner without estimation."""
    here = situation_of(db, learner_key, at, minutes)
    return choice.choose(here) if here else None


def situation_of(db: Session, learner_key: UUID, at: datetime, minutes: float | None = None) -> Situation | None:
    """Return what a proposal would be chosen from; None for a learner without estimation."""
    return None if learners.read(db, learner_key).without_estimation else situation(db, learner_key, at, minutes)


def propose(db: Session, learner_key: UUID, at: datetime, minutes: float | None = None) -> Proposed | None:
    """Return what the tutor proposes now, and why; the same proposal on one day is not new."""
    here = situation_of(db, learner_key, at, minutes)
    step = choice.choose(here) if here else None
    if here is None or step is None:
        return None
    # A page that is loaded again proposes nothing new, and keeps no second row.
    new = LATEST.ask(db, learner_key=learner_key) != (here.day, step.chosen.purpose, step.chosen.target)
    named = _grounds(db, learner_key, here, step.chosen)
    return Proposed(here, step, named, choice.what_would_change(here, step), new)


def _grounds(db: Session, learner_key: UUID, here: Situation, chosen: Candidate) -> ProposalGrounds:
    """Return what the reasons for a chosen candidate name."""
    timezone = learners.read(db, learner_key).timezone
    skills = choice.skills_of(chosen, here)
    beliefs = {skill: known.belief for skill, known in here.knowledge.items()}
    unsure = UNSURE.ask(db, learner_key=learner_key)
    checks = due_checks.OPEN.ask(db, learner_key=learner_key)
    left = (learner_situation.BEGUN if chosen.purpose is Purpose.LEARN else learner_situation.BEGUN_SERIES).ask(
        db, learner_key=learner_key
    )
    lately = learner_situation.news(db, learner_key, here.now)
    told = [(one, local_day(story.happened_at, timezone)) for story in lately for one in story.skills if one in skills]
    return ProposalGrounds(
        skills=skills,
        worked={skill: local_day(one.at, timezone) for skill, one in beliefs.items() if one.at and one.answers},
        begun=local_day(left.started_at, timezone) if left else None,
        unsure=_latest((skill, unsure[skill]) for skill in skills if skill in unsure),
        news=_latest(told),
        check=next((one.reason for one in checks if one.skill == chosen.target and one.due_at <= here.now), None),
    )


def _latest(found: Iterable[tuple[str, date]]) -> tuple[str, date] | None:
    # Names break ties, so that a reason does not change by being looked at.
    return max(found, key=lambda one: (one[1], one[0]), default=None)


def keep(db: Session, learner_key: UUID, proposed: Proposed) -> None:
    """Keep a proposal with all that the choice depended on; raises objection.WithoutEstimation."""
    objection.lock(db, learner_key)
    here, chosen, second = proposed.situation, proposed.step.chosen, proposed.step.runner_up
    db.add(
        Proposal(
            learner_key=learner_key,
            day=here.day,
            at=here.now,
            parameters_id=progress.believed(db, learner_key).parameters.id,
            situation=plain(here),
            purpose=chosen.purpose,
            target=chosen.target,
            minutes=chosen.minutes,
            terms=dict(chosen.terms),
            runner_up={"purpose": second.purpose, "target": second.target} if second else {},
            change=proposed.change._asdict(),
        )
    )


def replayed(db: Session, row: Proposal) -> Step | None:
    """Return the step to which the situation that was kept leads."""
    # The set that stood behind the choice, not the one in force: the same situation gives the same step.
    return choice.choose(from_plain(row.situation, parameters.of(db, row.parameters_id).estimates))


# ---------------------------------------------------------------------------------------------------- kept and replayed


def plain(here: Situation) -> dict[str, Any]:
    """Return a situation as it is kept; the parameters stand in the set that the proposal names."""
    beliefs = {skill: known.belief for skill, known in here.knowledge.items()}
    ability = next(iter(here.knowledge.values())).ability if here.knowledge else Ability()
    kept = {field.name: getattr(here, field.name) for field in fields(Situation) if field.name != "knowledge"}
    return {
        **kept,
        "now": here.now.isoformat(),
        "next_visit": here.next_visit.isoformat(),
        "day": here.day.isoformat(),
        "advanced": {skill: _plain(leave) for skill, leave in here.advanced.items()},
        "offers": [offer._asdict() for offer in here.offers],
        "open_series": here.open_series._asdict() if here.open_series else None,
        "skills": list(beliefs),
        "beliefs": {skill: _plain(belief) for skill, belief in beliefs.items() if belief != Belief()},
        "ability": ability._asdict(),
    }


def from_plain(kept: Mapping[str, Any], estimates: Estimates) -> Situation:
    """Return the situation that `plain` wrote."""
    ability = Ability(**kept["ability"])
    values = {name: value for name, value in kept.items() if name not in {"skills", "beliefs", "ability"}}
    knowledge = {
        skill: Knowledge(estimates.of(skill), _belief(kept["beliefs"].get(skill, {})), ability)
        for skill in kept["skills"]
    }
    instants = {name: datetime.fromisoformat(kept[name]) for name in ("now", "next_visit")}
    offers = tuple(Offer(**{**offer, "skills": tuple(offer["skills"])}) for offer in kept["offers"])
    prerequisites = {skill: tuple(needed) for skill, needed in kept["prerequisites"].items()}
    series = kept.get("open_series")
    # Before 28 November 2026 nothing was brought forward.
    advanced = {
        skill: PlannedLeave(date.fromisoformat(leave["first"]), datetime.fromisoformat(leave["back"]))
        for skill, leave in kept.get("advanced", {}).items()
    }
    return Situation(
        **{
            **values,
            **instants,
            "day": date.fromisoformat(kept["day"]),
            "knowledge": knowledge,
            "offers": offers,
            "prerequisites": prerequisites,
            "advanced": advanced,
            "open_series": OpenSeries(**{**series, "purpose": Purpose(series["purpose"])}) if series else None,
        }
    )


def _plain(kept: Belief | PlannedLeave) -> dict[str, Any]:
    values = kept._asdict()
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _belief(kept: Mapping[str, Any]) -> Belief:
    instants = {name: datetime.fromisoformat(kept[name]) for name in ("at", "earned_at") if kept.get(name)}
    days = {"first_day": date.fromisoformat(kept["first_day"])} if kept.get("first_day") else {}
    # What a belief no longer says (`earned_mark`, until 29 November 2026) led to no step.
    known = {name: value for name, value in kept.items() if name in Belief._fields}
    return Belief(**{**known, **instants, **days})


def forget_old(db: Session, at: datetime) -> None:
    """Forget the proposals of long ago, but for the latest of each learner: it tells when she was last here."""
    # Later ones, but for those of a visit that may still go on: until its end, the one before tells how long ago.
    later = aliased(Proposal)
    since = select(later.id).where(later.learner_key == Proposal.learner_key, later.id > Proposal.id)
    old = and_(Proposal.at < at - KEPT, since.where(later.at < at - 2 * DAY).exists())
    db.execute(delete(Proposal).where(Proposal.id.in_(select(Proposal.id).where(old))))


# -------------------------------------------------------------------------------------------------------------- refused


def refuse(db: Session, learner_key: UUID, target: str, at: datetime, until: date | None) -> None:
    """Refuse a module, a skill or « Se situer » until a day; with none, until it is taken back.

    Raises authoring.UnknownModule for anything else, objection.WithoutEstimation.
    """
    modules = {found.module.id for found in in_force.published_modules(db)}
    if target != SITUATE and target not in modules and target not in in_force.skill_map(db):
        raise documents.UnknownModule
    objection.lock(db, learner_key)
    take_back(db, learner_key, target)
    db.add(Refusal(learner_key=learner_key, target=target, until=until, at=at))
    db.flush()


def take_back(db: Session, learner_key: UUID, target: str) -> None:
    """Take back a refusal of a module or a skill."""
    db.execute(delete(Refusal).where(Refusal.learner_key == learner_key, Refusal.target == target))
