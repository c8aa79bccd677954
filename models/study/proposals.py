"""The tutor's proposals to a learner: gathered, chosen, kept so that they can be replayed, and refused."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from content.module import Module, Use
from models import parameters
from models.catalogue import documents, in_force
from models.catalogue.in_force import PublishedModule
from models.estimates import Estimates
from models.ground.calendar import is_working_day, local_day, local_hour, working_days_later
from models.ground.store import once
from models.learner import Ability, Belief, Knowledge
from models.study import absence, learners, progress, themes, week
from models.tables.documents import Document, Version
from models.tables.proposals import Proposal, Refusal
from models.tables.sources import Source
from models.tables.stories import Article, Story, StorySkill
from models.tables.study import Answer, DueCheck, Play, Presentation
from models.tutor import choice
from models.tutor import questions as tutor_questions
from models.tutor.choice import LeastChange, Step
from models.tutor.situation import QUESTION_MINUTES, Offer, Purpose, Situation
from models.watch.sources.watching import read_by

NEWS_OF = timedelta(days=3)
MORNING = 9
"""The hour at which a learner is taken to come again."""
SITUATE = "situate:"
"""As what « Se situer » is refused; no module and no skill is called so."""
PACE_ANSWERS, PACE_WEIGHT = 40, 10
"""Latest answers from which a pace is told, and as many that are taken to have been at the usual one."""
LEAST_MINUTES, LONGEST_MINUTES = 0.2, 3.0
"""Nobody answers and reads the feedback faster; a question left open for longer tells nothing about pace."""


class Proposed(NamedTuple):
    """A step, what it was chosen from, what would have led to another, and whether it is not kept yet."""

    situation: Situation
    step: Step
    change: LeastChange
    new: bool


def next_step(db: Session, learner_key: UUID, at: datetime, minutes: float | None = None) -> Step | None:
    """Return what the tutor proposes now."""
    return choice.choose(situation(db, learner_key, at, minutes))


def propose(db: Session, learner_key: UUID, at: datetime, minutes: float | None = None) -> Proposed | None:
    """Return what the tutor proposes now, and why; the same proposal on one day is not new."""
    here = situation(db, learner_key, at, minutes)
    step = choice.choose(here)
    if step is None:
        return None
    latest = select(Proposal.day, Proposal.purpose, Proposal.target).where(Proposal.learner_key == learner_key)
    last = db.execute(latest.order_by(Proposal.id.desc()).limit(1)).first()
    # A page that is loaded again proposes nothing new, and keeps no second row.
    new = last is None or tuple(last) != (here.day, step.chosen.purpose, step.chosen.target)
    return Proposed(here, step, choice.what_would_change(here, step), new)


def keep(db: Session, learner_key: UUID, proposed: Proposed) -> None:
    """Keep a proposal with all that the choice depended on."""
    here, chosen, second = proposed.situation, proposed.step.chosen, proposed.step.runner_up
    db.add(
        Proposal(
            learner_key=learner_key,
            day=here.day,
            at=here.now,
            parameters_id=progress.parameters_behind(db, learner_key).id,
            situation=plain(here),
            purpose=chosen.purpose,
            target=chosen.target,
            minutes=chosen.minutes,
            terms=dict(chosen.terms),
            runner_up={"purpose": second.purpose, "target": second.target} if second else {},
            change=asdict(proposed.change),
        )
    )


def replayed(db: Session, row: Proposal) -> Step | None:
    """Return the step to which the situation that was kept leads."""
    # The set that stood behind the choice, not the one in force: the same situation gives the same step.
    return choice.choose(from_plain(row.situation, parameters.of(db, row.parameters_id).estimates))


# ------------------------------------------------------------------------------------------------------- situation


def situation(db: Session, learner_key: UUID, at: datetime, minutes: float | None = None) -> Situation:
    """Return all that the tutor's proposal depends on."""
    skills, timezone = in_force.skill_map(db), learners.timezone_of(db, learner_key)
    language = learners.language_of(db, learner_key)
    day = local_day(at, timezone)
    published = [found for found in in_force.published_modules(db, language) if found.module.valid_on(day)]
    asking = in_force.asking(db, day, language)
    seen = progress.seen_questions(db, learner_key, {one.id for found in published for one in found.module.questions})
    read, off = _read(db, learner_key), week.pauses(db, learner_key)
    known, each = progress.knowledge(db, learner_key, {skill.id for skill in skills}), question_minutes(db, learner_key)
    reviews = absence.reviews(db, learner_key, known, at, off)
    return Situation(
        now=at,
        day=day,
        working_day=is_working_day(day, pauses=off),
        knowledge=known,
        prerequisites={skill.id: skill.prerequisites for skill in skills},
        offers=tuple(_offer(one.module, seen, one.module.id in read, each / QUESTION_MINUTES) for one in published),
        practice={
            skill: tutor_questions.to_practise(skill, asking[skill].module.questions, seen) for skill in sorted(asking)
        },
        unseen=sorted(skill for skill in asking if _unseen(asking[skill].module, skill, seen)),
        # Reviews come before forgetting: the risk is what fades until she is next at work.
        next_visit=local_hour(working_days_later(day, 1, pauses=off), MORNING, timezone),
        minutes=minutes,
        question_minutes=each,
        open_module=_open_module(db, learner_key),
        changed_skills=sorted(_due(db, learner_key, at)),
        later=sorted(skill for skill, when in reviews.items() if when > day),
        claimed=sorted(progress.claimed(db, learner_key)),
        asked_today=_asked_on(db, learner_key, day),
        followed=sorted(themes.skills(db, learner_key)),
        news=sorted(_in_the_news(db, learner_key, at)),
        refused=sorted(refused(db, learner_key, day)),
        stale=sorted(_stale(published, asking, day)),
    )


