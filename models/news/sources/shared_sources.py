"""The shared sources: added, described, paused, taken up again, given up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound, Refused
from models.ground import jobs
from models.ground.lookups import Lookup
from models.news.sources import source_words
from models.news.sources.source_words import PermissionGiven, SourceRequest
from models.news.sources.visits import host_of
from models.news.stories.merging import let_story_be_found
from models.tables.sources import Source, SourceNature, SourceRight, VisitResult
from models.tables.stories import Article, ArticleState, Story

LONGEST_AGE_LIMIT = 90
"""Days; what is older is no news of any source."""
VISITS_APART = timedelta(seconds=2)
"""Between the visits of sources that are asked for together: what was due meanwhile is not behind all of them."""


class AddressTaken(Refused):
    """That address is watched already: by everybody, or by the one who wants to."""

    def __init__(self, own: bool) -> None:
        by_all = N_("Cette adresse est déjà suivie.")
        super().__init__(N_("Cette adresse est déjà suivie, par vous ou pour tout le monde.") if own else by_all, "way")


class UnknownChange(NotFound):
    """A source cannot be changed in that way."""

    what = N_("Cette page n'existe pas.")


class NoSuchSource(NotFound):
    """There is no source of that number, or it is not one's own."""

    what = N_("Cette source n'est pas suivie.")


@dataclass(frozen=True, slots=True)
class Description:
    """What a source is, how much of it may be shown, and which of its entries are taken."""

    nature: str = SourceNature.PUBLIC_SERVICE
    jurisdiction: str | None = None
    right_to_show: str = SourceRight.TEXT
    selector: str | None = None
    age_limit: int | None = None
    about_the_job: bool = False
    categories: str | None = None
    """One a line."""

    def values(self) -> dict[str, object]:
        """Return the description by column."""
        return {name: getattr(self, name) for name in self.__slots__}


class Brought(NamedTuple):
    """What a source has brought, in numbers of articles."""

    read: int
    waiting: int
    too_old: int
    off_topic: int
    reserved: int
    """Whose site refuses text mining: title and link only."""


def add_source(
    db: Session,
    name: str,
    address: str,
    kind: str,
    at: datetime,
    description: Description | None = None,
    *,
    permission: PermissionGiven | None = None,
    by: UUID | None = None,
) -> Source:
    """Watch a feed, a sitemap or a page from now on; one that was given up comes back.

    Raises Refused.
    """
    description = description or Description()
    right = description.right_to_show
    source_words.check(description.nature, right, [right] if permission else [])
    # The old row keeps what was read: otherwise all of its past would come back as news.
    shared = select(Source).where(Source.address == address.strip(), Source.learner_key.is_(None))
    source = db.scalar(shared.where(Source.left_at.is_not(None)))
    if source:
        source.left_at, source.active, source.attempts = None, True, 0
    else:
        source = insert(db, name, address, kind, at)
    source.name, source.kind, source.next_visit_at = name.strip(), kind, at
    for column, value in description.values().items():
        setattr(source, column, value)
    db.flush()
    if permission and by:
        source_words.record(db, source.id, right, permission, by, at)
    return source


def insert(db: Session, name: str, address: str, kind: str, at: datetime, learner_key: UUID | None = None) -> Source:
    """Add a source for all or for one person; raises AddressTaken."""
    row = {
        "learner_key": learner_key,
        "name": name.strip(),
        "address": address.strip(),
        "host": host_of(address.strip()),
        "kind": kind,
        "next_visit_at": at,
        "created_at": at,
    }
    # The index decides, not a question before: two who add the same address at once.
    if not jobs.insert_new(db, Source, [row]):
        raise AddressTaken(own=learner_key is not None)
    mine = Source.learner_key.is_(None) if learner_key is None else Source.learner_key == learner_key
    return db.scalars(select(Source).where(Source.address == row["address"], mine)).one()


def sources(db: Session) -> Sequence[Source]:
    """Return the shared sources that are watched, by name."""
    shared = select(Source).where(Source.learner_key.is_(None), Source.left_at.is_(None))
    return db.scalars(shared.order_by(Source.name, Source.id)).all()


def shared_source(db: Session, source_id: int) -> Source:
    """Return one of the shared sources; raises NoSuchSource."""
    source = db.get(Source, source_id)
    if source is None or source.learner_key is not None or source.left_at is not None:
        raise NoSuchSource
    return source


