"""A person's own sources: feeds whose news nobody else sees; they go when she lets them go, or goes herself."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import search
from models.sources import rights
from models.sources.codes import Nature, Watching
from models.sources.watching import AddressTaken, NoSuchSource, insert, is_watched
from models.tables import Article, Base, Learner, Permission, Source, SourceChange, Story, Trial

MOST = 20
"""Sources that one person may have of her own."""


class TooManySources(Exception):
    """Somebody has MOST sources of her own already."""


def mine(db: Session, learner_key: UUID) -> Sequence[Source]:
    """The sources of one person, by name."""
    own = select(Source).where(Source.learner_key == learner_key)
    return db.scalars(own.order_by(Source.name, Source.id)).all()


def own_source(db: Session, learner_key: UUID, source_id: int) -> Source:
    """One of them; raises NoSuchSource."""
    source = db.get(Source, source_id)
    if source is None or source.learner_key != learner_key:
        raise NoSuchSource(source_id)
    return source


def add_own(db: Session, learner_key: UUID, name: str, address: str, nature: Nature, at: datetime) -> Source:
    """Watch a feed for one person, shown as far as its nature lets it.

    Raises TooManySources, AddressTaken: what everybody has need not be watched twice.
    """
    db.execute(select(Learner.key).where(Learner.key == learner_key).with_for_update())
    if len(mine(db, learner_key)) >= MOST:
        raise TooManySources
    if is_watched(db, address):
        raise AddressTaken(address)
    source = insert(db, name, address, Watching.FEED, at, learner_key)
    source.nature, source.right_to_show = nature, rights.first_right(nature)
    db.flush()
    return source


def let_go(db: Session, learner_key: UUID, source_id: int) -> str:
    """Watch one of her own sources no longer, and forget what it brought; returns its address. Raises NoSuchSource."""
    source = own_source(db, learner_key, source_id)
    address = source.address
    forget(db, [source.id])
    return address


def forget_all(db: Session, learner_key: UUID) -> None:
    """Forget the sources of a person, what they brought, and what she has tried."""
    forget(db, db.scalars(select(Source.id).where(Source.learner_key == learner_key)).all())
    db.execute(delete(Trial).where(Trial.learner_key == learner_key))


def forget(db: Session, source_ids: Collection[int]) -> None:
    """Forget sources, their articles, and the stories that nobody else tells."""
    theirs = Article.source_id.in_(source_ids)
    told = {story_id for story_id in db.scalars(select(Article.story_id).where(theirs)) if story_id}
    articles = db.scalars(select(Article.id).where(theirs)).all()
    db.execute(delete(Article).where(theirs))
    still = set(db.scalars(select(Article.story_id).where(Article.story_id.in_(told))))
    _forget_stories(db, told - still)
    for story in db.scalars(select(Story).where(Story.id.in_(still), Story.summarised_id.in_(articles))).all():
        story.summarised_id, story.summary_places = None, []
        db.flush()
        search.index_story(db, story)
    for table in (SourceChange, Permission):
        db.execute(delete(table).where(table.source_id.in_(source_ids)))
    db.execute(delete(Source).where(Source.id.in_(source_ids)))


def _forget_stories(db: Session, story_ids: Collection[int]) -> None:
    """Forget stories, and every row of any table that hangs on them."""
    search.forget_stories(db, story_ids)
    for table in reversed(Base.metadata.sorted_tables):
        for column in table.columns:
            if column.references(Story.__table__.c.id):
                db.execute(table.delete().where(column.in_(story_ids)))
    db.execute(delete(Story).where(Story.id.in_(story_ids)))
