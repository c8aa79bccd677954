"""What a learner shows that she knows already: the placement test, and the rule on when she may contest a skill."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from content.errors import N_, Conflict, NotFound
from content.module import Question
from content.skills import SkillMap
from models.catalogue import in_force, votes
from models.catalogue.in_force import PublishedModule
from models.ground.lookups import Lookup
from models.learner import Knowledge
from models.learning import learner_situation, learners, progress, proposals, week
from models.tables.answers import Answer, Play, Presentation
from models.tutor import diagnostic
from models.tutor import questions as tutor_questions
from models.tutor.questions import Sitting
from models.tutor.situation import Purpose

LITTLE_ANSWERED = 12
"""Answers from which on Boussole knows where to begin without it."""


class NoSuchDomain(NotFound):
    """The map in force has no such domain."""

    what = N_("Ce domaine n'existe pas.")
    then = N_("Ils sont tous autour de la boussole.")


class SituateEnding(StrEnum):
    """The reason why « Se situer » came to its end."""

    MOST = "most"
    STOPPED = "stopped"
    ENOUGH = "enough"


class SituateResult(NamedTuple):
    """The outcome of « Se situer »: skills in order, and how it ended."""

    right: tuple[str, ...]
    """Skills of which the question was answered well."""
    open: tuple[str, ...]
    """Skills of which it was not, or not known."""
    ending: SituateEnding


def check_domain(db: Session, domain: str | None) -> None:
    """Raise NoSuchDomain for a domain that the map in force does not have."""
    if domain is not None and domain not in {one.id for one in in_force.skill_map(db).domains}:
        raise NoSuchDomain


SITUATED = Lookup(
    select(Play.id)
    .where(Play.learner_key == bindparam("learner_key"), Play.purpose == Purpose.SITUATE, Play.finished_at.is_not(None))
    .limit(1),
    bool,
)


def is_proposed(db: Session, learner_key: UUID, at: datetime) -> bool:
    """Return whether home mentions « Se situer »: to who is new or has answered little, never ended, not refused."""
    day = week.day_of(db, learner_key, at)
    begins = learners.read(db, learner_key).is_new or 0 < learners.read(db, learner_key).answers < LITTLE_ANSWERED
    if not begins or not in_force.asking(db, day):
        return False
    done = SITUATED.ask(db, learner_key=learner_key)
    return not done and proposals.SITUATE not in learner_situation.refused(db, learner_key, day)


def open_play(db: Session, learner_key: UUID) -> Play | None:
    """Return the latest « Se situer » that was begun and left."""
    mine = select(Play).where(Play.learner_key == learner_key, Play.purpose == Purpose.SITUATE)
    return db.scalars(mine.where(Play.finished_at.is_(None)).order_by(Play.started_at.desc(), Play.id.desc())).first()


def next_question(db: Session, play: Play, shown: Sequence[Presentation], at: datetime) -> tuple[Question, int] | None:
    """Return the most telling question, with its version; None when none is left, or little to learn."""
    skills = in_force.skill_map(db)
    known = progress.believed(db, play.learner_key).knowledge({skill.id for skill in skills})
    questions = _questions(db, play, skills, known, at)
    prerequisites = {skill.id: skill.prerequisites for skill in skills}
    asked = {
        in_force.module_of(db, presentation.version_id).question(presentation.question_id).skill
        for presentation in shown
    }
    skill = diagnostic.next_skill(known, prerequisites, questions.keys(), asked, at)
    return questions[skill] if skill else None


def _questions(
    db: Session, play: Play, skills: SkillMap, known: Mapping[str, Knowledge], at: datetime
) -> dict[str, tuple[Question, int]]:
    """Return, for each skill, the question that would be asked, where one can be spared."""
    day = week.day_of(db, play.learner_key, at)
    within = {skill.id for skill in skills if play.domain in {None, skill.domain}}
    asked = in_force.asking(db, day, learners.read(db, play.learner_key).language)
    asking = {skill: found for skill, found in asked.items() if skill in within}
    pools = {skill: [one for one in asking[skill].module.pool if one.skill == skill] for skill in sorted(asking)}
    seen = progress.SEEN.ask(db, learner_key=play.learner_key)
    estimates = progress.believed(db, play.learner_key).parameters.estimates
    found = {}
    for skill, pool in pools.items():
        items = {one.id: estimates.item(one.id, skill, one.chance) for one in pool}
        sitting = Sitting(Purpose.SITUATE, at, day, {skill: known[skill]}, items, seen)
        # None where all that is new is the reserve for checks: a skill is not spent to be situated.
        if question := tutor_questions.next_question(pool, sitting):
            found[skill] = (question, asking[skill].version_id)
    return found


def found(db: Session, play: Play) -> SituateResult:
    """Return what a sitting that has ended found."""
    of_this = Presentation.play_id == play.id
    shown = db.scalars(select(Presentation).where(of_this)).all()
    given = select(Answer).join(Presentation, Presentation.id == Answer.presentation_id).where(of_this)
    answers = db.scalars(given.order_by(Answer.sequence, Answer.id)).all()
    if any(presentation.acknowledged_at is None for presentation in shown):
        # A question that is still open when the sitting has ended was left by `stop`.
        ending = SituateEnding.STOPPED
    else:
        all_asked = len(shown) >= tutor_questions.MOST_ASKED[Purpose.SITUATE]
        ending = SituateEnding.MOST if all_asked else SituateEnding.ENOUGH
    return SituateResult(
        right=tuple(answer.skill for answer in answers if answer.correct),
        open=tuple(answer.skill for answer in answers if not answer.correct),
        ending=ending,
    )


# ---------------------------------------------------------- whether a learner may contest a skill (« Je connais déjà »)


CONTEST_AGAIN_AFTER = timedelta(days=14)
"""Luck alone wins about one contest in thirteen: not one a day, but one a fortnight (docs/design.md, section 4)."""


class NothingToAsk(NotFound):
    """No question in force is on that skill."""

    what = N_("Aucune question n'est publiée sur cette compétence.")


class LastContest(NamedTuple):
    """The latest contest of a skill."""

    started_at: datetime
    version_id: int
    is_open: bool


CONTESTED: Lookup[Mapping[str, LastContest]] = Lookup(
    select(Play.skill, Play.started_at, Play.version_id, Play.finished_at).where(
        Play.learner_key == bindparam("learner_key"), Play.purpose == Purpose.CONTEST
    ),
    lambda rows: {
        skill: LastContest(started, version_id, finished is None)
        for skill, started, version_id, finished in sorted(rows, key=lambda row: (row[1], row[2], row[3] is None))
    },
)
"""By skill, the contest that a learner has begun last."""


def module_to_contest(db: Session, learner_key: UUID, skill: str, at: datetime) -> PublishedModule:
    """Return the module that asks a learner about a skill; raises NothingToAsk."""
    day, language = week.day_of(db, learner_key, at), learners.read(db, learner_key).language
    found = in_force.asking(db, day, language).get(skill)
    if found is None:
        raise NothingToAsk
    return found


def check_contest(db: Session, learner_key: UUID, skill: str, at: datetime) -> None:
    """Raise Conflict or NothingToAsk where a learner may not contest a skill now."""
    asked = module_to_contest(db, learner_key, skill, at)
    last = CONTESTED.ask(db, learner_key=learner_key).get(skill)
    if last and last.is_open and last.version_id == asked.version_id:
        return
    # One that was left open and whose text has changed is not gone on with: as if it had never begun.
    if last and not last.is_open and at - last.started_at < CONTEST_AGAIN_AFTER:
        raise Conflict(
            N_("Ces trois questions vous ont été posées il y a moins de deux semaines."),
            N_("Elles pourront l'être de nouveau ensuite ; en attendant, le module reste ouvert."),
        )
    # Checked before it begins: a contest that runs out of questions could neither be won nor lost.
    # How many new questions that count a contest may ask.
    pool = [one for one in asked.module.pool if one.skill == skill]
    seen = progress.SEEN.ask(db, learner_key=learner_key)
    new_questions = tutor_questions.to_practise(skill, votes.counting(db, asked.version_id, pool), seen)
    if new_questions < tutor_questions.MOST_ASKED[Purpose.CONTEST]:
        raise Conflict(
            N_("Il ne reste pas trois questions nouvelles sur cette compétence."),
            N_("Vous avez déjà répondu aux autres : quelques révisions suffiront à le montrer."),
        )


def may_contest(db: Session, learner_key: UUID, skill: str, at: datetime) -> bool:
    """Return whether a learner may contest a skill now."""
    try:
        check_contest(db, learner_key, skill, at)
    except (Conflict, NothingToAsk):
        return False
    return True
