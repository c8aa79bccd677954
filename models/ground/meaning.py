"""What is found by its meaning: which concepts of the thesaurus are near to an entry, as the worker has written it.

No page needs an encoder: whoever searches names concepts by words. What is due is an entry without its nearness.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, case, delete, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from models.ground import jobs
from models.ground.jobs import LEASE
from models.tables.search import Nearness, SearchEntry, SearchKind

AT_ONCE = 8
"""Entries that a worker takes, and writes in one transaction: so much is done again when it is killed."""
FOUND_BY_MEANING = (SearchKind.CARD, SearchKind.ENTRY)


def made_with(thesaurus: str, encoder: str = "") -> str:
    """Return what nearness is made with: the versions of a thesaurus and of an encoder."""
    return f"{thesaurus}-{encoder}"


def is_any_due(db: Session, made: str, at: datetime) -> bool:
    """Return whether some entry lacks its nearness, made so, and nobody is at it."""
    return db.scalar(select(SearchEntry.id).where(_lacks(made), jobs.free(SearchEntry, at)).limit(1)) is not None


def take(db: Session, made: str, at: datetime) -> list[tuple[SearchEntry, SearchEntry | None]]:
    """Take some entries that are due until `at + LEASE`, each with its module."""
    whole = aliased(SearchEntry)
    of_one_module = and_(
        whole.kind == SearchKind.MODULE, whole.work == SearchEntry.work, whole.language == SearchEntry.language
    )
    due = select(SearchEntry.id).where(_lacks(made), jobs.free(SearchEntry, at)).order_by(SearchEntry.id).limit(AT_ONCE)
    mine = jobs.claim_all(db, SearchEntry, db.scalars(due).all(), at, _lacks(made))
    taken = select(SearchEntry, whole).outerjoin(whole, of_one_module).where(SearchEntry.id.in_(mine))
    return [(entry, module) for entry, module in db.execute(taken.order_by(SearchEntry.id, whole.id))]


def keep(db: Session, made: str, taken_at: datetime, near: Mapping[int, Mapping[int, float]]) -> int:
    """Keep the nearness of entries that were taken then, unless they have gone or changed; returns of how many."""
    still_mine = SearchEntry.id.in_(near), SearchEntry.lease_until == taken_at + LEASE
    writing = update(SearchEntry).where(*still_mine).values(meaning=made, lease_until=None)
    kept = sorted(db.scalars(writing.returning(SearchEntry.id)))
    db.execute(delete(Nearness).where(Nearness.entry_id.in_(kept)))
    rows = [
        {"entry_id": entry, "concept": concept, "weight": weight}
        for entry in kept
        for concept, weight in sorted(near[entry].items())
    ]
    if rows:
        db.execute(insert(Nearness), rows)
    return len(kept)


def is_written(db: Session) -> bool:
    """Return whether anything can be found by its meaning."""
    return db.scalar(select(Nearness.entry_id).limit(1)) is not None


def near(about: Mapping[int, float], thesaurus: str, least: float = 0.0) -> Subquery:
    """Select `id` and `weight`, the best highest, of the entries that are near to what a query is about.

    `least`: how much of the query the concepts must be about that an entry is near to.
    """
    shared = func.sum(case(dict(about), value=Nearness.concept))
    weight = func.sum(Nearness.weight * case(dict(about), value=Nearness.concept))
    by_this_thesaurus = SearchEntry.meaning.startswith(made_with(thesaurus), autoescape=True)
    return (
        select(Nearness.entry_id.label("id"), weight.label("weight"))
        .join(SearchEntry, SearchEntry.id == Nearness.entry_id)
        .where(Nearness.concept.in_(about), by_this_thesaurus)
        .group_by(Nearness.entry_id)
        .having(shared >= least)
        .subquery()
    )


def _lacks(made: str) -> ColumnElement[bool]:
    return and_(SearchEntry.kind.in_(FOUND_BY_MEANING), SearchEntry.meaning.is_distinct_from(made))
