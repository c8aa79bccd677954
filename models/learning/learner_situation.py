"""The situation of a learner: all that a proposal depends on, gathered from her rows and from what is published."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, exists, func, select
from sqlalchemy.orm import Session

from content.module import Module, Use
from models.catalogue import in_force
from models.catalogue.in_force import PublishedModule
from models.ground.calendar import Days, is_working_day, local_day, local_hour, working_days_later
from models.ground.lookups import Lookup
from models.learning import absence, due_checks, learners, progress, themes, week
from models.news.stories import fortnight
from models.news.stories.fortnight import StoryOutline
from models.tables.answers import Answer, Play, Presentation
from models.tables.documents import Document, Version
from models.tables.feed import StoryQuestion
from models.tables.proposals import Proposal, Refusal
from models.tutor import questions as tutor_questions
from models.tutor.situation import QUESTION_MINUTES, Offer, OpenSeries, PlannedLeave, Purpose, Situation

NEWS_OF = timedelta(days=3)
PACE_ANSWERS, PACE_WEIGHT = 40, 10
"""Latest answers from which a pace is told, and as many that are taken to have been at the usual one."""
SERIES_KEPT = timedelta(days=7)
"""After a week the reasons for which a series was begun have changed: what is best now is proposed instead."""
LEAST_MINUTES, LONGEST_MINUTES = 0.2, 3.0
"""Nobody answers and reads the feedback faster; a question left open for longer tells nothing about pace."""


_HERS, _DAY = bindparam("learner_key", type_=Uuid()), bindparam("day", type_=Date())
_LEARNT = (Play.learner_key == _HERS, Play.purpose == Purpose.LEARN)


class LeftPlay(NamedTuple):
    """A module begun and not ended: its cards that were read, its questions that were left behind."""

    version_id: int
    cards_read: int
    started_at: datetime
    asked: int


class LeftSeries(NamedTuple):
    """A series of questions on one skill begun and not ended."""

    version_id: int
    purpose: str
    skill: str
    started_at: datetime
    asked: int


def _firsts(rows: Iterable[Sequence[Any]]) -> frozenset[Any]:
    return frozenset(row[0] for row in rows)


PLAYED = Lookup(
    # Played in another language is played.
    select(func.coalesce(Document.original_id, Document.id))
    .join(Version, Version.document_id == Document.id)
    .join(Play, Play.version_id == Version.id)
    .where(*_LEARNT, Play.finished_at.is_not(None))
    .distinct(),
    _firsts,
)
LEFT_BEHIND = (
    select(func.count())
    .where(Presentation.play_id == Play.id, Presentation.acknowledged_at.is_not(None))
    .scalar_subquery()
)
_OF_A_STORY = exists().where(StoryQuestion.learner_key == _HERS, StoryQuestion.presentation_id == Presentation.id)
BEGUN: Lookup[LeftPlay | None] = Lookup(
    select(Play.version_id, Play.cards_read, Play.started_at, LEFT_BEHIND)
    .where(*_LEARNT, Play.finished_at.is_(None))
    # Of two begun at one instant always the same: what is proposed must not follow the plan of a database.
    .order_by(Play.started_at.desc(), Play.version_id.desc().nulls_last(), Play.id.desc())
    .limit(1),
    lambda rows: LeftPlay(*rows[0]) if rows else None,
)
BEGUN_SERIES: Lookup[LeftSeries | None] = Lookup(
    select(Play.version_id, Play.purpose, Play.skill, Play.started_at, LEFT_BEHIND)
    .where(
        Play.learner_key == _HERS,
        Play.purpose.in_((Purpose.PRACTISE, Purpose.REVIEW, Purpose.CHECK)),
        Play.finished_at.is_(None),
        # The one question of a story is answered in the story: nothing is left half-way there.
        exists().where(Presentation.play_id == Play.id, ~_OF_A_STORY),
    )
    .order_by(Play.started_at.desc(), Play.id.desc())
    .limit(1),
    lambda rows: LeftSeries(*rows[0]) if rows else None,
)
ASKED: Lookup[Mapping[str, int]] = Lookup(
    select(Answer.skill, func.count()).where(Answer.learner_key == _HERS, Answer.day == _DAY).group_by(Answer.skill),
    lambda rows: dict(sorted(map(tuple, rows))),
)
PACE = Lookup(
    select(Presentation.shown_at, Presentation.acknowledged_at)
    .join(Answer, Answer.presentation_id == Presentation.id)
    .where(Answer.learner_key == _HERS, Presentation.acknowledged_at.is_not(None))
    .order_by(Answer.sequence.desc())
    .limit(PACE_ANSWERS),
    lambda rows: usual_minutes([(left - at) / timedelta(minutes=1) for at, left in rows]),
)
REFUSED = Lookup(
    select(Refusal.target).where(Refusal.learner_key == _HERS, Refusal.until.is_(None) | (Refusal.until > _DAY)),
    _firsts,
)
REFUSED_FOR_GOOD = Lookup(
    select(Refusal.target).where(Refusal.learner_key == _HERS, Refusal.until.is_(None)),
    _firsts,
)
LATEST: Lookup[tuple[object, ...]] = Lookup(
    select(Proposal.day, Proposal.purpose, Proposal.target)
    .where(Proposal.learner_key == _HERS)
    .order_by(Proposal.id.desc())
    .limit(1),
    lambda rows: tuple(rows[0]) if rows else (),
)
LOOKUPS = (
    progress.BELIEVED,
    progress.SEEN,
    week.PAUSES,
    due_checks.OPEN,
    absence.LAST_VISIT,
    themes.FOLLOWED,
    PLAYED,
    BEGUN,
    BEGUN_SERIES,
    ASKED,
    PACE,
    REFUSED,
    LATEST,
)
"""All that a situation asks of its learner."""

# -------------------------------------------------------------------------------------------------------- the situation


def situation(db: Session, learner_key: UUID, at: datetime, minutes: float | None = None) -> Situation:
    """Return all that the tutor's proposal depends on."""
    reader, skills = learners.read(db, learner_key), in_force.skill_map(db)
    off = week.PAUSES.ask(db, learner_key=learner_key)
    day = local_day(at, reader.timezone)
    published = [found for found in in_force.published_modules(db, reader.language) if found.module.valid_on(day)]
    asking = in_force.asking(db, day, reader.language)
    seen, begun = progress.SEEN.ask(db, learner_key=learner_key), BEGUN.ask(db, learner_key=learner_key)
    open_module = in_force.module_of(db, begun.version_id).id if begun else None
    read, each = PLAYED.ask(db, learner_key=learner_key), PACE.ask(db, learner_key=learner_key)
    known = progress.believed(db, learner_key).knowledge({skill.id for skill in skills})
    reviews = absence.reviews(db, learner_key, known, at, off)
    due = {check.skill for check in due_checks.OPEN.ask(db, learner_key=learner_key) if check.due_at <= at}
    # What was to be read again before this day: modules, and the skills that they ask about.
    overdue = {found.module.id for found in published if found.module.stale_on(day)}
    stale = overdue | {skill for skill, found in asking.items() if found.module.id in overdue}
    return Situation(
        now=at,
        day=day,
        working_day=is_working_day(day, pauses=off),
        knowledge=known,
        prerequisites={skill.id: skill.prerequisites for skill in skills},
        offers=tuple(
            _offer(one.module, seen, read, each, begun if one.module.id == open_module else None) for one in published
        ),
        practice={
            skill: tutor_questions.to_practise(skill, asking[skill].module.pool, seen) for skill in sorted(asking)
        },
        unseen=sorted(skill for skill in asking if _unseen(asking[skill].module, skill, seen)),
        # Reviews come before forgetting: the risk is what fades until she is next at work.
        next_visit=_back(day, off, reader.timezone),
        minutes=minutes,
        question_minutes=each,
        open_module=open_module,
        open_series=_open_series(db, learner_key, asking, at),
        changed_skills=sorted(due),
        later=sorted(skill for skill, when in reviews.days.items() if when > day),
        advanced={
            skill: PlannedLeave(first, _back(last, off, reader.timezone))
            for skill, (first, last) in sorted(reviews.advanced.items())
        },
        claimed=sorted(progress.claimed(db, learner_key)),
        asked_today=ASKED.ask(db, learner_key=learner_key, day=day),
        followed=sorted(themes.skills(db, learner_key)),
        news=sorted({skill for story in news(db, learner_key, at) for skill in story.skills}),
        refused=sorted(refused(db, learner_key, day)),
        stale=sorted(stale),
    )


