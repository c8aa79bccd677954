"""How often entries are used, by week: what was printed, copied or answered about; opening one counts nothing."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models.ground import jobs
from models.ground.anonymity import FEWEST
from models.ground.calendar import monday_of
from models.tables.directory import EntryUse, UnmetTopic

KEPT = timedelta(days=365)


def count(db: Session, document_id: str, day: date) -> None:
    """Count one use of an entry in the week of a day."""
    place = {"document_id": document_id, "week": monday_of(day)}
    jobs.insert_new(db, EntryUse, [{**place, "number": 0}])
    here = (EntryUse.document_id == document_id, EntryUse.week == place["week"])
    # In one statement: of those who count at once, none is lost.
    db.execute(update(EntryUse).where(*here).values(number=EntryUse.number + 1))


def lately(db: Session, day: date) -> dict[str, int]:
    """Return how often each entry was used in the year before a day, where that is at least FEWEST times."""
    total = func.sum(EntryUse.number)
    rows = select(EntryUse.document_id, total).where(EntryUse.week >= day - KEPT)
    return {row[0]: row[1] for row in db.execute(rows.group_by(EntryUse.document_id).having(total >= FEWEST))}


def forget_old(db: Session, at: datetime) -> None:
    """Forget the weeks of more than a year ago."""
    for table in (EntryUse, UnmetTopic):
        db.execute(delete(table).where(table.week < at.date() - KEPT))