def _stale(published: Iterable[PublishedModule], asking: Mapping[str, PublishedModule], day: date) -> set[str]:
    """Return the modules that were to be read again before a day, and the skills that they ask about."""
    modules = {found.module.id for found in published if found.module.stale_on(day)}
    return modules | {skill for skill, found in asking.items() if found.module.id in modules}


def _offer(module: Module, seen: Collection[str], read: bool, pace: float) -> Offer:
    """Return a module as an offer: cards never read are worth a play, at the learner's own pace."""
    unseen = {
        skill: tutor_questions.to_practise(skill, module.questions, seen)
        if read
        else _unseen(module, skill, seen, (Use.LEARN,))
        for skill in module.skills
    }
    return Offer(module.id, module.minutes * pace, module.skills, unseen, read)


def _unseen(module: Module, skill: str, seen: Collection[str], uses: Collection[Use] = tuple(Use)) -> int:
    questions = [question for question in module.questions if question.skill == skill and question.use in uses]
    return sum(question.id not in seen for question in questions)


def _read(db: Session, learner_key: UUID) -> set[str]:
    """Return the modules that a learner has played to the end once, whatever the version."""
    # Played in another language is played.
    module_id = func.coalesce(Document.original_id, Document.id)
    played = (
        select(module_id)
        .join(Version, Version.document_id == Document.id)
        .join(Play, Play.version_id == Version.id)
        .distinct()
    )
    mine = played.where(Play.learner_key == learner_key, Play.purpose == Purpose.LEARN)
    return set(db.scalars(mine.where(Play.finished_at.is_not(None))))


def _open_module(db: Session, learner_key: UUID) -> str | None:
    mine = select(Play.version_id).where(Play.learner_key == learner_key, Play.purpose == Purpose.LEARN)
    latest = db.scalars(mine.where(Play.finished_at.is_(None)).order_by(Play.started_at.desc())).first()
    return in_force.module_of(db, latest).id if latest else None


def _due(db: Session, learner_key: UUID, at: datetime) -> set[str]:
    mine = select(DueCheck.skill).where(DueCheck.learner_key == learner_key, DueCheck.done_at.is_(None))
    return set(db.scalars(mine.where(DueCheck.due_at <= at)))


