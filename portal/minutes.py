"""The minutes that a counsellor has said that she has, as they run out."""

from datetime import datetime, timedelta

from flask import request, session

from models.tutor.questions import LEAST_MINUTES
from portal.numbers import to_number
from portal.shell import now

CHOICES = (3, 5, 7, 15)
MINUTE = timedelta(minutes=1)


def choose() -> None:
    """Start the minutes that she has chosen; ignore what is no choice."""
    asked = request.args.get("minutes", type=to_number)
    if asked in CHOICES:
        session["minutes"], session["until"] = asked, (now() + asked * MINUTE).isoformat()


def chosen() -> int | None:
    """Return how many minutes she has chosen, unless they are over."""
    said: int | None = session.get("minutes")
    return said if left() else None


def left() -> float | None:
    """Return how many minutes are left; None if she has chosen none, or once they are over."""
    if "until" not in session:
        return None
    minutes: float = (datetime.fromisoformat(session["until"]) - now()) / MINUTE
    return minutes if minutes >= LEAST_MINUTES else None
