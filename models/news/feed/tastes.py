"""A learner's tastes: what she needs, the words that she mutes, the subjects of which she wants less."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from models.catalogue import in_force
from models.ground import jobs
from models.ground.lookups import Lookup
from models.learner import SkillState, retained, state
from models.learning import progress, themes
from models.learning.themes import FollowedTheme
from models.news.feed.ranking import FeedReason, Need, Subject
from models.tables.feed import LessOf, MutedWord, TasteKind
from models.tables.sources import Source

LONGEST_SUBJECT = 200
LONGEST_NUMBER = 18
"""So many digits, and a column of 63 bits holds it."""
PROPOSED = 0.75
"""What the tutor proposes now is needed at least so much."""
WHY = {
    SkillState.IN_PROGRESS: FeedReason.LEARNING,
    SkillState.TO_CONFIRM: FeedReason.LEARNING,
    SkillState.TO_REFRESH: FeedReason.REFRESH,
    SkillState.ACQUIRED: FeedReason.LEARNED,
}


class Lowered(NamedTuple):
    """A subject of which less is wanted: a skill, a theme or a source."""

    kind: str
    subject: str
    names: Mapping[str, str] | None = None
    """By language, of a skill."""
    theme: FollowedTheme | None = None
    source: str | None = None


def needs(db: Session, learner_key: UUID, proposed: Collection[str], at: datetime) -> dict[str, Need]:
    """Return what is left to learn of each skill that she has begun, or that the tutor proposes now."""
    known = progress.believed(db, learner_key).knowledge({skill.id for skill in in_force.skill_map(db)})
    whys = {skill: WHY.get(state(knowledge, at)) for skill, knowledge in known.items()}
    whys |= {skill: FeedReason.NEXT for skill in proposed if skill in whys and whys[skill] is None}
    least = {skill: PROPOSED if skill in proposed else 0.0 for skill in known}
    return {skill: Need(why, max(least[skill], 1 - retained(known[skill], at))) for skill, why in whys.items() if why}


# ---------------------------------------------------------------------------------------------------------- muted words


class Muted(NamedTuple):
    """Words that a learner has muted."""

    words: str
    id: int


MUTED = Lookup(
    select(MutedWord.words, MutedWord.id).where(MutedWord.learner_key == bindparam("learner_key")),
    lambda rows: sorted(Muted(*row) for row in rows),
)


def muted(db: Session, learner_key: UUID) -> Sequence[Muted]:
    """Return the words that a learner has muted, in their order."""
    return MUTED.ask(db, learner_key=learner_key)


def mute(db: Session, learner_key: UUID, words: str, at: datetime) -> None:
    """Mute a text's words for a learner; once is enough. Raises Refused."""
    row = {"learner_key": learner_key, "words": themes.sound(words), "at": at}
    jobs.insert_new(db, MutedWord, [row])


def hear_again(db: Session, learner_key: UUID, muted_id: int) -> None:
    """Unmute words of a learner's own; others' stay."""
    db.execute(delete(MutedWord).where(MutedWord.learner_key == learner_key, MutedWord.id == muted_id))


# -------------------------------------------------------------------------------------------------------- moins de ceci


LOWERED = Lookup(
    select(LessOf.kind, LessOf.subject).where(LessOf.learner_key == bindparam("learner_key")),
    lambda rows: frozenset((kind, subject) for kind, subject in rows),
)


def lowered(db: Session, learner_key: UUID) -> frozenset[Subject]:
    """Return the subjects of which a learner wants less."""
    return LOWERED.ask(db, learner_key=learner_key)


def less(db: Session, learner_key: UUID, kind: str, subject: str, at: datetime) -> None:
    """Lower a subject for a learner; raises NotFound."""
    if kind not in set(TasteKind) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotFound(
            N_("Ce genre d'actualités n'existe pas."),
            N_("Les actualités de ces deux semaines sont sous « Actualité »."),
        )
    jobs.insert_new(db, LessOf, [{"learner_key": learner_key, "kind": kind, "subject": subject, "at": at}])


def as_before(db: Session, learner_key: UUID, kind: str, subject: str) -> None:
    """Restore a lowered subject to its usual weight."""
    which = LessOf.learner_key == learner_key, LessOf.kind == kind, LessOf.subject == subject
    db.execute(delete(LessOf).where(*which))


def lowered_by_name(db: Session, learner_key: UUID) -> list[Lowered]:
    """Return the subjects of which a learner wants less, with their names; those that are gone are left out."""
    skills = {skill.id: skill.name for skill in in_force.skill_map(db)}
    mine = {str(theme.id): theme for theme in themes.followed(db, learner_key)}
    subjects = sorted(lowered(db, learner_key))
    # Typed by anybody: only what is a number, and one that it can hold, may be asked of a column of numbers.
    named = [subject for kind, subject in subjects if kind == TasteKind.SOURCE and subject.isdecimal()]
    numbers = [int(subject) for subject in named if len(subject) <= LONGEST_NUMBER]
    rows = db.execute(select(Source.id, Source.name).where(Source.id.in_(numbers)))
    sources = {str(source_id): name for source_id, name in rows}
    told = (
        Lowered(
            kind,
            subject,
            skills.get(subject) if kind == TasteKind.SKILL else None,
            mine.get(subject) if kind == TasteKind.THEME else None,
            sources.get(subject) if kind == TasteKind.SOURCE else None,
        )
        for kind, subject in subjects
    )
    return [one for one in told if one.names or one.theme or one.source]
