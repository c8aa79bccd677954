"""The clock: rings may be doubled or lost, the work is done once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event
from uuid import UUID, uuid4

import pytest
from huey import PostgresHuey, SqliteHuey
from sqlalchemy import delete, func, select, update

import watchers
from content.directory.exchange_results import Arrival
from content.directory.incoming_file import FileFormat
from models import parameters
from models.catalogue import documents, uploads
from models.directory import entry_imports
from models.estimates import POOLED, Estimates, Parameters
from models.ground import audit, audit_chain, backups, jobs
from models.ground.calendar import local_day
from models.ground.jobs import FIGURES, LEASE, REFIT
from models.ground.settings import Settings
from models.ground.store import Store
from models.learning import answer_log
from models.news.sources import shared_sources, visits
from models.people import mail_schedule
from models.studio.statistics.refresh import SLOT as MEASURES
from models.tables.answers import LearnerAbility
from models.tables.audit import Audit, AuditParty, AuditVerb
from models.tables.counts import HouseFigure, QuestionFigures
from models.tables.jobs import Slot
from models.tables.mail import Mail, MailKind
from models.tables.parameters import Promotion
from models.tables.people import Account
from models.tables.sources import Source
from models.tables.stories import Article
from models.tables.uploads import UploadState
from tests import builders
from tests.builders import MONDAY
from tests.studio.rule_changes.made_changes import AFTER, BEFORE, Team, key_in_force
from tests.watchers.conftest import Time
from tests.watchers.mornings import add_account
from tests.watchers.post_office import SILENCE, PostOffice, post_office
from tests.watchers.server import Handler, Site, drip_body, ok, serve
from watchers.clock import WORKERS, Clock
from watchers.queue import queue

SECRET = "not a secret, but long enough for one"
NIGHTLY = (REFIT, backups.BEGUN)
FIRST = datetime(2026, 11, 1, 4, tzinfo=UTC)
"""Five in Brussels."""
FEED = b"""<rss version="2.0"><channel><title>Emploi</title>
<item><guid isPermaLink="false">1</guid><title>Une mesure</title></item></channel></rss>"""


@pytest.fixture
def settings(store: Store, tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path, database_url=store.url, secret_key=SECRET, encoder=tmp_path / "none")


@pytest.fixture
def clock(settings: Settings, time: Time) -> Iterator[Clock]:
    with Clock(settings, time) as clock:
        yield clock


@pytest.fixture(autouse=True)
def nights(store: Store, settings: Settings) -> None:
    """The refits of these nights are done, the figures of these months and all measures, save where a test forgets."""
    today = local_day(datetime.now(UTC), settings.timezone)
    mondays = MONDAY.date(), today - timedelta(days=today.weekday())
    days = {monday + timedelta(days=number) for monday in mondays for number in range(8)}
    taken = [Slot(kind=kind, slot=day.isoformat(), taken_at=MONDAY) for kind in NIGHTLY for day in days]
    months = {day.replace(day=1) for day in days}
    taken += [Slot(kind=FIGURES, slot=month.isoformat(), taken_at=MONDAY) for month in months]
    with store.writing() as db:
        db.add_all([Slot(kind=MEASURES, slot="all", taken_at=datetime.now(UTC) + timedelta(days=365)), *taken])


def rung(clock: Clock) -> list[tuple[str, tuple[object, ...]]]:
    """What the queue holds, taken out of it."""
    tasks = [clock.huey.dequeue() for _ in range(clock.huey.storage.queue_size())]
    return [(task.name, task.args) for task in tasks]


def work(clock: Clock) -> None:
    """Do what the queue holds, and what that rings for."""
    while clock.huey.storage.queue_size():
        clock.huey.execute(clock.huey.dequeue())


@pytest.mark.dialects
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_all_who_start_at_once_on_a_new_database_find_the_queue(settings: Settings) -> None:
    together = Barrier(8)

    def start(_: int) -> int:
        together.wait()
        with closing(queue(settings).storage) as storage:
            length: int = storage.queue_size()
        return length

    with ThreadPoolExecutor(together.parties) as pool:
        assert set(pool.map(start, range(together.parties))) == {0}


def watch_source(store: Store, address: str = "https://forem.example/feed") -> None:
    with store.writing() as db:
        shared_sources.add_source(db, "Forem", address, "feed", MONDAY)


@pytest.mark.dialects
def test_the_queue_is_where_the_tables_are(clock: Clock, settings: Settings) -> None:
    if settings.database_url.startswith("sqlite"):
        assert isinstance(clock.huey, SqliteHuey)
        assert (settings.instance / "queue.sqlite3").exists()
    else:
        assert isinstance(clock.huey, PostgresHuey)


def test_what_somebody_else_has_put_into_the_queue_is_not_read(clock: Clock, settings: Settings, time: Time) -> None:
    """It is pickle: to read it would be to run it."""
    with Clock(replace(settings, secret_key="of another installation"), time) as stranger:
        stranger.ring()
    with pytest.raises(ValueError, match="mismatch"):
        clock.huey.dequeue()
    clock.ring()
    assert rung(clock) == [("look", ())]


@pytest.mark.dialects
def test_two_clocks_ring_once_a_minute(store: Store, settings: Settings, clock: Clock, time: Time) -> None:
    watch_source(store)
    clock.tick()
    with Clock(settings, time) as other:
        other.tick()
    assert rung(clock) == [("visit", ())]
    time.pass_by(minutes=1)
    clock.tick()
    assert rung(clock) == [("visit", ())]


def test_a_queue_that_is_lost_costs_a_minute(store: Store, clock: Clock, time: Time) -> None:
    watch_source(store)
    clock.tick()
    clock.huey.storage.flush_all()
    time.pass_by(minutes=1)
    clock.tick()
    assert rung(clock) == [("visit", ())]


def test_a_wake_up_rings_at_once_whoever_ticked(store: Store, settings: Settings, clock: Clock) -> None:
    clock.tick()
    watch_source(store)
    watchers.wake(settings)
    assert rung(clock) == [("look", ())]
    clock.look()
    assert rung(clock) == [("visit", ())]


def test_a_request_does_not_fail_when_nobody_can_be_woken(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = Settings(instance=tmp_path / "gone", database_url="sqlite:///gone/x.sqlite3", secret_key=SECRET)
    watchers.wake(nowhere)
    assert "could not be woken" in caplog.text


@pytest.mark.dialects
def test_a_ring_that_comes_twice_makes_one_visit(store: Store, clock: Clock, settings: Settings, time: Time) -> None:
    watch_source(store, "http://127.0.0.1:9/feed")
    clock.look()
    clock.look()
    assert len(rung(clock)) == 2
    with store.writing() as db:
        assert visits.take_leases(db, time(), 1, 1)
    work(clock)
    clock.look()
    assert rung(clock) == []
    time.now += LEASE + timedelta(seconds=1)
    clock.look()
    clock.look()
    work(clock)
    with store.reading() as db:
        assert [(source.attempts, source.last_result) for source in db.scalars(select(Source))] == [
            (1, "refused_address")
        ]


def test_cards_that_lack_their_meaning_ring_once_there_is_an_encoder(
    clock: Clock, settings: Settings, encoder_folder: Path, time: Time
) -> None:
    clock.look()
    assert rung(clock) == []
    with Clock(replace(settings, encoder=encoder_folder), time) as prepared:
        prepared.look()
        assert rung(prepared) == [("find near", ())]


def test_old_minutes_and_old_texts_are_forgotten(store: Store, clock: Clock, time: Time) -> None:
    for _ in range(3):
        clock.tick()
        time.pass_by(days=2)
    with store.reading() as db:
        assert len(db.scalars(select(Slot).where(Slot.kind == "tick")).all()) == 1


def test_trainers_are_told_of_what_waits_once_a_day_however_many_clocks_there_are(
    store: Store, settings: Settings, clock: Clock, time: Time
) -> None:
    team = Team(store)
    with store.writing() as db:
        team.propose(db)
        for account in db.scalars(select(Account)):
            account.password_hash = "a hash"
    time.pass_by(days=1)
    with Clock(settings, time) as other:
        for ticking in (clock, other, clock):
            ticking.tick()
            time.pass_by(minutes=1)
    work(clock)
    with store.reading() as db:
        there = select(Mail.learner_key, Mail.state).where(Mail.kind == MailKind.WAITING)
        assert [tuple(row) for row in db.execute(there)] == [(team.reader, "sent")]


def test_whoever_has_left_for_long_is_told_one_night_and_erased_two_weeks_later(
    store: Store, clock: Clock, time: Time
) -> None:
    account = add_account(store)
    with store.writing() as db:
        db.get_one(Account, account.id).closed_at = time.now - timedelta(days=400)
    clock.tick()
    work(clock)
    with store.reading() as db:
        assert [(mail.kind, mail.state) for mail in db.scalars(select(Mail))] == [(MailKind.LEAVING, "sent")]
    for days in (13, 1):
        time.pass_by(days=days)
        clock.tick()
        with store.reading() as db:
            assert (db.get(Account, account.id) is None) == (days == 1)


def test_a_part_of_the_tick_that_fails_keeps_none_of_the_others_from_its_turn(store: Store, clock: Clock) -> None:
    watch_source(store)
    with store.writing() as db:
        for kind in (REFIT, jobs.REFIT_DIED):
            jobs.take_slot(db, kind, "no night", MONDAY)
    with pytest.raises(ValueError, match="no night"):  # by the part that alarms
        clock.tick()
    assert rung(clock) == [("visit", ())]
    with store.reading() as db:
        assert db.scalar(select(Slot.kind).where(Slot.kind == jobs.TIDY)) == jobs.TIDY


def noted(store: Store, days_ago: int, time: Time, by: UUID | None = None) -> None:
    with store.writing() as db:
        audit.note(db, by, AuditVerb.RETIRE, "ecouter", time().date() - timedelta(days=days_ago))


def kept_entries(store: Store) -> list[int]:
    with store.reading() as db:
        return list(db.scalars(select(Audit.id).order_by(Audit.id)))


def test_the_audit_log_ends_at_its_term_once_a_day(store: Store, clock: Clock, time: Time) -> None:
    for days_ago in (731, 730, 0):
        noted(store, days_ago, time)
    clock.tick()
    assert kept_entries(store) == [2, 3]
    with store.reading() as db:
        assert audit_chain.verify(db, [SECRET]).place == 3
    time.pass_by(days=1)
    clock.tick()
    assert kept_entries(store) == [3]


def test_an_audit_log_that_is_broken_stays_without_names_and_the_rest_is_tidied(
    store: Store, clock: Clock, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    key = add_account(store).learner_key
    for days_ago in (800, 799, 0):
        noted(store, days_ago, time, by=key)
    with store.writing() as db:
        db.execute(update(Audit).where(Audit.id == 2).values(subject="autre"))
    clock.tick()
    assert kept_entries(store) == [1, 2, 3]
    assert "broken at entry 2" in caplog.text
    with store.reading() as db:
        assert db.scalars(select(AuditParty.learner_key).order_by(AuditParty.entry_id)).all() == [None, None, key]
        assert db.scalar(select(Slot.kind).where(Slot.kind == jobs.TIDY)) == jobs.TIDY


def test_the_mail_of_a_morning_is_rung_for_and_delivered_once(store: Store, clock: Clock, time: Time) -> None:
    add_account(store)
    time.now = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    for _ in range(3):
        clock.tick()
        work(clock)
        time.pass_by(minutes=1)
    with store.reading() as db:
        (sent,) = db.scalars(select(Mail)).all()
    assert sent.state in ("sent", "nothing")


def test_a_mail_that_cannot_be_written_keeps_no_other_from_its_turn(store: Store, clock: Clock, time: Time) -> None:
    account = add_account(store)
    with store.writing() as db:
        mail_schedule.queue(db, account.learner_key, MailKind.DIGEST, "no day", time() - timedelta(days=1))
    clock.look()
    work(clock)
    with store.reading() as db:
        assert db.scalars(select(Mail.state).order_by(Mail.id)).all() == ["ready", "sent"]


# ---------------------------------------------------------------------------------------------------- the learner model


def forget_nights(store: Store) -> None:
    with store.writing() as db:
        jobs.forget_slots(db, REFIT, MONDAY + timedelta(seconds=1))


def test_the_refit_of_a_night_is_due_from_three_in_the_morning_where_the_house_stands(
    store: Store, clock: Clock, time: Time
) -> None:
    for hour, due in [(1, []), (2, [("refit", ("2026-11-24",))])]:
        forget_nights(store)
        time.now = datetime(2026, 11, 24, hour, 30, tzinfo=UTC)
        clock.look()
        assert rung(clock) == due


@pytest.mark.nightly
def test_two_clocks_refit_once_a_night_and_again_the_next(
    store: Store, settings: Settings, clock: Clock, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    forget_nights(store)
    with store.reading() as db:
        before = parameters.in_force(db)
    caplog.set_level("INFO")
    with Clock(settings, time) as other:
        for each in (clock, other, clock):
            each.look()
        work(clock)
        other.look()
        assert rung(clock) == []
    assert caplog.text.count("reste en vigueur : 0 réponses") == 1
    with store.reading() as db:
        assert parameters.in_force(db) == before
    time.pass_by(days=1)
    clock.look()
    assert rung(clock) == [("refit", ("2026-11-24",))]


@pytest.mark.nightly
def test_that_the_refit_of_a_night_has_died_is_kept(store: Store, clock: Clock) -> None:
    with store.writing() as db:
        db.execute(delete(Promotion))  # without parameters in force there is nothing to compare with
    clock.periods.refit("2026-12-24")
    with store.reading() as db:
        assert jobs.is_taken(db, jobs.REFIT_DIED, "2026-12-24")


@pytest.fixture
def full_house(store: Store) -> None:
    """People enough for figures whatever is held back, who have answered in four weeks; nobody has taken any."""
    accounts = [add_account(store, f"c{number}@example.org", hour=None) for number in range(60)]
    with store.writing() as db:
        jobs.forget_slots(db, FIGURES, MONDAY + timedelta(seconds=1))
        for account in accounts:
            for week in range(4):
                builders.ask(db, account.learner_key, "listen-active-1", at=FIRST - timedelta(weeks=week + 1))


def months(store: Store) -> list[date]:
    with store.reading() as db:
        return list(db.scalars(select(HouseFigure.month).order_by(HouseFigure.month)))


def test_the_figures_of_a_month_are_due_from_five_in_the_morning_of_its_first_day(
    store: Store, clock: Clock, time: Time
) -> None:
    for hour, due in [(3, []), (4, [("figures", ("2026-11-01",))])]:
        with store.writing() as db:
            jobs.forget_slots(db, FIGURES, MONDAY + timedelta(seconds=1))
        time.now = FIRST.replace(hour=hour, minute=30)
        clock.look()
        assert [task for task in rung(clock) if task[0] == "figures"] == due


@pytest.mark.usefixtures("full_house")
def test_two_clocks_take_the_figures_of_a_month_once_and_again_the_next(
    store: Store, settings: Settings, clock: Clock, time: Time
) -> None:
    with Clock(settings, time) as other:
        for each in (clock, other, clock):
            each.look()
        work(clock)
    assert months(store) == [FIRST.date()]
    for _ in range(9):
        time.pass_by(days=1)
        clock.look()
        assert [task for task in rung(clock) if task[0] == "figures"] == (
            [("figures", ("2026-12-01",))] if time.now.month == 12 else []
        )
    for each in (clock, clock):
        each.periods.figures("2026-12-01")
    assert months(store) == [FIRST.date(), date(2026, 12, 1)]


def test_questions_are_measured_once_an_hour_by_whichever_clock(
    store: Store, settings: Settings, clock: Clock, time: Time
) -> None:
    learners = [builders.add_learner(store) for _ in range(20)]
    with store.writing() as db:
        jobs.forget_slots(db, MEASURES, datetime.now(UTC) + timedelta(days=999))
        for learner_key in learners:
            builders.ask(db, learner_key, "listen-active-1", at=time() - timedelta(hours=1))
    with Clock(settings, time) as other:
        for each in (clock, other, clock):
            each.look()
        assert [name for name, _ in rung(clock)].count("statistics") == 3
        for each in (clock, other):
            each.periods.statistics(time().strftime("%Y-%m-%dT%H"))
    clock.look()
    assert rung(clock) == []
    with store.reading() as db:
        (row,) = db.scalars(select(QuestionFigures))
        assert (row.question_id, row.answers) == ("listen-active-1", 20)
        assert len(db.scalars(select(Slot).where(Slot.kind == MEASURES)).all()) == 1


@pytest.mark.dialects
def test_two_clocks_copy_the_database_once_a_night(store: Store, settings: Settings, clock: Clock, time: Time) -> None:
    with store.writing() as db:
        jobs.forget_slots(db, backups.BEGUN, MONDAY + timedelta(seconds=1))
    with Clock(settings, time) as other:
        for each in (clock, other, clock):
            each.look()
        work(clock)
        other.look()
        assert rung(clock) == []
    copies = list(settings.instance.glob("backups/*"))
    with store.reading() as db:
        assert (
            len(copies)
            == (backups.last(db, settings.instance, MONDAY).at is not None)
            == store.url.startswith("sqlite")
        )


def test_a_replay_left_unfinished_is_taken_up(store: Store, clock: Clock) -> None:
    learners = [builders.add_learner(store) for _ in range(3)]
    with store.writing() as db:
        for learner_key in learners:
            builders.ask(db, learner_key, "listen-active-1")
        fitted = parameters.add_set(db, Estimates({POOLED: Parameters(prior=0.6)}), "classic", "fit", MONDAY)
        parameters.promote(db, fitted.id, MONDAY, "somebody who was then interrupted")
    clock.look()
    work(clock)
    with store.reading() as db:
        assert answer_log.due_for_replay(db) == []
        assert set(db.scalars(select(LearnerAbility.parameters_id))) == {fitted.id}
    clock.look()
    assert rung(clock) == []


# ---------------------------------------------------------------------------------- the worker, as a process of its own


@pytest.fixture
def busy() -> Iterator[tuple[Site, Event]]:
    """A site whose feed never ends, and the moment when somebody is reading it."""
    reading = Event()

    def feed(handler: Handler) -> None:
        reading.set()
        drip_body(handler)

    with serve({"/feed": feed}) as site:
        yield site, reading


def start_worker(settings: Settings, site: Site) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "WATCH_ALLOW": f"{site.host}:{site.port}",
        "SMTP_URL": settings.smtp_url or "",
    }
    command = [sys.executable, "-m", "watchers", "work"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.nightly
def test_a_worker_stops_cleanly_within_seconds_in_the_middle_of_a_fetch(
    store: Store, settings: Settings, busy: tuple[Site, Event]
) -> None:
    number = signal.SIGINT if store.url.startswith("sqlite") else signal.SIGTERM  # one of each is enough
    site, reading = busy
    watch_source(store, site.address("/feed"))
    with start_worker(settings, site) as worker:
        assert reading.wait(60)
        asked = datetime.now(UTC)
        worker.send_signal(number)
        said, _ = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert datetime.now(UTC) - asked < timedelta(seconds=10)
    assert f"{site.host}:{site.port}" in said
    assert "Traceback" not in said


@pytest.mark.nightly
def test_a_mail_server_that_never_answers_holds_up_no_visit(store: Store, settings: Settings) -> None:
    calling, visited, tried = Event(), Event(), []

    class Silent(PostOffice):
        def answer_to(self, command: str) -> str | None:
            calling.set()
            return SILENCE

    def feed(handler: Handler) -> None:
        with store.reading() as db:
            tried.append(db.scalar(select(func.count()).where(Mail.attempts > 0)))
        visited.set()
        ok(FEED)(handler)

    for number in range(2 * WORKERS):
        account = add_account(store, f"c{number}@example.org", invited=True)
        with store.writing() as db:
            mail_schedule.invite(db, account, datetime.now(UTC))
    with post_office(kind=Silent) as office, serve({"/feed": feed}) as site:
        beside = replace(settings, smtp_url=f"smtp://localhost:{office.port}")
        with start_worker(beside, site) as worker:
            watchers.wake(settings)
            assert calling.wait(60)
            watch_source(store, site.address("/feed"))
            watchers.wake(settings)
            assert visited.wait(60)
            worker.kill()
    assert tried[0] < WORKERS


@pytest.mark.nightly
def test_a_worker_that_is_killed_loses_nothing(store: Store, settings: Settings, busy: tuple[Site, Event]) -> None:
    site, reading = busy
    watch_source(store, site.address("/feed"))
    with start_worker(settings, site) as worker:
        assert reading.wait(60)
        worker.kill()
    site.routes["/feed"] = ok(FEED)
    later = Time(datetime.now(UTC) + LEASE + timedelta(seconds=1))
    with Clock(replace(settings, watch_allow=site.allow), later) as clock:
        clock.tick()
        work(clock)
    with store.reading() as db:
        assert [article.identity for article in db.scalars(select(Article))] == ["1"]


def test_the_rules_of_a_new_day_take_effect_within_a_minute_however_many_clocks_there_are(
    store: Store, settings: Settings, clock: Clock, time: Time
) -> None:
    team = Team(store)
    with store.writing() as db:
        team.accepted(db)
    for at, versions, key in ((BEFORE, 1, ("a",)), (AFTER, 2, ("b",))):
        time.now = at
        with Clock(settings, time) as other:
            for one in (clock, other, clock):
                one.tick()
        with store.reading() as db:
            assert len(documents.versions(db, documents.document_of(db, "droit"))) == versions
            assert key_in_force(db) == key


def test_a_file_of_the_directory_wakes_a_worker_that_reads_it(clock: Clock, store: Store, time: Time) -> None:
    arrival = Arrival("https://exemple.be/", "Service emploi", MONDAY.date(), file="liste.csv")
    with store.writing() as db:
        number = entry_imports.bring(db, uuid4(), time(), b"Nom\na", FileFormat.TABLE, arrival)
    clock.look()
    assert rung(clock) == [("bring", ())]
    clock.bring()
    with store.reading() as db:
        assert uploads.upload_of(db, number, entry_imports.ENTRIES).state == UploadState.MAPPING
    clock.look()
    assert rung(clock) == []
