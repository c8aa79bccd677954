"""A learner's progress: where she stands, by skill."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from content.skills import Domain, Skill
from models import learner, parameters
from models.catalogue import in_force
from models.estimates import Pair
from models.ground.lookups import Lookup
from models.ground.store import once
from models.learner import Belief, Knowledge, SkillState
from models.learning import answering, due_checks, week
from models.parameters import ParametersInForce
from models.tables.answers import Answer, CheckReason, LearnerAbility, Mastery
from models.tables.parameters import ParameterSet
from models.tables.people import Learner


class SkillProgress(NamedTuple):
    """One skill of one learner now: its state, P(known) and its interval, forgetting applied, how many answers."""

    skill: Skill
    state: SkillState
    known: float
    bounds: Pair
    answers: int
    taught: bool
    """Whether a published module teaches it."""


class DomainProgress(NamedTuple):
    """The skills of one domain."""

    domain: Domain
    skills: tuple[SkillProgress, ...]


class LearnerBelief(NamedTuple):
    """What is believed of a learner over all skills, and the set of parameters by which it was computed.

    Until she is replayed her numbers hold under the old set only: two sets are never mixed on a page.
    """

    ability: learner.Ability
    beliefs: Mapping[str, Belief]
    parameters: ParametersInForce
    timezone: str

    def knowledge(self, skills: Collection[str]) -> dict[str, Knowledge]:
        """Return what is believed of each skill, answered or not."""
        estimates = self.parameters.estimates
        return {
            skill: Knowledge(estimates.of(skill), self.beliefs.get(skill, Belief()), self.ability)
            for skill in sorted(skills)
        }


BELIEVED: Lookup[Sequence[Any]] = Lookup(
    select(
        Learner.timezone,
        Learner.without_estimation,
        ParameterSet.id,
        ParameterSet.fingerprint,
        *answering.ABILITY,
        Mastery.skill,
        *answering.BELIEF,
    )
    .select_from(Learner)
    .outerjoin(LearnerAbility, LearnerAbility.learner_key == Learner.key)
    .outerjoin(ParameterSet, ParameterSet.id == func.coalesce(LearnerAbility.parameters_id, parameters.LATEST))
    .outerjoin(Mastery, Mastery.learner_key == Learner.key)
    .where(Learner.key == bindparam("learner_key")),
    list,
)


@once
def believed(db: Session, learner_key: UUID) -> LearnerBelief:
    """Return what is believed of a learner; of one without estimation nothing, whatever was kept before."""
    rows = BELIEVED.ask(db, learner_key=learner_key)
    timezone, objects, set_id, fingerprint, slow, fast, answers, *_ = rows[0]
    believed_of = () if objects else rows
    return LearnerBelief(
        learner.Ability() if slow is None or objects else learner.Ability(slow, fast, answers),
        {skill: Belief(*belief) for _, _, _, _, _, _, _, skill, *belief in believed_of if skill is not None},
        parameters.ready(db, set_id, fingerprint),
        timezone,
    )


def begun(db: Session, learner_key: UUID) -> frozenset[str]:
    """Return the skills that a learner has answered questions on."""
    return frozenset(skill for skill, belief in believed(db, learner_key).beliefs.items() if belief.answers)


SEEN = Lookup(
    select(Answer.question_id).where(Answer.learner_key == bindparam("learner_key")).distinct(),
    lambda rows: frozenset(question_id for (question_id,) in rows),
)
"""The questions that a learner has answered."""


def by_domain(db: Session, learner_key: UUID, at: datetime) -> tuple[DomainProgress, ...]:
    """Return every skill of the map, by domain, as it stands now."""
    skills = in_force.skill_map(db)
    known = believed(db, learner_key).knowledge({skill.id for skill in skills})
    shown = claimed(db, learner_key)
    taught = in_force.asking(db, week.day_of(db, learner_key, at))
    return tuple(
        DomainProgress(
            domain,
            tuple(
                progress_of(skill, known[skill.id], skill.id in taught, skill.id in shown, at)
                for skill in domain.skills
            ),
        )
        for domain in skills.domains
    )


def claimed(db: Session, learner_key: UUID) -> set[str]:
    """Return the skills shown at a learner's own request, until a later question has been answered."""
    checks = due_checks.OPEN.ask(db, learner_key=learner_key)
    return {check.skill for check in checks if check.reason == CheckReason.CONTEST}


def progress_of(skill: Skill, known: Knowledge, taught: bool, claimed: bool, at: datetime) -> SkillProgress:
    """Return one skill as it stands at an instant after its last answer."""
    in_a_word = learner.state(known, at)
    return SkillProgress(
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


def in_state(domains: Iterable[DomainProgress], wanted: SkillState) -> list[SkillProgress]:
    """Return the skills that are in a state, in the order of the compass."""
    return [standing for domain in domains for standing in domain.skills if standing.state is wanted]
