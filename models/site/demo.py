"""The demonstration: filled day after day, so that it can go on, and the three people whom a visitor may be."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.ground.calendar import local_day
from models.ground.store import Store
from models.news.sources import shared_sources
from models.people import accounts, passwords
from models.site import demo_directory, demo_learners, demo_news, demo_studio
from models.site.demo_learners import InventedLearner
from models.tables.answers import Answer
from models.tables.people import Account

PASSWORD = "visite de la maison fictive"
"""Of all three; it stands on the sign-in page of the demonstration."""
HERE_FOR = timedelta(days=190)


class Visitor(NamedTuple):
    """An account that is open to anyone who looks at the demonstration."""

    email: str
    name: str
    trainer: bool = False
    administrator: bool = False


COUNSELLOR = Visitor("conseil@boussole.example", "Camille (fictif)")
TRAINER = Visitor("formation@boussole.example", "Claude (fictif)", trainer=True)
ADMINISTRATOR = Visitor("administration@boussole.example", "Dominique (fictif)", administrator=True)
VISITORS = (COUNSELLOR, TRAINER, ADMINISTRATOR)


def are_there(db: Session) -> bool:
    """Return whether this is the house of a demonstration."""
    return db.scalar(select(Account.id).where(Account.email == COUNSELLOR.email)) is not None


def let_in(db: Session, at: datetime, timezone: str) -> Sequence[Account]:
    """Return their accounts, made where they are missing, each with the password that is shown."""
    let_in = []
    for visitor in VISITORS:
        account = accounts.open_account(db, visitor.email) or accounts.invite(
            db,
            visitor.email,
            visitor.name,
            at - HERE_FOR,
            timezone=timezone,
            trainer=visitor.trainer,
            administrator=visitor.administrator,
        )
        # At each start: anyone who looked before may have chosen another, and this one is on the page.
        account.password_hash, account.password_temporary = passwords.hashed(PASSWORD), False
        account.privacy_read_at = account.privacy_read_at or at
        account.themes_asked_at = account.themes_asked_at or at
        let_in.append(account)
    return let_in


# ------------------------------------------------------------------------------------- the filling of the demonstration


COLLEAGUES = slice(6, 8)
"""Those of the cohort who write too: « Greet » and « Hélène »."""
Along = Callable[[int, int], None]
"""Told how many days are lived, of how many."""


def fill(store: Store, at: datetime, timezone: str, along: Along) -> int:
    """Fill the house with what is still missing; returns the number of answers in it."""
    with store.writing() as db:
        everybody, (counsellor, *_) = demo_learners.accounts(db, at, timezone), let_in(db, at, timezone)
    with store.reading() as db:
        is_full = shared_sources.is_watched(db, demo_news.written()["sources"][0]["address"])
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
        lived = demo_learners.lived(db, [one.learner_key for one in everybody])
        hers = demo_learners.lived(db, [counsellor.learner_key])
    invented = [InventedLearner(one, Random(f"{demo_learners.SEED} {one.email}")) for one in everybody]

    def of_all(day: date) -> Callable[[Session], int]:
        return lambda db: demo_learners.live(
            db, [one for one in invented if one.comes()], day, Random(f"{demo_learners.SEED} {day}")
        )

    theirs = [of_all(day) for day in demo_learners.working_days(at) if day not in lived]
    left = [ago for ago in demo_learners.LIVED if demo_learners.day_of(today, ago) not in hers]
    return theirs + [partial(demo_learners.live_half_year, account=counsellor, today=today, ago=ago) for ago in left]


def _furnish(db: Session, at: datetime, timezone: str) -> None:
    """Bring the news, and what waits for the counsellor and the trainer."""
    everybody, (counsellor, trainer, _) = demo_learners.accounts(db, at, timezone), let_in(db, at, timezone)
    stories = demo_news.tell_all(db, at, counsellor)
    demo_learners.settle_counsellor(db, counsellor, local_day(at, counsellor.learner.timezone))
    demo_studio.fill_studio(db, trainer.learner_key, everybody[COLLEAGUES], stories, at)
    demo_studio.report(db, counsellor.learner_key, trainer.learner_key, at)
    demo_studio.judge_topics(db, everybody, at)
    demo_directory.fill(db, trainer.learner_key, [one for one in everybody if not one.trainer], at)
    demo_studio.fill_community(db, counsellor, everybody[COLLEAGUES][0].learner_key, at)
