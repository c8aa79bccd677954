"""What one browser is counted for, a few times a week at most: its cookie says how often, and nothing of what."""

import hashlib
import hmac

from flask import session

from models.ground.calendar import monday_of
from portal.request import house_day, settings

MOST_MARKS = 60
"""Things that one cookie tells apart: it goes with every request."""


def is_counted(name: str, most: int, what: str = "") -> bool:
    """Return whether this browser may be counted once more this week for something."""
    marks, mark = _marks(name), _mark(what)
    return marks.get(mark, 0) < most and (mark in marks or len(marks) < MOST_MARKS)


def note(name: str, what: str = "") -> None:
    """Note in the cookie that this browser was counted."""
    marks, mark = _marks(name), _mark(what)
    session[name] = (monday_of(house_day()).isoformat(), {**marks, mark: marks.get(mark, 0) + 1})


def _marks(name: str) -> dict[str, int]:
    week, marks = session.get(name, ("", {}))
    return marks if week == monday_of(house_day()).isoformat() else {}


def _mark(what: str) -> str:
    # A cookie is signed and can be read: anyone who has the desk next must not learn what was looked at.
    return hmac.new(settings().secret_key.encode(), what.encode(), hashlib.sha256).hexdigest()[:8]
