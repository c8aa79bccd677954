"""The stories of a fortnight in outline, kept between transactions, and who may see which of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from models.catalogue import published
from models.ground import revisions
from models.ground.store import kept
from models.tables.sources import Source
from models.tables.stories import Article, Story, StorySkill

KEPT = timedelta(days=14)
"""A story is told that long; its row stays."""


class NoSuchStory(NotFound):
    """There is no story of that number, or it is somebody else's."""

    what = N_("Cette actualité n'est plus là.")
    then = N_("Les actualités restent affichées deux semaines.")


def visible_to(learner_key: UUID | BindParameter[UUID] | None) -> ColumnElement[bool]:
    """Select the stories that stand and that this learner may see; None has no sources of her own."""
    return and_(Story.merged_into.is_(None), or_(Story.learner_key.is_(None), Story.learner_key == learner_key))


# ----------------------------------------------------- the stories of a fortnight in outline, kept between transactions
#
# One number says whether they are still true (models.ground.revisions, docs/design.md, law 15).


V = TypeVar("V")

FORTNIGHT = "fortnight"
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class StoryOutline:
    """A story before it is told, with the sources by which its reader may see it."""

    id: int
    happened_at: datetime
    created_at: datetime
    sources: tuple[int, ...]
    natures: frozenset[str]
    """Codes of SourceNature."""
    owners: frozenset[UUID | None]
    """Whose the sources are; None for shared ones."""
    skills: Mapping[str, float]
    """How near it is to the skills that it touches, nearest first."""
    languages: frozenset[str | None]
    """In which it is told."""


@dataclass(frozen=True, eq=False)
class Fortnight:
    """The stories that stand and have happened since an instant, the newest first."""

    shared: Mapping[int, StoryOutline]
    """By id, those that everybody may see."""
    own: Mapping[UUID, Mapping[int, StoryOutline]]
    """By reader, those that her own sources tell, as she sees them."""
    since: datetime
    revision: int | None = None
    """None where a session has read them for itself."""
    _derived: dict[Any, Any] = field(default_factory=dict)

    def seen_by(self, learner_key: UUID | None) -> Mapping[int, StoryOutline]:
        """Return by id the stories that somebody may see; for None, those of shared sources."""
        if learner_key is None or learner_key not in self.own:
            return self.shared

        def newest_first() -> Mapping[int, StoryOutline]:
            both = {**self.shared, **self.own[learner_key]}
            return dict(sorted(both.items(), key=lambda one: (LONG_AGO - one[1].happened_at, one[0])))

        return self.derived(learner_key, newest_first)

    def derived(self, key: object, make: Callable[[], V]) -> V:
        """Return what follows from these stories alone, made once."""
        if key not in self._derived:
            self._derived[key] = make()
        found: V = self._derived[key]
        return found


def fortnight(db: Session, at: datetime) -> Fortnight:
    """Return the stories that may still be told at an instant, and perhaps some that are older by now."""
    since = at - KEPT
    if revisions.has_changed(db):
        return _read(db, Story.happened_at > since, since, None)
    memory, number = kept(db), published.stamp(db).stories
    found: Fortnight | None = memory.get(FORTNIGHT)
    if found is None or found.revision != number or found.since > since:
        found = memory[FORTNIGHT] = _read(db, Story.happened_at > since, since, number)
    return found


def outlines(db: Session, learner_key: UUID | None, story_ids: Collection[int]) -> Mapping[int, StoryOutline]:
    """Return those of these stories that stand and that a learner may see, however old."""
    return _read(db, Story.id.in_(story_ids), LONG_AGO, None).seen_by(learner_key) if story_ids else {}


_TOLD = (
    select(Story.id, Story.happened_at, Story.created_at, Story.learner_key, Article.source_id, Source.nature)
    .add_columns(Source.learner_key.label("owner"), Article.language)
    .join(Article, Article.story_id == Story.id)
    .join(Source, Source.id == Article.source_id)
    .where(Story.merged_into.is_(None))
    .order_by(Story.happened_at.desc(), Story.id, Article.id)
)
_TOUCHED = (
    select(StorySkill.story_id, StorySkill.skill, StorySkill.similarity)
    .join(Story, Story.id == StorySkill.story_id)
    .order_by(StorySkill.similarity.desc(), StorySkill.skill)
)


def _read(db: Session, which: ColumnElement[bool], since: datetime, revision: int | None) -> Fortnight:
    skills: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for story_id, skill, near in db.execute(_TOUCHED.where(which)):
        skills[story_id][skill] = near
    shared: dict[int, StoryOutline] = {}
    own: defaultdict[UUID, dict[int, StoryOutline]] = defaultdict(dict)
    for story_id, rows in groupby(db.execute(_TOLD.where(which)), attrgetter("id")):
        tellers = list(rows)
        # Who sees a story in a way of her own, and None where everybody sees it.
        owners, whose = {teller.owner for teller in tellers}, tellers[0].learner_key
        readers = owners if whose is None else {whose} & {*owners, *([whose] if None in owners else [])}
        for reader in readers:
            visible = [teller for teller in tellers if teller.owner in {None, reader}]
            (shared if reader is None else own[reader])[story_id] = _outline(visible, skills.get(story_id, {}))
    return Fortnight(shared, own, since, revision)


def _outline(seen: Sequence[Any], skills: Mapping[str, float]) -> StoryOutline:
    story = seen[0]
    return StoryOutline(
        story.id,
        story.happened_at,
        story.created_at,
        tuple(dict.fromkeys(teller.source_id for teller in seen)),
        frozenset(teller.nature for teller in seen),
        frozenset(teller.owner for teller in seen),
        skills,
        frozenset(teller.language for teller in seen),
    )
