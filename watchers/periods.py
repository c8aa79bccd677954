"""Periodic work: done once a night, an hour or a month, by the one clock that takes its turn."""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from models.ground import backups, jobs
from models.ground.calendar import local_day, local_hour
from models.ground.jobs import FIGURES, REFIT, REFIT_DIED
from models.ground.settings import Settings
from models.ground.store import Store
from models.site import house_figures
from models.studio.statistics import refresh

REFIT_HOUR = 3
"""Local hour from which on the refit of a day is due."""
SLOTS_KEPT = timedelta(days=1)

logger = logging.getLogger(__name__)


class Periods:
    """The tasks of a night, an hour and a month; each method is one, and takes the period that it is done for."""

    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        self._store, self._settings, self._now = store, settings, now

    def due(self, db: Session, at: datetime) -> Mapping[str, str | None]:
        """Return, by the name of each task, the period whose turn nobody has taken yet."""
        month, hour = house_figures.due_month(at, self._settings.timezone), at.strftime("%Y-%m-%dT%H")
        first = month.isoformat() if month else ""
        return {
            "refit": self._due_day(db, REFIT, REFIT_HOUR, at),
            "figures": first if first and not jobs.is_taken(db, FIGURES, first) else None,
            "backup": self._due_day(db, backups.BEGUN, backups.HOUR, at),
            "statistics": hour if refresh.due(db, hour) else None,
        }

    def _due_day(self, db: Session, kind: str, hour: int, at: datetime) -> str | None:
        """Return the local day, once that hour has come, unless a worker has taken its turn already."""
        timezone = self._settings.timezone
        day = local_day(at, timezone)
        due = at >= local_hour(day, hour, timezone) and not jobs.is_taken(db, kind, day.isoformat())
        return day.isoformat() if due else None

    def refit(self, night: str) -> None:
        """Refit the learner model, once for each night; one that dies is not tried again before the next."""
        from watchers.nightly import RefitDied, refit

        at = self._now()
        with self._store.writing() as db:
            # Committed before the refit begins: one that takes the machine down with it is not tried again all night.
            if not jobs.take_slot(db, REFIT, night, at):
                return
        try:
            logger.info("%s", refit(self._settings.database_url, at))
        except RefitDied as died:
            logger.warning("no refit tonight: %s", died)
            with self._store.writing() as db:
                jobs.take_slot(db, REFIT_DIED, night, self._now())

    def figures(self, month: str) -> None:
        """Take the figures of the house of a month, once; a worker that is killed meanwhile has taken none."""
        with self._store.writing() as db:
            # In one transaction with the figures, unlike the refit: it is short, and must not be lost with a worker.
            if jobs.take_slot(db, FIGURES, month, self._now()):
                first = date.fromisoformat(month)
                until = house_figures.counted_until(first, self._settings.timezone)
                # Whether there were people enough is not for the log: one of them could be told by it.
                house_figures.take(db, first, until, self._settings.secret_key)

    def statistics(self, hour: str) -> None:
        """Measure the questions, once an hour at most; a worker that is killed meanwhile leaves it to the next hour."""
        at = self._now()
        with self._store.writing() as db:
            if not jobs.take_slot(db, refresh.SLOT, hour, at):
                return
            jobs.forget_slots(db, refresh.SLOT, at - SLOTS_KEPT)
        # Measured outside the write: it takes long, and SQLite has one writer at a time.
        with self._store.reading() as db:
            taken = refresh.take(db)
        with self._store.writing() as db:
            refresh.keep(db, taken, at)
        logger.info("questions measured: %d", len(taken.questions))

    def backup(self, day: str) -> None:
        """Copy the database, once for each day; a copy that fails is not tried again before the next."""
        settings = self._settings
        with self._store.writing() as db:
            if not jobs.take_slot(db, backups.BEGUN, day, self._now()):
                return
        try:
            copy = backups.make(
                settings.database_url, settings.instance, date.fromisoformat(day), settings.terms.copies
            )
        except backups.BackupFailed as failed:
            logger.error("no copy of the database: %s", failed)
            return
        if copy:
            logger.info("copied: %s", copy.name)