def _back(day: date, off: Collection[Days], timezone: str) -> datetime:
    """Return the morning of the first working day after a day."""
    return local_hour(working_days_later(day, 1, pauses=off), absence.MORNING, timezone)


def _offer(module: Module, seen: Collection[str], read: Collection[str], each: float, left: LeftPlay | None) -> Offer:
    """Return a module as an offer: cards never read are worth a play; a question takes `each` minutes."""
    known = module.id in read
    unseen = {
        skill: tutor_questions.to_practise(skill, module.pool, seen)
        if known
        else _unseen(module, skill, seen, (Use.LEARN,))
        for skill in module.skills
    }
    minutes = module.minutes * share_left(module, left) * each / QUESTION_MINUTES
    return Offer(module.id, minutes, module.skills, unseen, known)


def _unseen(module: Module, skill: str, seen: Collection[str], uses: Collection[Use] = tuple(Use)) -> int:
    questions = [question for question in module.pool if question.skill == skill and question.use in uses]
    return sum(question.id not in seen for question in questions)


def share_left(module: Module, left: LeftPlay | None) -> float:
    """Return the share of a module that is still to be played: all of it, unless a play of it is open."""
    if left is None:
        return 1.0
    steps = len(module.cards) + tutor_questions.MOST_QUESTIONS
    # A last step at least: what is open is not over.
    return max(1, steps - left.cards_read - left.asked) / steps


