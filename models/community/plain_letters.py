"""Plain letters: made of plain words that are in force, corrected by themselves, sent by nobody here."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.tables.plain_letters import PlainLetter

SHOWN = timedelta(days=90)
"""How long the page of a letter is shown; with the last day its row goes."""


def forget_old(db: Session, at: datetime) -> None:
    """Delete the letters whose page is shown no longer."""
    db.execute(delete(PlainLetter).where(PlainLetter.until < at.date()))
