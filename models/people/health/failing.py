"""Whether much of what is watched fails at once, which is told at the first visits and not after a day."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.tables.sources import Source, VisitResult

SHARE, AT_LEAST = 1 / 3, 5
"""From which part of the sources that were visited, and how many of them, something is wrong with all."""


class WidespreadFailure(NamedTuple):
    """So many shared sources have failed at their last visit that no single one is the cause."""

    failed: int
    visited: int
    """Of these, all that are active and were visited."""
    reason: VisitResult
    """The most frequent…"""
    reason_times: int
    """… and for how many it is the reason."""


def widespread(db: Session) -> WidespreadFailure | None:
    """Return what fails now, where that is a large part of the shared sources that were visited."""
    visited = (Source.active, Source.learner_key.is_(None), Source.last_result.is_not(None))
    rows = select(Source.last_result, func.count()).where(*visited).group_by(Source.last_result)
    numbers = {VisitResult(result): number for result, number in db.execute(rows) if result}
    bad = {result: number for result, number in numbers.items() if not result.good}
    failed, total = sum(bad.values()), sum(numbers.values())
    if failed < max(AT_LEAST, SHARE * total):
        return None
    # By name where two are as frequent: both databases say the same.
    reason = max(sorted(bad), key=bad.__getitem__)
    return WidespreadFailure(failed, total, reason, bad[reason])
