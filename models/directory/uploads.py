"""Files with entries that somebody brings: each a row with a term, read by the worker; what comes of it is proposed."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.tables.directory import DirectoryUpload

KEPT = timedelta(days=14)


def forget_old(db: Session, at: datetime) -> None:
    """Forget files that have had their term, with what they proposed."""
    db.execute(delete(DirectoryUpload).where(DirectoryUpload.at < at - KEPT))
