"""Where a learner stands: beliefs by skill, and the situation that the tutor chooses from."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import Module, Use
from content.skills import Domain, Skill
from models import authoring, learner, study, tutor, week
from models.calendar import is_working_day, local_day
from models.fitting import registry
from models.learner import Belief, Knowledge, State
from models.tables import Ability, Answer, DueCheck, Learner, Mastery, Play
from models.tutor import Offer, Purpose, Situation, Step


@dataclass(frozen=True, slots=True)
class SkillStanding:
    """One skill of one learner now: its state, P(known) with forgetting applied, the answers that it rests on."""

    skill: Skill
    state: State
    known: float
    answers: int
    taught: bool
    """Whether a published module teaches it."""


@dataclass(frozen=True, slots=True)
class DomainStanding:
    """The skills of one domain."""

    domain: Domain
    skills: tuple[SkillStanding, ...]


def knowledge(db: Session, learner_key: UUID, skills: Collection[str]) -> dict[str, Knowledge]:
    """What is believed of each skill, answered or not, under the set by which it was computed."""
    mine = db.get(Ability, learner_key)
    ability = study.ability_of(mine) if mine else learner.Ability()
    estimates = (registry.of(db, mine.parameters_id) if mine else registry.in_force(db)).estimates
    rows = db.scalars(select(Mastery).where(Mastery.learner_key == learner_key, Mastery.skill.in_(skills)))
    beliefs = {row.skill: study.belief_of(row) for row in rows}
    return {skill: Knowledge(estimates.of(skill), beliefs.get(skill, Belief()), ability) for skill in sorted(skills)}


def seen_questions(db: Session, learner_key: UUID, question_ids: Collection[str]) -> set[str]:
    """Which of these questions a learner has answered."""
    mine = select(Answer.question_id).where(Answer.learner_key == learner_key, Answer.question_id.in_(question_ids))
    return set(db.scalars(mine))


def next_step(db: Session, learner_key: UUID, at: datetime) -> Step | None:
    """What the tutor proposes now."""
    return tutor.choose(situation(db, learner_key, at))


def situation(db: Session, learner_key: UUID, at: datetime) -> Situation:
    """All that the tutor's proposal depends on."""
    skills = authoring.skill_map(db)
    day = _day(db, learner_key, at)
    asking = authoring.asking(db, day)
    modules = [published.module for published in authoring.published_modules(db) if published.module.valid_on(day)]
    seen = seen_questions(db, learner_key, {question.id for module in modules for question in module.questions})
    changed = select(DueCheck.skill).where(
        DueCheck.learner_key == learner_key, DueCheck.done_at.is_(None), DueCheck.due_at <= at
    )
    return Situation(
        now=at,
        day=day,
        working_day=is_working_day(day, pauses=week.pauses(db, learner_key)),
        knowledge=knowledge(db, learner_key, {skill.id for skill in skills}),
        prerequisites={skill.id: skill.prerequisites for skill in skills},
        offers=tuple(_offer(module, seen) for module in modules),
        practice={skill: _unseen(asking[skill].module, skill, seen) for skill in sorted(asking)},
        open_module=_open_module(db, learner_key),
        changed_skills=frozenset(db.scalars(changed)),
    )


def _day(db: Session, learner_key: UUID, at: datetime) -> date:
    return local_day(at, db.get_one(Learner, learner_key).timezone)


def _offer(module: Module, seen: Collection[str]) -> Offer:
    unseen = {skill: _unseen(module, skill, seen, (Use.LEARN,)) for skill in module.skills}
    return Offer(module.id, module.minutes, module.skills, unseen)


def _unseen(module: Module, skill: str, seen: Collection[str], uses: Collection[Use] = tuple(Use)) -> int:
    questions = [question for question in module.questions if question.skill == skill and question.use in uses]
    return sum(question.id not in seen for question in questions)


def _open_module(db: Session, learner_key: UUID) -> str | None:
    play = db.scalars(
        select(Play)
        .where(Play.learner_key == learner_key, Play.purpose == Purpose.LEARN, Play.finished_at.is_(None))
        .order_by(Play.started_at.desc())
    ).first()
    return authoring.module_of(db, play.version_id).id if play else None


def standings(db: Session, learner_key: UUID, at: datetime) -> tuple[DomainStanding, ...]:
    """Every skill of the map, by domain, as it stands now."""
    skills = authoring.skill_map(db)
    known = knowledge(db, learner_key, {skill.id for skill in skills})
    taught = authoring.asking(db, _day(db, learner_key, at))
    return tuple(
        DomainStanding(
            domain, tuple(_standing(skill, known[skill.id], skill.id in taught, at) for skill in domain.skills)
        )
        for domain in skills.domains
    )


def _standing(skill: Skill, known: Knowledge, taught: bool, at: datetime) -> SkillStanding:
    return SkillStanding(
        skill=skill,
        state=learner.state(known, at),
        known=learner.retained(known, at),
        answers=known.belief.answers,
        taught=taught,
    )


def in_state(domains: Iterable[DomainStanding], wanted: State) -> list[SkillStanding]:
    """The skills that are in a state, in the order of the compass."""
    return [standing for domain in domains for standing in domain.skills if standing.state is wanted]
