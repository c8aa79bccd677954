"""A learner's progress: where she stands, by skill."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.skills import Domain, Skill
from models import learner, parameters
from models.catalogue import in_force
from models.estimates import Estimates, Pair
from models.ground.store import once
from models.learner import Belief, Knowledge, SkillState
from models.parameters import ParametersInForce
from models.study import answering, week
from models.tables.study import Answer, CheckReason, DueCheck, LearnerAbility, Mastery


class SkillStanding(NamedTuple):
    """One skill of one learner now: its state, P(known) and its interval, forgetting applied, how many answers."""

    skill: Skill
    state: SkillState
    known: float
    bounds: Pair
    answers: int
    taught: bool
    """Whether a published module teaches it."""


class DomainStanding(NamedTuple):
    """The skills of one domain."""

    domain: Domain
    skills: tuple[SkillStanding, ...]


def knowledge(db: Session, learner_key: UUID, skills: Collection[str]) -> dict[str, Knowledge]:
    """Return what is believed of each skill, answered or not, under the set by which it was computed."""
    mine = _ability(db, learner_key)
    ability = answering.ability_of(mine) if mine else learner.Ability()
    estimates, beliefs = estimates_behind(db, mine), _beliefs(db, learner_key)
    return {skill: Knowledge(estimates.of(skill), beliefs.get(skill, Belief()), ability) for skill in sorted(skills)}


@once
def _ability(db: Session, learner_key: UUID) -> LearnerAbility | None:
    return db.get(LearnerAbility, learner_key)


@once
def _beliefs(db: Session, learner_key: UUID) -> dict[str, Belief]:
    rows = db.scalars(select(Mastery).where(Mastery.learner_key == learner_key))
    return {row.skill: answering.belief_of(row) for row in rows}


def estimates_behind(db: Session, mine: LearnerAbility | None) -> Estimates:
    """Return the set by which a learner's mastery was computed: the one in force once she is replayed."""
    return _set_behind(db, mine).estimates


def parameters_behind(db: Session, learner_key: UUID) -> ParametersInForce:
    """Return that set with its number."""
    return _set_behind(db, _ability(db, learner_key))


def _set_behind(db: Session, mine: LearnerAbility | None) -> ParametersInForce:
    # Until she is replayed her numbers hold under the old set only: two sets are never mixed on a page.
    return parameters.of(db, mine.parameters_id) if mine else parameters.in_force(db)


def seen_questions(db: Session, learner_key: UUID, question_ids: Collection[str]) -> set[str]:
    """Return which of these questions a learner has answered."""
    mine = select(Answer.question_id).where(Answer.learner_key == learner_key, Answer.question_id.in_(question_ids))
    return set(db.scalars(mine))


def standings(db: Session, learner_key: UUID, at: datetime) -> tuple[DomainStanding, ...]:
    """Return every skill of the map, by domain, as it stands now."""
    skills = in_force.skill_map(db)
    known, shown = knowledge(db, learner_key, {skill.id for skill in skills}), claimed(db, learner_key)
    taught = in_force.asking(db, week.day_of(db, learner_key, at))
    return tuple(
        DomainStanding(
            domain,
            tuple(
                _standing(skill, known[skill.id], skill.id in taught, skill.id in shown, at) for skill in domain.skills
            ),
        )
        for domain in skills.domains
    )


@once
def claimed(db: Session, learner_key: UUID) -> set[str]:
    """Return the skills shown at a learner's own request, until a later question has been answered."""
    mine = select(DueCheck.skill).where(DueCheck.learner_key == learner_key, DueCheck.done_at.is_(None))
    return set(db.scalars(mine.where(DueCheck.reason == CheckReason.CONTEST)))


def _standing(skill: Skill, known: Knowledge, taught: bool, claimed: bool, at: datetime) -> SkillStanding:
    in_a_word = learner.state(known, at)
    return SkillStanding(
        skill=skill,
        # She has claimed it and three answers agree: shown as such, while belief itself moves by answers alone.
        state=SkillState.TO_CONFIRM
        if claimed and in_a_word in {SkillState.TO_DISCOVER, SkillState.IN_PROGRESS}
        else in_a_word,
        known=learner.retained(known, at),
        bounds=learner.retained_interval(known, at),
        answers=known.belief.answers,
        taught=taught,
    )


def in_state(domains: Iterable[DomainStanding], wanted: SkillState) -> list[SkillStanding]:
    """Return the skills that are in a state, in the order of the compass."""
    return [standing for domain in domains for standing in domain.skills if standing.state is wanted]