def describe(
    db: Session,
    source: Source,
    name: str,
    description: Description,
    at: datetime,
    *,
    by: UUID,
    permission: PermissionGiven | None = None,
) -> dict[str, list[object]]:
    """Change a source's description and right; returns what has changed: column → [before, now].

    What it has brought already is shown by the new right at once. Raises Refused.
    """
    right = description.right_to_show
    known = [given.right_to_show for given in source_words.permissions(db, source.id)]
    source_words.check(description.nature, right, [*known, right] if permission else known)
    if permission:
        source_words.record(db, source.id, right, permission, by, at)
    wanted: dict[str, object] = {"name": name.strip(), **description.values()}
    changed = {column: [getattr(source, column), value] for column, value in wanted.items()}
    changed = {column: both for column, both in changed.items() if both[0] != both[1]}
    for column, (_, value) in changed.items():
        setattr(source, column, value)
    if "selector" in changed:
        start_again(source, at)
    # What was found by its summary may no longer be: the new right holds for the past too.
    if "right_to_show" in changed:
        db.flush()
        told = select(Article.story_id).where(Article.source_id == source.id)
        for story in db.scalars(select(Story).where(Story.id.in_(told))).all():
            let_story_be_found(db, story)
    return changed


def start_again(source: Source, at: datetime) -> None:
    """Forget what was known of a source, of which another part of the page is watched now."""
    # Without validators the next visit reads the whole page: RFC 9110, 13.1, would answer 304.
    source.etag = source.last_modified = source.fingerprint = source.last_text = None
    source.next_visit_at = at


def change_source(source: Source, change: str, at: datetime) -> None:
    """Pause a source, take it up again, have it visited now, or give it up; raises UnknownChange."""
    if change not in set(SourceRequest):
        raise UnknownChange
    source.active = change not in {SourceRequest.PAUSE, SourceRequest.LEAVE}
    if source.active:
        source.next_visit_at = at
    if change in {SourceRequest.RESUME, SourceRequest.LEAVE}:
        source.left_at = at if change == SourceRequest.LEAVE else None


def change_together(db: Session, source_ids: Collection[int], change: str, at: datetime) -> Sequence[Source]:
    """Change the shared sources of these numbers that a request concerns, and return them; raises UnknownChange.

    To be visited or paused a source must be active, to be taken up again paused or given up. The visits that this asks
    for begin one after the other.
    """
    if change not in set(SourceRequest):
        raise UnknownChange(change)
    concerned: dict[str, ColumnElement[bool]] = {
        SourceRequest.RESUME: Source.active.is_(False),
        SourceRequest.LEAVE: Source.left_at.is_(None),
    }
    # In one order, as the worker claims them: nobody waits for each other in a circle.
    shared = select(Source).where(Source.id.in_(source_ids), Source.learner_key.is_(None)).order_by(Source.id)
    changed = db.scalars(shared.where(concerned.get(change, Source.active.is_(True))).with_for_update()).all()
    apart = VISITS_APART if change in {SourceRequest.VISIT, SourceRequest.RESUME} else timedelta()
    for number, source in enumerate(changed):
        change_source(source, change, at + number * apart)
    return changed


def brought(db: Session, source_id: int) -> Brought:
    """Return what a source has brought, and what of it was not taken, and why."""
    of_source = Article.source_id == source_id
    counted = (
        select(Article.state, Article.result, func.count()).where(of_source).group_by(Article.state, Article.result)
    )
    rows = [(state, result, number) for state, result, number in db.execute(counted)]

    def number(states: set[str], results: set[str] | None = None) -> int:
        return sum(n for state, result, n in rows if state in states and (results is None or result in results))

    return Brought(
        read=number({ArticleState.READ}),
        waiting=number({ArticleState.DUE}),
        too_old=number({ArticleState.SKIPPED}, {VisitResult.TOO_OLD}),
        off_topic=number({ArticleState.SKIPPED}, {VisitResult.OFF_TOPIC}),
        reserved=number({ArticleState.READ}, {VisitResult.MINING_REFUSED}),
    )


def latest(db: Session, source_id: int, most: int = 10) -> Sequence[Article]:
    """Return the newest articles of a source, as found."""
    newest = func.coalesce(Article.published_at, Article.found_at).desc()
    of_source = select(Article).where(Article.source_id == source_id).order_by(newest, Article.id.desc())
    return db.scalars(of_source.limit(most)).all()


def read_by(learner_key: UUID | BindParameter[UUID] | None) -> ColumnElement[bool]:
    """Return whether a source is for this learner: shared, or her own; for None, shared alone."""
    return or_(Source.learner_key.is_(None), Source.learner_key == learner_key)


OWN = Lookup(select(Source.id).where(Source.learner_key == bindparam("learner_key")).limit(1), bool)


def has_own(db: Session, learner_key: UUID) -> bool:
    """Return whether a learner has sources of her own."""
    return OWN.ask(db, learner_key=learner_key)


def follows_any(db: Session) -> bool:
    """Return whether the house follows any source."""
    shared = select(Source.id).where(Source.learner_key.is_(None), Source.left_at.is_(None))
    return db.scalar(shared.limit(1)) is not None


def is_watched(db: Session, address: str) -> bool:
    """Return whether everybody has that address already."""
    shared = select(Source.id).where(Source.address == address.strip(), Source.learner_key.is_(None))
    return db.scalar(shared.where(Source.left_at.is_(None)).limit(1)) is not None
