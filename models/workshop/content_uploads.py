"""Files that a trainer brings for a text: each a row with a term, read by the worker."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.tables.uploads import ContentUpload

KEPT = timedelta(days=14)


def forget_old(db: Session, at: datetime) -> None:
    """Forget files that have had their term; what was taken from them stays."""
    db.execute(delete(ContentUpload).where(ContentUpload.at < at - KEPT))