def _open_series(
    db: Session, learner_key: UUID, asking: Mapping[str, PublishedModule], at: datetime
) -> OpenSeries | None:
    """Return the series of questions left last, while it can be taken up as it was."""
    left = BEGUN_SERIES.ask(db, learner_key=learner_key)
    if left is None or at - left.started_at > SERIES_KEPT:
        return None
    asked_by = asking.get(left.skill)
    # In a new version of its module it would begin anew: nothing there is to be taken up.
    if asked_by is None or asked_by.version_id != left.version_id:
        return None
    return OpenSeries(Purpose(left.purpose), left.skill, left.asked)


def news(db: Session, learner_key: UUID, at: datetime) -> list[StoryOutline]:
    """Return the stories of the last days, as far as they are for this learner."""
    seen = fortnight.fortnight(db, at).seen_by(learner_key).values()
    return [story for story in seen if at - NEWS_OF < story.happened_at <= at]


def usual_minutes(told: Sequence[float]) -> float:
    """Return the minutes that a question takes somebody who needed these for the latest ones."""
    # Capped, not dropped: a slow learner's long answers tell of her, a telephone call tells little.
    kept = [min(minutes, LONGEST_MINUTES) for minutes in told]
    # A median, for one question left open over lunch must not lengthen every plan.
    usual: float = median([*kept, *[QUESTION_MINUTES] * PACE_WEIGHT])
    return max(LEAST_MINUTES, usual)


def refused(db: Session, learner_key: UUID, day: date) -> frozenset[str]:
    """Return the modules and skills that a learner does not want proposed on a day; none where nothing is proposed."""
    objects = learners.read(db, learner_key).without_estimation
    return frozenset() if objects else REFUSED.ask(db, learner_key=learner_key, day=day)


def refused_for_good(db: Session, learner_key: UUID) -> frozenset[str]:
    """Return what a learner wants proposed no more until she takes it back; not what is put off for a day."""
    objects = learners.read(db, learner_key).without_estimation
    return frozenset() if objects else REFUSED_FOR_GOOD.ask(db, learner_key=learner_key)
