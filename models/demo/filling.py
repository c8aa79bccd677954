"""The filling of the demonstration: day after day, each its own transaction, so that it can be cut off and go on."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.demo import cohort, community, directory, half_year, news, visitors, workshop
from models.demo.cohort import InventedLearner
from models.ground.calendar import local_day
from models.ground.store import Store
from models.tables.answers import Answer
from models.tables.people import Account
from models.watch.sources import watching

COLLEAGUES = slice(6, 8)
"""Those of the cohort who write too: « Greet » and « Hélène »."""
Along = Callable[[int, int], None]
"""Told how many days are lived, of how many."""


def fill(store: Store, at: datetime, timezone: str, along: Along) -> int:
    """Fill the house with what is still missing; returns the number of answers in it."""
    with store.writing() as db:
        everybody, (counsellor, *_) = cohort.accounts(db, at, timezone), visitors.let_in(db, at, timezone)
    with store.reading() as db:
        is_full = watching.is_watched(db, news.written()["sources"][0]["address"])
    if not is_full:
        days = _days(store, everybody, counsellor, at)
        for number, live in enumerate(days, 1):
            with store.writing() as db:
                live(db)
            along(number, len(days))
        with store.writing() as db:
            _furnish(db, at, timezone)
    with store.reading() as db:
        return db.scalar(select(func.count()).select_from(Answer)) or 0


def _days(
    store: Store, everybody: Sequence[Account], counsellor: Account, at: datetime
) -> Sequence[Callable[[Session], int]]:
    """Return what is still to be lived: the days of the cohort, and those of the counsellor's half-year."""
    today = local_day(at, counsellor.learner.timezone)
    with store.reading() as db:
        lived = cohort.lived(db, [one.learner_key for one in everybody])
        hers = cohort.lived(db, [counsellor.learner_key])
    invented = [InventedLearner(one, Random(f"{cohort.SEED} {one.email}")) for one in everybody]

    def of_all(day: date) -> Callable[[Session], int]:
        return lambda db: cohort.live(db, [one for one in invented if one.comes()], day, Random(f"{cohort.SEED} {day}"))

    theirs = [of_all(day) for day in cohort.working_days(at) if day not in lived]
    left = [ago for ago in half_year.LIVED if half_year.day_of(today, ago) not in hers]
    return theirs + [partial(half_year.live, account=counsellor, today=today, ago=ago) for ago in left]


def _furnish(db: Session, at: datetime, timezone: str) -> None:
    """Bring the news, and what waits for the counsellor and the trainer."""
    everybody, (counsellor, trainer, _) = cohort.accounts(db, at, timezone), visitors.let_in(db, at, timezone)
    stories = news.tell_all(db, at, counsellor)
    half_year.settle(db, counsellor, local_day(at, counsellor.learner.timezone))
    workshop.fill(db, trainer.learner_key, everybody[COLLEAGUES], stories, at)
    workshop.report(db, counsellor.learner_key, trainer.learner_key, at)
    workshop.judge_topics(db, everybody, at)
    directory.fill(db, trainer.learner_key, [one for one in everybody if not one.trainer], at)
    community.fill(db, counsellor, everybody[COLLEAGUES][0].learner_key, at)