def _in_the_news(db: Session, learner_key: UUID, at: datetime) -> set[str]:
    """Return the skills that the stories of the last days touch, as far as they are for this learner."""
    recent = select(StorySkill.skill).join(Story).where(Story.happened_at > at - NEWS_OF, Story.happened_at <= at)
    told = recent.join(Article, Article.story_id == Story.id).join(Source, Source.id == Article.source_id)
    return set(db.scalars(told.where(read_by(learner_key)).distinct()))


def _asked_on(db: Session, learner_key: UUID, day: date) -> dict[str, int]:
    mine = select(Answer.skill, func.count()).where(Answer.learner_key == learner_key, Answer.day == day)
    return {skill: times for skill, times in db.execute(mine.group_by(Answer.skill).order_by(Answer.skill))}


def question_minutes(db: Session, learner_key: UUID) -> float:
    """Return the minutes that a question takes a learner, feedback included: the median of the latest."""
    shown = (
        select(Presentation.shown_at, Presentation.acknowledged_at)
        .join(Answer, Answer.presentation_id == Presentation.id)
        .where(Answer.learner_key == learner_key, Presentation.acknowledged_at.is_not(None))
        .order_by(Answer.sequence.desc())
        .limit(PACE_ANSWERS)
    )
    return usual_minutes([(left - at) / timedelta(minutes=1) for at, left in db.execute(shown) if left])


def usual_minutes(told: Sequence[float]) -> float:
    """Return the minutes that a question takes somebody who needed these for the latest ones."""
    # Capped, not dropped: a slow learner's long answers tell of her, a telephone call tells little.
    kept = [min(minutes, LONGEST_MINUTES) for minutes in told]
    # A median, for one question left open over lunch must not lengthen every plan.
    usual: float = median([*kept, *[QUESTION_MINUTES] * PACE_WEIGHT])
    return max(LEAST_MINUTES, usual)


# ------------------------------------------------------------------------------------------------ kept and replayed


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
        "offers": [asdict(offer) for offer in here.offers],
        "skills": list(beliefs),
        "beliefs": {skill: _plain_belief(belief) for skill, belief in beliefs.items() if belief != Belief()},
        "ability": asdict(ability),
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
    return Situation(
        **{
            **values,
            **instants,
            "day": date.fromisoformat(kept["day"]),
            "knowledge": knowledge,
            "offers": offers,
            "prerequisites": prerequisites,
        }
    )


def _plain_belief(belief: Belief) -> dict[str, Any]:
    values = asdict(belief)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _belief(kept: Mapping[str, Any]) -> Belief:
    instants = {name: datetime.fromisoformat(kept[name]) for name in ("at", "earned_at") if kept.get(name)}
    days = {"first_day": date.fromisoformat(kept["first_day"])} if kept.get("first_day") else {}
    return Belief(**{**kept, **instants, **days})


# --------------------------------------------------------------------------------------------------------- refused


def refuse(db: Session, learner_key: UUID, target: str, at: datetime, until: date | None) -> None:
    """Refuse a module, a skill or « Se situer » until a day; with none, until it is taken back.

    Raises authoring.UnknownModule for anything else.
    """
    modules = {found.module.id for found in in_force.published_modules(db)}
    if target != SITUATE and target not in modules and target not in in_force.skill_map(db):
        raise documents.UnknownModule(target)
    learners.lock(db, learner_key)
    take_back(db, learner_key, target)
    db.add(Refusal(learner_key=learner_key, target=target, until=until, at=at))
    db.flush()


def take_back(db: Session, learner_key: UUID, target: str) -> None:
    """Take back a refusal of a module or a skill."""
    db.execute(delete(Refusal).where(Refusal.learner_key == learner_key, Refusal.target == target))


@once
def refused(db: Session, learner_key: UUID, day: date) -> set[str]:
    """Return the modules and skills that a learner does not want on a day."""
    mine = select(Refusal.target).where(Refusal.learner_key == learner_key)
    return set(db.scalars(mine.where((Refusal.until.is_(None)) | (Refusal.until > day))))
