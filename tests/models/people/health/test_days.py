"""How the house has worked on each of the last days: counted by whoever works, told without anybody."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.ground import hourly
from models.ground.settings import Settings
from models.ground.store import Store
from models.people.health import days
from models.tables.hourly import HourlyKind
from tests.builders import MONDAY
from tests.models.people.health.test_health import add_mail
from watchers.clock import Clock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BRUSSELS = "Europe/Brussels"


def test_portals_and_workers_add_to_the_same_day_of_the_house(store: Store) -> None:
    midnight = datetime(2026, 11, 22, 23, tzinfo=UTC)
    for _ in range(2):
        with store.writing() as db:
            hourly.note(db, HourlyKind.FAILED_TASK, midnight)
            hourly.note(db, HourlyKind.FAILED_TASK, midnight - timedelta(minutes=1), number=2)
            hourly.note(db, HourlyKind.VISIT, MONDAY, number=3)
            hourly.note(db, HourlyKind.FAILED_VISIT, MONDAY)
            hourly.note(db, HourlyKind.QUEUE, MONDAY, 20)
            hourly.note(db, HourlyKind.QUEUE, MONDAY, 0)
    with store.writing() as db:
        add_mail(db, "failed", MONDAY - DAY)
        db.flush()
        *_, sunday, monday = days.lately(db, MONDAY, BRUSSELS)
    assert (sunday.failed_tasks, sunday.seen, sunday.waiting, sunday.failed_mails) == (4, 0, None, True)
    assert (monday.failed_tasks, monday.seen, monday.waiting) == (2, 4, 20)
    assert (monday.visits, monday.failed_visits, monday.failed_mails) == (8, 2, False)


def test_hours_are_forgotten_after_their_term(store: Store) -> None:
    with store.writing() as db:
        for age in (hourly.KEPT - HOUR, hourly.KEPT + HOUR):
            hourly.note(db, HourlyKind.VISIT, MONDAY - age)
        hourly.forget_old(db, MONDAY)
        assert len(hourly.counted(db, MONDAY - 2 * hourly.KEPT)) == 1


def test_a_worker_counts_its_minutes_and_the_tasks_that_break_off(store: Store, tmp_path: Path) -> None:
    settings = Settings(tmp_path, database_url=store.url, secret_key="not a secret", encoder=tmp_path / "none")
    with Clock(settings, lambda: MONDAY) as clock:
        clock.count()
        broken = clock.huey.task(name="broken")(lambda: 1 / 0)
        broken()
        clock.huey.execute(clock.huey.dequeue())
    with store.reading() as db:
        *_, today = days.lately(db, MONDAY, BRUSSELS)
    assert (today.seen, today.waiting, today.failed_tasks) == (1, 0, 1)
