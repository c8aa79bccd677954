"""The minutes that a counsellor has said that she has: a sitting of so many, that begins with its first step."""

from datetime import datetime, timedelta
from typing import NamedTuple

from flask import request, session

from models.tutor.questions import LEAST_MINUTES
from portal.access import today
from portal.numbers import to_number
from portal.shell import now

CHOICES = (3, 5, 7, 15)
MINUTE = timedelta(minutes=1)
TOLD_FOR = 2
"""How many times its minutes a sitting is still spoken of, once it is over: who comes back later has another one."""


class TimedSitting(NamedTuple):
    """A sitting of so many minutes, of which some are gone; none before it begins."""

    minutes: int
    gone: float

    @property
    def left(self) -> float:
        """Return how many minutes are left."""
        return self.minutes - self.gone

    @property
    def is_over(self) -> bool:
        """Return whether too little is left to begin anything."""
        return self.left < LEAST_MINUTES


def choose() -> None:
    """Take the minutes that she chooses; ignore what is no choice, and an address that is only loaded again."""
    asked = request.args.get("minutes", type=to_number)
    if asked in CHOICES and asked != chosen():
        session["minutes"], session["minutes_on"] = asked, today().isoformat()
        session.pop("minutes_since", None)


def begin() -> None:
    """Let the minutes run, unless they do already: reading what they hold costs none of them."""
    if chosen() and "minutes_since" not in session:
        session["minutes_since"] = now().isoformat()


def sitting() -> TimedSitting | None:
    """Return the sitting for which she has chosen minutes today; None if there is none, or once it is long over."""
    if session.get("minutes_on") != today().isoformat():
        return None
    minutes: int = session["minutes"]
    since = session.get("minutes_since")
    gone = (now() - datetime.fromisoformat(since)) / MINUTE if since else 0.0
    return TimedSitting(minutes, gone) if gone < (1 + TOLD_FOR) * minutes else None


def chosen() -> int | None:
    """Return how many minutes she has chosen, unless they are over."""
    here = sitting()
    return here.minutes if here and not here.is_over else None


def left() -> float | None:
    """Return how many minutes are left; None if she has chosen none, or once they are over."""
    here = sitting()
    return here.left if here and not here.is_over else None
