"""Several sources changed at once, each as it would be by itself."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables.sources import Source
from models.watch.sources.watching import UnknownChange, change_source
from models.watch.sources.wording import SourceRequest

VISITS_APART = timedelta(seconds=2)
"""Between the visits of sources that are asked for together: what was due meanwhile is not behind all of them."""


def change_together(db: Session, source_ids: Collection[int], change: str, at: datetime) -> Sequence[Source]:
    """Change the shared sources of these numbers that a request concerns, and return them; raises UnknownChange.

    To be visited or paused a source must be active, to be taken up again paused or given up. The visits that this asks
    for begin one after the other.
    """
    if change not in set(SourceRequest):
        raise UnknownChange
    # In one order, as the worker claims them: nobody waits for each other in a circle.
    shared = select(Source).where(Source.id.in_(source_ids), Source.learner_key.is_(None)).order_by(Source.id)
    changed = [source for source in db.scalars(shared.with_for_update()) if _concerns(change, source)]
    apart = VISITS_APART if change in {SourceRequest.VISIT, SourceRequest.RESUME} else timedelta()
    for number, source in enumerate(changed):
        change_source(source, change, at + number * apart)
    return changed


def _concerns(change: str, source: Source) -> bool:
    if change == SourceRequest.RESUME:
        return not source.active
    if change == SourceRequest.LEAVE:
        return source.left_at is None
    return source.active
