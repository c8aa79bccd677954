"""A person's own sources: feeds whose news nobody else sees; they go when she lets them go, or goes herself."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from content.errors import N_, Conflict
from models.news.sources import source_words
from models.news.sources.shared_sources import AddressTaken, NoSuchSource, insert, is_watched
from models.news.stories import forgetting
from models.tables.people import Learner
from models.tables.sources import Permission, Source, SourceChange, SourceNature, Trial, Watching
from models.tables.stories import Article, ArticleState

MOST = 20
"""Sources that one person may have of her own."""


class TooManySources(Conflict):
    """Somebody has MOST sources of her own already."""

    what = N_("Vous suivez déjà vingt flux à vous.")
    then = N_("Rien n'est changé. Retirez-en un sous « Mes sources » pour en ajouter un autre.")


def mine(db: Session, learner_key: UUID) -> Sequence[Source]:
    """Return the sources of one person, by name."""
    own = select(Source).where(Source.learner_key == learner_key)
    return db.scalars(own.order_by(Source.name, Source.id)).all()


def own_source(db: Session, learner_key: UUID, source_id: int) -> Source:
    """Return one of a person's own sources; raises NoSuchSource."""
    source = db.get(Source, source_id)
    if source is None or source.learner_key != learner_key:
        raise NoSuchSource
    return source


def add_own(db: Session, learner_key: UUID, name: str, address: str, nature: SourceNature, at: datetime) -> Source:
    """Watch a feed for one person, shown as far as its nature lets it.

    Raises TooManySources, AddressTaken: what everybody has need not be watched twice.
    """
    db.execute(select(Learner.key).where(Learner.key == learner_key).with_for_update())
    if len(mine(db, learner_key)) >= MOST:
        raise TooManySources
    if is_watched(db, address):
        raise AddressTaken(own=True)
    source = insert(db, name, address, Watching.FEED, at, learner_key)
    source.nature, source.right_to_show = nature, source_words.first_right(nature)
    db.flush()
    return source


def let_go(db: Session, learner_key: UUID, source_id: int) -> None:
    """Watch one of her own sources no longer, and forget what it brought. Raises NoSuchSource."""
    _forget(db, learner_key, own_source(db, learner_key, source_id))


def rest(db: Session, learner_key: UUID) -> None:
    """Visit nothing of a person's own from now on: neither her sources, nor what they had brought, nor her trials."""
    db.execute(update(Source).where(Source.learner_key == learner_key).values(active=False))
    db.execute(update(Article).where(_unread(learner_key)).values(due_at=None))
    db.execute(delete(Trial).where(Trial.learner_key == learner_key))


def take_up(db: Session, learner_key: UUID, at: datetime) -> None:
    """Visit the sources of a person again, and read what they had brought."""
    again = {"active": True, "attempts": 0, "next_visit_at": at}
    db.execute(update(Source).where(Source.learner_key == learner_key).values(again))
    db.execute(update(Article).where(_unread(learner_key)).values(due_at=at))


def _unread(learner_key: UUID) -> ColumnElement[bool]:
    hers = select(Source.id).where(Source.learner_key == learner_key)
    return and_(Article.state == ArticleState.DUE, Article.source_id.in_(hers))


def forget_all(db: Session, learner_key: UUID) -> None:
    """Forget the sources of a person, what they brought, and what she has tried."""
    for source in mine(db, learner_key):
        _forget(db, learner_key, source)
    db.execute(delete(Trial).where(Trial.learner_key == learner_key))


def _forget(db: Session, learner_key: UUID, source: Source) -> None:
    forgetting.forget_personal(db, learner_key, source.id)
    for table in (SourceChange, Permission):
        db.execute(delete(table).where(table.source_id == source.id))
    db.delete(source)
    db.flush()
