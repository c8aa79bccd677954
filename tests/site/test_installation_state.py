"""What is wrong is said, each thing once it is; and nothing while all is well."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from models.ground import backups, jobs
from models.ground.backups import Backup
from models.ground.settings import Settings
from models.ground.store import Store
from models.people import accounts
from models.site import installation_state
from models.site.failing_sources import QUIET, SourceTrouble
from models.site.installation_state import Job
from models.tables.mail import Mail
from models.tables.sources import Source, VisitResult
from models.tables.stories import Article
from tests.builders import MONDAY, add_learner_in

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BRUSSELS = "Europe/Brussels"
SETTINGS = Settings(Path("no instance"), database_url="", secret_key="not a secret")


def ticked(db: Session, at: datetime = MONDAY) -> None:
    jobs.take_slot(db, jobs.TICK, f"{at:%Y-%m-%dT%H:%M}", at)
    jobs.take_slot(db, jobs.FIGURES, MONDAY.date().replace(day=1).isoformat(), at)


def running(db: Session, at: datetime = MONDAY) -> installation_state.Running:
    db.flush()
    return installation_state.running(db, SETTINGS, at)


def add_source(db: Session, name: str = "Un site", **fields: object) -> Source:
    values = {"kind": "feed", "created_at": MONDAY - 90 * DAY, "next_visit_at": MONDAY + HOUR, "last_result": "ok"}
    address = f"https://{name.replace(' ', '-').lower()}.example/"
    source = Source(name=name, address=address, host=address, **{**values, **fields})
    db.add(source)
    db.flush()
    return source


def add_article(db: Session, source: Source, found_at: datetime) -> None:
    place = {"identity": str(uuid4()), "address": source.address, "host": source.host}
    db.add(Article(source_id=source.id, title="Une mesure", lead="", found_at=found_at, state="read", **place))


def add_mail(db: Session, state: str, due_at: datetime) -> None:
    db.add(Mail(learner_key=add_learner_in(db), kind="digest", slot=due_at.isoformat(), state=state, due_at=due_at))


def test_a_house_at_work_has_nothing_to_say(store: Store) -> None:
    with store.writing() as db:
        ticked(db)
        add_article(db, add_source(db, last_success_at=MONDAY), MONDAY - DAY)
        add_mail(db, "sent", MONDAY - HOUR)
        found = running(db)
        assert (found.late.total(), found.refit_died, found.failed, found.refused, found.backup.late) == (
            0,
            None,
            0,
            None,
            False,
        )
        assert (found.sources, found.personal) == ([], 0)


@pytest.mark.parametrize(("minutes", "unseen"), [(9, False), (11, True)])
def test_a_worker_that_is_not_seen_is_told_alone(store: Store, minutes: int, unseen: bool) -> None:
    with store.writing() as db:
        ticked(db, MONDAY - timedelta(minutes=minutes))
        add_mail(db, "ready", MONDAY - 2 * HOUR)
        found = running(db)
        assert (found.seen_at, found.unseen) == (MONDAY - timedelta(minutes=minutes), unseen)
        assert found.late[Job.MAILS] == (not unseen)


def test_a_worker_that_was_never_there_is_told_too(store: Store) -> None:
    with store.writing() as db:
        assert (running(db).seen_at, running(db).unseen) == (None, True)


LATE: dict[Job, Callable[[Session], object]] = {
    Job.VISITS: lambda db: add_source(db, next_visit_at=MONDAY - 2 * HOUR, created_at=MONDAY - DAY),
    Job.MAILS: lambda db: add_mail(db, "ready", MONDAY - 2 * HOUR),
    Job.FIGURES: lambda db: jobs.forget_slots(db, jobs.FIGURES, MONDAY + DAY),
}


@pytest.mark.parametrize("job", LATE)
def test_what_has_been_due_for_an_hour_is_late(store: Store, job: Job) -> None:
    with store.writing() as db:
        ticked(db)
        LATE[job](db)
        assert +running(db).late == {job: 1}


def test_only_the_latest_refit_that_has_died_is_told(store: Store) -> None:
    with store.writing() as db:
        ticked(db)
        for slot, died in (("2026-11-21", True), ("2026-11-22", False)):
            jobs.take_slot(db, jobs.REFIT, slot, MONDAY)
            if died:
                jobs.take_slot(db, jobs.REFIT_DIED, slot, MONDAY)
        assert running(db).refit_died is None
        jobs.take_slot(db, jobs.REFIT, "2026-11-23", MONDAY)
        jobs.take_slot(db, jobs.REFIT_DIED, "2026-11-23", MONDAY)
        assert running(db).refit_died == date(2026, 11, 23)


def test_mails_that_went_wrong_are_told_for_a_week(store: Store) -> None:
    with store.writing() as db:
        ticked(db)
        for state, days in (("failed", 1), ("failed", 8), ("uncertain", 2), ("uncertain", 3)):
            add_mail(db, state, MONDAY - days * DAY)
        assert (running(db).failed, running(db).uncertain) == (1, 2)


def test_sources_that_fail_for_a_day_have_moved_or_are_silent_are_told_with_why(store: Store) -> None:
    with store.writing() as db:
        ticked(db)
        lately, long_ago = MONDAY - HOUR, MONDAY - 70 * DAY
        add_source(db, "1 bloquee", last_result="refused_by_robots", last_success_at=MONDAY - 2 * DAY)
        add_source(db, "2 en panne", last_result="unreachable", last_success_at=lately, created_at=lately)
        add_source(db, "3 demenagee", last_result="moved", last_success_at=lately)
        add_article(db, add_source(db, "4 silencieuse", last_success_at=lately), long_ago)
        add_article(db, add_source(db, "5 bavarde", last_success_at=lately), lately)
        add_source(db, "6 en pause", active=False, last_result="unreachable")
        add_source(db, "7 nouvelle", last_result=None, created_at=lately)
        found = [(one.source.name, one.result, one.since) for one in running(db).sources]
        assert found == [
            ("1 bloquee", VisitResult.REFUSED_BY_ROBOTS, MONDAY - 2 * DAY),
            ("3 demenagee", VisitResult.MOVED, MONDAY - 90 * DAY),
            ("4 silencieuse", None, long_ago),
        ]


def test_a_source_that_is_quiet_longer_than_its_own_rhythm_allows_is_told_with_what_is_missed(store: Store) -> None:
    with store.writing() as db:
        ticked(db)
        for name, gap_in_days, quiet_in_days in (("1 quotidienne", 1, 8), ("2 quotidienne", 1, 6), ("3 rare", 7, 20)):
            source = add_source(db, name, last_success_at=MONDAY)
            for number in range(10):
                add_article(db, source, MONDAY - (quiet_in_days + number * gap_in_days) * DAY)
        (quiet,) = running(db).sources
        assert (quiet.source.name, quiet.result, round(quiet.a_week or 0)) == ("1 quotidienne", None, 7)
        assert quiet.who_can_act == QUIET


def test_of_personal_sources_only_the_number_is_told(store: Store) -> None:
    with store.writing() as db:
        ticked(db)
        long_ago = MONDAY - 3 * DAY
        for name in ("à moi", "à toi"):
            failing = {"last_result": "answered", "last_success_at": long_ago}
            add_source(db, name, learner_key=add_learner_in(db), **failing)
        found = running(db)
        assert (found.sources, found.personal) == ([], 2)


def test_for_each_failure_one_sentence_says_who_can_act() -> None:
    troubles = [SourceTrouble(Source(), result, MONDAY, None, ()) for result in VisitResult if not result.good]
    assert [trouble.result for trouble in troubles if not trouble.who_can_act.endswith(".")] == []


@pytest.mark.dialects
def test_a_backup_is_missed_after_two_days_and_only_where_we_make_it(store: Store, tmp_path: Path) -> None:
    with store.writing() as db:
        accounts.invite(db, "lea@example.org", "Léa", MONDAY - 3 * DAY, timezone=BRUSSELS)
        sqlite = store.url.startswith("sqlite")
        assert backups.last(db, tmp_path, MONDAY) == Backup(None, by_operator=not sqlite, late=sqlite)
        backups.make(store.url, tmp_path, MONDAY.date() - DAY, 7 * DAY)
        assert not backups.last(db, tmp_path, MONDAY).late
        assert backups.last(db, tmp_path, MONDAY + 2 * DAY).late == sqlite


@pytest.mark.dialects
@pytest.mark.usefixtures("server_programs")
def test_a_copy_by_hand_is_a_copy_too_and_missed_once_there_was_one(store: Store, tmp_path: Path) -> None:
    by_operator = not store.url.startswith("sqlite")
    backups.make_now(store.url, tmp_path, MONDAY, 7 * DAY)
    with store.reading() as db:
        assert backups.last(db, tmp_path, MONDAY + 2 * DAY) == Backup(MONDAY, by_operator, late=False)
        assert backups.last(db, tmp_path, MONDAY + 3 * DAY) == Backup(MONDAY, by_operator, late=True)


@pytest.mark.dialects
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_copy_of_the_database_before_postgresql_is_not_one_of_postgresql(store: Store, tmp_path: Path) -> None:
    backups.make(f"sqlite:///{tmp_path}/boussole.sqlite3", tmp_path, MONDAY.date(), 7 * DAY)
    with store.reading() as db:
        assert backups.last(db, tmp_path, MONDAY + 9 * DAY) == Backup(None, by_operator=True, late=False)
