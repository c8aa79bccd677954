"""Whether a learner may contest a skill (« Je connais déjà »): one rule, for who offers it and for who begins it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from content.errors import N_, Conflict, NotFound
from models.catalogue import in_force, votes
from models.catalogue.in_force import PublishedModule
from models.ground.lookups import Lookup
from models.study import learners, progress, week
from models.tables.answers import Play
from models.tutor import questions as tutor_questions
from models.tutor.situation import Purpose

AGAIN = timedelta(days=14)
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


def asking(db: Session, learner_key: UUID, skill: str, at: datetime) -> PublishedModule:
    """Return the module that asks a learner about a skill; raises NothingToAsk."""
    day, language = week.day_of(db, learner_key, at), learners.read(db, learner_key).language
    found = in_force.asking(db, day, language).get(skill)
    if found is None:
        raise NothingToAsk
    return found


def check(db: Session, learner_key: UUID, skill: str, at: datetime) -> None:
    """Raise Conflict or NothingToAsk where a learner may not contest a skill now."""
    asked = asking(db, learner_key, skill, at)
    last = CONTESTED.ask(db, learner_key=learner_key).get(skill)
    if last and last.is_open and last.version_id == asked.version_id:
        return
    # One that was left open and whose text has changed is not gone on with: as if it had never begun.
    if last and not last.is_open and at - last.started_at < AGAIN:
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


def may(db: Session, learner_key: UUID, skill: str, at: datetime) -> bool:
    """Return whether a learner may contest a skill now."""
    try:
        check(db, learner_key, skill, at)
    except (Conflict, NothingToAsk):
        return False
    return True
