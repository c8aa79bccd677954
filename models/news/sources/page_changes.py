"""Changes of a watched page: whether it says something else now, and what is to be kept of it."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from content.text.difference import DifferenceLine, difference
from models.directory import fact_belief
from models.tables.sources import Source, SourceChange, Watching

KEPT = timedelta(days=30)
MOST_KEPT = 10
"""Changes of one source that are kept."""
LONGEST_TEXT = 100_000
"""Characters of a page that are compared and kept."""

MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "januari|februari|maart|april|mei|juni|juli|augustus|oktober|december"
)
PASSING = rf"""(?ix)
    \b(?:mis(?:e)?\s+à\s+jour|actualisée?|modifiée?|bijgewerkt|gewijzigd|updated)\b[^.\n]{{0,20}}?
        \b(?:\d{{1,2}}(?:er)?\s+(?:{MONTHS})\s+\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d\d-\d\d)
        (?:\D{{1,4}}\d{{1,2}}\s?[:h]\s?\d\d)?
    | \bil\s+y\s+a\s+\d+\s+(?:secondes?|minutes?|heures?|jours?)\b
    | \b\d+\s+(?:seconden|minuten|uur|dagen)\s+geleden\b
    | \b\d+\s+(?:seconds?|minutes?|hours?|days?)\s+ago\b
    | \b[\d\s.\u00a0\u202f]*\d\s*(?:vues?|lectures?|commentaires?|partages?|j'aime|views?|keer\s+bekeken)\b
    """
"""What passes by on a page and tells nothing: when it was touched, how long ago, the hour, how often it was read.

A pattern as it is written: the portal, which asks for the rest of this file, need not compile it."""


def essence(text: str, chosen: bool) -> str:
    """Return a page's words, without its fleeting parts unless this part was chosen to be watched."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    if not chosen:
        lines = (" ".join(re.sub(PASSING, " ", line).split()) for line in lines)
    return "\n".join(filter(None, lines))


def is_another(before: str, now: str, chosen: bool) -> bool:
    """Return whether a page says something else."""
    return essence(before, chosen) != essence(now, chosen)


def added(before: str, now: str, chosen: bool) -> str:
    """Return the lines of a page that were not there before, as they stand."""
    # Compared without what passes by, so that a new hour alone makes no line new.
    known = {essence(line, chosen) for line in before.splitlines()}
    return "\n".join(line for line in now.splitlines() if essence(line, chosen) not in {"", *known})


def lines(change: SourceChange) -> list[DifferenceLine]:
    """Return a change as somebody reads it: line by line, within a line word by word."""
    return difference(change.before, change.now)


def record(db: Session, source: Source, now: str, at: datetime) -> None:
    """Keep what a page says now, and the change if it said something else before.

    Facts of the directory that quote what it no longer says are doubted; whose own source it is, is nobody's to see.
    """
    # Both texts are cut alike, else a page that is longer would change at every visit.
    now = now[:LONGEST_TEXT]
    if source.last_text is not None and is_another(source.last_text, now, bool(source.selector)):
        db.add(SourceChange(source_id=source.id, at=at, before=source.last_text, now=now))
        db.flush()
        if source.kind == Watching.PAGE and source.learner_key is None:
            fact_belief.page_changed(db, source.address, source.last_text, now, at)
        # A page that changes at each visit must not fill the table.
        kept = [change.id for change in changes(db, source.id)]
        mine = SourceChange.source_id == source.id
        db.execute(delete(SourceChange).where(mine, SourceChange.id.not_in(kept)))
    db.execute(update(Source).where(Source.id == source.id).values(last_text=now))


def changes(db: Session, source_id: int) -> Sequence[SourceChange]:
    """Return the last changes of a source, the latest first."""
    mine = select(SourceChange).where(SourceChange.source_id == source_id)
    return db.scalars(mine.order_by(SourceChange.id.desc()).limit(MOST_KEPT)).all()


def forget_old(db: Session, at: datetime) -> None:
    """Forget changes after a month, and the text of a page that was not read again since."""
    db.execute(delete(SourceChange).where(SourceChange.at < at - KEPT))
    unread = Source.last_success_at < at - KEPT
    db.execute(update(Source).where(unread, Source.last_text.is_not(None)).values(last_text=None))
