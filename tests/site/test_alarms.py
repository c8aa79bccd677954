"""Administrators are alarmed about what they can mend, once for each thing, and about nothing on the first days."""

import re
import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.ground import backups, jobs
from models.ground.settings import Settings
from models.ground.sizes import QUEUE_FILE
from models.ground.store import Store
from models.ground.words import words
from models.people import accounts
from models.site import alarms, house_figures, installation_state
from models.site.installation_state import CROWD
from models.tables.mail import Mail, MailReason
from models.tables.sources import Source
from tests.builders import MONDAY, add_learner_in
from tests.databases import stand_at
from tests.site.test_installation_state import add_mail, add_source
from tests.watchers.mornings import ON_ONE_DATABASE
from watchers.clock import Clock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BRUSSELS = "Europe/Brussels"
Usage = namedtuple("Usage", "total used free")
NAMES_A_WAY = re.compile(r"python -m (portal|watchers) \w+|SMTP_URL|[Ll]a page « \w+ »|le journal")


@pytest.fixture
def settings(store: Store, tmp_path: Path) -> Iterator[Settings]:
    """A house that was set up this morning, with its first administrator."""
    with store.writing() as db:
        ada = accounts.invite(db, "ada@example.org", "Ada", MONDAY, timezone=BRUSSELS, trainer=True, administrator=True)
        ada.password_hash = "x"
    yield Settings(tmp_path, database_url=store.url, secret_key="not a secret")
    stand_at(store, installation_state.schema.newest_revision())


def lived(store: Store, settings: Settings, days: int, *, copying: bool = True) -> list[str]:
    """The days of the mails that administrators get while a worker does all its work, every sixth hour."""
    for number in range(days * 4):
        at = MONDAY + number * 6 * HOUR
        if copying and number % 4 == 0:
            backups.make(store.url, settings.instance, at.date(), 7 * DAY)
        with store.writing() as db:
            jobs.take_slot(db, jobs.TICK, f"{at:%Y-%m-%dT%H:%M}", at)
            if month := house_figures.due_month(at, BRUSSELS):
                jobs.take_slot(db, jobs.FIGURES, month.isoformat(), at)
            visited = {"next_visit_at": at + DAY}
            db.execute(update(Source).where(Source.last_result == "ok").values(**visited, last_success_at=at))
            alarms.make_due(db, settings, at)
            db.execute(update(Mail).where(Mail.kind == "health").values(state="sent"))
    with store.reading() as db:
        return list(db.scalars(select(Mail.slot).where(Mail.kind == "health").order_by(Mail.slot)))


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def raised(store: Store, settings: Settings, at: datetime) -> list[alarms.Alarm]:
    with store.reading() as db:
        return alarms.raised(installation_state.look(db, settings, at), words("fr"))


def test_a_fresh_installation_alarms_about_nothing(store: Store, settings: Settings) -> None:
    with store.writing() as db:
        add_source(db, created_at=MONDAY, last_success_at=MONDAY)
    assert lived(store, settings, 7) == []
    assert raised(store, settings, MONDAY + 7 * DAY - 6 * HOUR) == []


def refused_mail(db: Session, reason: str) -> None:
    add_mail(db, "failed", MONDAY + HOUR)
    db.flush()
    db.execute(update(Mail).where(Mail.state == "failed").values(result=f"{reason} 111", attempts=5))


FAULTS: dict[str, Callable[[Session], object]] = {
    "smtp": lambda db: refused_mail(db, MailReason.UNREACHABLE),
    "failed": lambda db: refused_mail(db, MailReason.NO_MAILBOX),
    "late visits": lambda db: add_source(db, last_result=None, next_visit_at=MONDAY - 2 * HOUR, created_at=MONDAY),
    "late mails": lambda db: add_mail(db, "ready", MONDAY - 2 * HOUR),
    "refit died": lambda db: [jobs.take_slot(db, kind, "2026-11-23", MONDAY) for kind in (jobs.REFIT, jobs.REFIT_DIED)],
}


@pytest.mark.parametrize("sign", FAULTS)
def test_each_fault_of_the_work_is_told_in_one_mail(store: Store, settings: Settings, sign: str) -> None:
    with store.writing() as db:
        FAULTS[sign](db)
    assert len(lived(store, settings, 4)) == 1
    (alarm,) = (one for one in raised(store, settings, MONDAY + 4 * DAY - 6 * HOUR) if sign in one.signs)
    assert NAMES_A_WAY.search(plain(alarm.remedy))


@ON_ONE_DATABASE
def test_a_full_disk_is_told_in_one_mail(store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12 - 10**8, 10**8))
    assert len(lived(store, settings, 4)) == 1
    (alarm,) = raised(store, settings, MONDAY + 4 * DAY - 6 * HOUR)
    assert alarm.signs == {"disk"} and "KEEP_COPIES" in alarm.remedy


@pytest.mark.nightly
@ON_ONE_DATABASE
def test_a_queue_that_nobody_empties_is_told_in_one_mail(store: Store, settings: Settings) -> None:
    with Clock(settings) as clock:
        for _ in range(CROWD):
            clock.ring()
    assert len(lived(store, settings, 4)) == 1
    (alarm,) = raised(store, settings, MONDAY + 4 * DAY - 6 * HOUR)
    assert alarm.signs == {"crowd"} and NAMES_A_WAY.search(plain(alarm.remedy))


@ON_ONE_DATABASE
def test_a_queue_that_does_not_answer_is_told(store: Store, settings: Settings) -> None:
    (settings.instance / QUEUE_FILE).mkdir()
    assert len(lived(store, settings, 4)) == 1
    (alarm,) = raised(store, settings, MONDAY + 4 * DAY - 6 * HOUR)
    assert alarm.signs == {"queue"} and NAMES_A_WAY.search(plain(alarm.remedy))


@pytest.mark.dialects
def test_a_copy_that_is_missing_is_told_in_one_mail_where_we_make_it(store: Store, settings: Settings) -> None:
    sqlite = store.url.startswith("sqlite")
    assert len(lived(store, settings, 5, copying=False)) == sqlite
    told = [one for one in raised(store, settings, MONDAY + 5 * DAY - 6 * HOUR)]
    assert [one.signs for one in told] == [{"backup"}] * sqlite
    assert all("python -m portal backup" in one.remedy for one in told)


@pytest.mark.usefixtures("server_programs")
def test_copies_that_have_stopped_are_told_in_one_mail_whoever_had_them_made(store: Store, settings: Settings) -> None:
    backups.make_now(store.url, settings.instance, MONDAY, 7 * DAY)
    assert len(lived(store, settings, 5, copying=False)) == 1
    (alarm,) = raised(store, settings, MONDAY + 5 * DAY - 6 * HOUR)
    assert alarm.signs == {"backup"} and "python -m portal backup" in plain(alarm.remedy)


def test_a_database_of_another_step_is_told_and_nothing_else_is_asked_of_it(store: Store, settings: Settings) -> None:
    stand_at(store, "0018")
    assert len(lived(store, settings, 4)) == 1
    (alarm,) = raised(store, settings, MONDAY + 4 * DAY - 6 * HOUR)
    assert alarm.signs == {"step"} and "python -m portal upgrade" in alarm.remedy


@ON_ONE_DATABASE
def test_a_silent_worker_comes_first_on_the_page_for_nobody_can_mail_it(store: Store, settings: Settings) -> None:
    lived(store, settings, 1)
    with store.writing() as db:
        add_mail(db, "ready", MONDAY)
    alarm, *others = raised(store, settings, MONDAY + DAY)
    assert alarm.signs == {"unseen"} and "python -m watchers work" in alarm.remedy
    assert others == []


@ON_ONE_DATABASE
def test_a_server_that_takes_mails_again_is_no_longer_told(store: Store, settings: Settings) -> None:
    with store.writing() as db:
        refused_mail(db, MailReason.SIGN_IN_REFUSED)
        again = {"kind": "invitation", "slot": "x", "state": "sent", "due_at": MONDAY}
        db.add(Mail(learner_key=add_learner_in(db), sent_at=MONDAY + 2 * HOUR, **again))
    lived(store, settings, 1)
    assert {"smtp"} not in [one.signs for one in raised(store, settings, MONDAY + 18 * HOUR)]


@ON_ONE_DATABASE
def test_what_comes_back_is_news_and_one_mail_a_day_tells_all_that_is_new(store: Store, settings: Settings) -> None:
    def told(at: datetime) -> list[str]:
        with store.writing() as db:
            jobs.take_slot(db, jobs.TICK, f"{at:%Y-%m-%dT%H:%M}", at)
            alarms.make_due(db, settings, at)
            return list(db.scalars(select(Mail.slot).where(Mail.kind == "health").order_by(Mail.slot)))

    with store.writing() as db:
        failing = add_source(db, "1", last_result="unreachable", last_success_at=MONDAY - 3 * DAY).id
        jobs.take_slot(db, jobs.FIGURES, "2026-11-01", MONDAY)
    assert told(MONDAY.replace(hour=5)) == []
    assert told(MONDAY) == ["2026-11-23"]
    with store.writing() as db:
        add_source(db, "2", last_result="unreachable", last_success_at=MONDAY - 3 * DAY)
    assert told(MONDAY + HOUR) == ["2026-11-23"]
    with store.writing() as db:
        db.get_one(Source, failing).active = False
    assert told(MONDAY + 2 * HOUR) == ["2026-11-23"]
    assert told(MONDAY + DAY) == ["2026-11-23", "2026-11-24"]
