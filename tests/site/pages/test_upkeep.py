"""Copies made, looked at and put back on both databases; the way on with a copy first; what the doctor finds."""

import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, make_url, select, text, update
from sqlalchemy.orm import Session

from models.ground import backups, jobs, ledger, schema
from models.ground.settings import Settings
from models.ground.store import Store
from models.ground.words import words
from models.language.prepare import FOLDER_FILES
from models.learning import answer_log
from models.people import accounts, erasing
from models.site import alarms, house_figures, installation_state
from models.tables.answers import Mastery
from models.tables.mail import Mail, MailReason
from models.tables.people import Account
from portal.__main__ import main
from tests.builders import ask
from tests.databases import FreshDatabase, stand_at, store_on
from tests.site.test_installation_state import add_mail, add_source
from tests.watchers.mornings import ON_ONE_DATABASE, add_account
from tests.watchers.post_office import post_office

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
NEWEST, BEFORE = schema.newest_revision(), "0030"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def settings(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """An instance in which Claire and Karim learn, and which the environment names."""
    instance, encoder = tmp_path / "instance", tmp_path / "encoder"
    for folder in (instance, encoder):
        folder.mkdir(mode=0o700)
    for name in FOLDER_FILES:
        (encoder / name).touch()
    named = {
        "INSTANCE": instance,
        "DATABASE_URL": store.url,
        "SECRET_KEY": "not a secret, but long enough for one",
        "ENCODER": encoder,
    }
    for name, value in named.items():
        monkeypatch.setenv(name, str(value))
    settings = Settings.from_environment()
    for name in ("claire", "karim"):
        account = add_account(store, f"{name}@example.org")
        with store.writing() as db:
            db.get_one(Account, account.id).administrator = True
            ask(db, account.learner_key, "listen-active-1")
    erasing.finish(store, settings, NOW)
    with store.writing() as db:
        jobs.take_slot(db, jobs.TICK, "now", NOW + DAY / 24)
        month = house_figures.due_month(NOW, settings.timezone)
        jobs.take_slot(db, jobs.FIGURES, month.isoformat() if month else "none", NOW)
    yield settings
    store.dispose()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], server_programs: None) -> Run:
    """Runs one verb; gives its status and all that it said."""

    def running(*arguments: object) -> tuple[int, str]:
        umask = os.umask(0o077)
        monkeypatch.setattr(sys, "argv", ["portal", *map(str, arguments)])
        try:
            status = main()
        finally:
            os.umask(umask)
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return status, told.out + told.err

    return running


def copies(settings: Settings) -> list[Path]:
    return sorted((settings.instance / backups.FOLDER).glob("boussole-*"))


def emails(store: Store) -> list[str]:
    with store.reading() as db:
        found = sorted(account.email for account in accounts.accounts(db))
    store.dispose()
    return found


def file_of(store: Store) -> Path:
    return Path(make_url(store.url).database or "")


# ---------------------------------------------------------------------------------------------------- backup and verify


def test_a_copy_is_made_looked_at_and_said_not_to_hold_the_key(settings: Settings, run: Run) -> None:
    status, said = run("backup")
    (copy,) = copies(settings)
    assert status == 0
    assert f"« {copy} » est une copie entière" in said
    assert f"étape {NEWEST}, comptes : 2, réponses : 2" in said
    assert "La clé secrète n'est pas dans la copie" in said
    assert settings.secret_key.encode() not in copy.read_bytes()
    assert (copy.stat().st_mode & 0o777, copy.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("harm", ["cut short", "overwritten", "text", "missing"])
def test_a_copy_that_is_not_whole_is_one_sentence(settings: Settings, run: Run, harm: str) -> None:
    run("backup")
    (copy,) = copies(settings)
    content = copy.read_bytes()
    if harm == "cut short":
        copy.write_bytes(content[: len(content) // 2])
    elif harm == "overwritten":
        third = len(content) // 3
        copy.write_bytes(content[:third] + b"\x81" * third + content[2 * third :])
    elif harm == "text":
        copy.write_text("Bonjour" * 1000)
    else:
        copy.unlink()
    status, said = run("verify", copy)
    assert status == 1
    assert said.startswith(f"Cette copie ne peut pas servir : « {copy} »")
    assert said.count("\n") == 1


def test_a_copy_of_a_version_that_leads_nowhere_is_one_sentence(store: Store, settings: Settings, run: Run) -> None:
    for revision in ["0017", "9999"]:
        stood = stand_at(store, revision)
        backups.make_now(store.url, settings.instance, NOW, 7 * DAY)
        stand_at(store, stood)
        status, said = run("verify", *copies(settings))
        assert (status, said.count("\n")) == (1, 1)
        assert "trop ancienne" in said or "plus récente" in said


@pytest.mark.nightly
def test_an_older_copy_can_be_brought_on(store: Store, settings: Settings, run: Run) -> None:
    schema.downgrade(store.url, BEFORE)
    backups.make_now(store.url, settings.instance, NOW, 7 * DAY)
    schema.upgrade(store.url)
    assert f"peut la remettre en place, en la menant à l'étape {NEWEST}" in run("verify", *copies(settings))[1]


def test_what_is_not_there_is_not_copied(store: Store, settings: Settings, run: Run) -> None:
    if not store.url.startswith("sqlite"):
        return
    store.dispose()
    gone = file_of(store).with_name("gone.sqlite3")
    os.environ["DATABASE_URL"] = f"sqlite:///{gone}"
    status, said = run("backup")
    assert (status, said.count("\n"), gone.exists(), copies(settings)) == (1, 1, False, [])


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_pg_dump_one_sentence_names_it(
    settings: Settings, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    status, said = run("backup")
    assert status == 1
    assert said.startswith("Aucune copie n'a pu se faire : « pg_dump » manque sur cette machine")
    assert said.count("\n") == 1
    assert "✗ Outil de copie : « pg_dump » manque" in run("doctor")[1]
    older = tmp_path / "pg_dump"
    older.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    older.chmod(0o700)
    assert "✗ Outil de copie : pg_dump 9, trop ancien : le serveur demande" in run("doctor")[1]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_last_copy_of_postgresql_stays_past_its_term(settings: Settings, run: Run) -> None:
    for days in range(3):
        backups.make_now(settings.database_url, settings.instance, NOW - days * DAY, 7 * DAY)
    backups.thin(settings.instance, NOW.date() + 30 * DAY, 7 * DAY)
    assert [copy.suffix for copy in copies(settings)] == [".dump"]
    assert backups.oldest(settings.instance) == NOW.date()


# ----------------------------------------------------------------------------------------- restore, into an empty place


@pytest.fixture
def elsewhere(postgresql: FreshDatabase, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty database beside that of the copy, named by the environment."""
    with postgresql() as url:
        store = store_on(url)
        schema.downgrade(url, "base")
        with store.engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))
        monkeypatch.setenv("DATABASE_URL", url)
        yield store


@pytest.fixture
def dump(store: Store, settings: Settings, run: Run) -> Path:
    """A copy of PostgreSQL from which Claire has gone since."""
    run("backup")
    with store.writing() as db:
        claire = db.scalars(select(Account).where(Account.email == "claire@example.org")).one()
        erasing.erase(db, claire, settings, NOW + DAY)
    erasing.finish(store, settings, NOW + DAY)
    (copy,) = copies(settings)
    return copy


ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@ON_POSTGRESQL
def test_a_copy_of_postgresql_fills_an_empty_place_without_those_erased_since(
    store: Store, dump: Path, elsewhere: Store, run: Run
) -> None:
    status, said = run("restore", dump)
    assert (status, "Effacements refaits : 1." in said) == (0, True)
    assert "La clé secrète n'est pas dans la copie" in said
    assert emails(elsewhere) == ["karim@example.org"] == emails(store)
    assert schema.stands_at(elsewhere.url) == NEWEST


@ON_POSTGRESQL
def test_what_is_put_back_replays_to_the_same_beliefs(dump: Path, elsewhere: Store, run: Run) -> None:
    assert run("restore", dump)[0] == 0
    with elsewhere.writing() as db:
        karim = db.scalars(select(Account)).one()
        believed = beliefs(db)
        for row in db.scalars(select(Mastery)):
            row.known = 0.123
        answer_log.replay(db, karim.learner_key)
        assert beliefs(db) == believed
    assert len(believed) == 1


def beliefs(db: Session) -> list[tuple[str, float, int]]:
    return [(row.skill, row.known, row.answers) for row in db.scalars(select(Mastery).order_by(Mastery.skill))]


@ON_POSTGRESQL
def test_a_place_that_is_not_empty_stays_as_it_is(store: Store, settings: Settings, dump: Path, run: Run) -> None:
    status, said = run("restore", dump)
    assert (status, said.count("\n")) == (1, 1)
    assert "n'est pas vide" in said and "createdb -O" in said
    assert emails(store) == ["karim@example.org"]


@ON_POSTGRESQL
def test_where_erasures_are_not_known_the_place_is_empty_again(
    settings: Settings, dump: Path, elsewhere: Store, run: Run
) -> None:
    (settings.instance / ledger.FILE).unlink()
    status, said = run("restore", dump)
    assert (status, "--without-ledger" in said) == (1, True)
    assert inspect(elsewhere.engine).get_table_names() == []
    dump.write_bytes(dump.read_bytes()[:2000])
    assert run("restore", dump)[0] == 1
    assert inspect(elsewhere.engine).get_table_names() == []


def test_a_copy_of_the_other_kind_is_refused(store: Store, settings: Settings, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "other"
    file.write_bytes(b"PGDMP" if store.url.startswith("sqlite") else b"SQLite format 3\0")
    status, said = run("restore", file)
    assert (status, said.count("\n")) == (1, 1)
    assert "DATABASE_URL" in said


# -------------------------------------------------------------------------------------------------------------- upgrade


def go_back(store: Store) -> None:
    schema.downgrade(store.url, BEFORE)
    store.dispose()


def test_before_a_migration_a_copy_is_made_and_named(store: Store, settings: Settings, run: Run) -> None:
    go_back(store)
    status, said = run("upgrade")
    (copy,) = copies(settings)
    assert status == 0
    assert said == f"La base est passée de l'étape {BEFORE} à l'étape {NEWEST}. Copie d'avant : « {copy} ».\n"
    assert f"étape {BEFORE}, comptes : 2" in run("verify", copy)[1]
    assert run("upgrade") == (0, f"La base est à jour, à l'étape {NEWEST}.\n")
    assert copies(settings) == [copy]


def test_a_migration_that_fails_leaves_the_copy_and_says_the_way_back(
    store: Store, settings: Settings, run: Run
) -> None:
    go_back(store)
    with store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE nearness (id INTEGER)"))  # as the migration wants to
    store.dispose()
    status, said = run("upgrade")
    (copy,) = copies(settings)
    assert status == 1
    assert said.startswith("La mise à jour de la base s'est arrêtée : ")
    assert "nearness" in said
    assert f"python -m portal restore {copy}" in said
    assert schema.stands_at(store.url) == BEFORE
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE nearness"))
    schema.upgrade(store.url)


@pytest.mark.nightly
def test_without_a_copy_nothing_is_migrated_unless_told(store: Store, settings: Settings, run: Run) -> None:
    go_back(store)
    (settings.instance / backups.FOLDER).write_text("no folder")
    for verb in ("upgrade", "setup"):
        status, said = run(verb)
        assert (status, "upgrade --without-copy" in said, said.count("\n")) == (1, True, 1)
    assert schema.stands_at(store.url) == BEFORE
    status, said = run("upgrade", "--without-copy")
    assert (status, "Aucune copie n'a été faite avant" in said) == (0, True)
    assert schema.stands_at(store.url) == NEWEST


@ON_ONE_DATABASE
def test_a_portal_at_work_keeps_an_upgrade_away(store: Store, settings: Settings, run: Run) -> None:
    with store.reading() as db:
        db.execute(text("SELECT 1"))
        status, said = run("upgrade")
    assert (status, "arrêtez le portail et le travailleur" in said) == (1, True)


# --------------------------------------------------------------------------------------------------------------- doctor


def wrong(said: str) -> list[str]:
    return re.findall(r"^✗ ([^:]+) :", said, re.MULTILINE)


def test_what_is_right_is_said_and_ends_well(settings: Settings, run: Run) -> None:
    run("backup")
    status, said = run("doctor")
    assert (status, wrong(said)) == (0, [])
    assert re.search(rf"^✓ Base de données : (SQLite|PostgreSQL) \d+[\d.]*, étape {NEWEST}\.$", said, re.MULTILINE)
    for part in ("Réglages", "Instance", "Clé secrète", "Encodeur", "Disque", "Copies", "Travailleur", "Courriels"):
        assert f"✓ {part}" in said
    assert "File d'attente" in said
    assert settings.secret_key not in said


def test_what_is_wrong_is_said_and_ends_badly(
    store: Store, settings: Settings, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("ENCODER", str(settings.instance / "none"))
    (settings.instance / "queue.sqlite3").write_bytes(b"not a queue" * 1000)
    settings.instance.chmod(0o755)
    with store.writing() as db:
        jobs.forget_slots(db, jobs.TICK, NOW + DAY)
    status, said = run("doctor")
    on_sqlite = ["Copies", "File d'attente"] if store.url.startswith("sqlite") else []
    assert status == 1
    assert sorted(wrong(said)) == sorted(["Clé secrète", "Encodeur de phrases", "Instance", "Travailleur", *on_sqlite])
    assert settings.instance.stat().st_mode & 0o777 == 0o755
    assert not (settings.instance / "secret_key").exists()


def test_what_is_to_be_mended_in_the_work_is_said_as_on_the_page_of_health(
    store: Store, settings: Settings, run: Run
) -> None:
    run("backup")
    with store.writing() as db:
        add_source(db, last_result="unreachable", last_success_at=NOW - 3 * DAY, created_at=NOW - 9 * DAY)
        add_source(db, "Un retard", last_result="ok", next_visit_at=NOW - DAY, last_success_at=NOW)
        for kind in (jobs.REFIT, jobs.REFIT_DIED):
            jobs.take_slot(db, kind, "2026-11-23", NOW)
        add_mail(db, "ready", NOW + DAY / 288)
        db.flush()
        db.execute(update(Mail).values(result=f"{MailReason.UNREACHABLE} x", attempts=1))
        raised = alarms.raised(installation_state.look(db, settings, NOW), words("fr"))
    assert len(raised) == 4
    status, said = run("doctor")
    assert (status, [one.sentence for one in raised if f"✗ {one.sentence}" not in said]) == (1, [])


@ON_ONE_DATABASE
@pytest.mark.parametrize("answers", [True, False])
def test_the_mail_server_is_asked_whether_it_answers(
    settings: Settings, run: Run, monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    run("backup")
    with post_office() as office:
        monkeypatch.setenv("SMTP_URL", f"smtp://nom:sesame@localhost:{office.port}")
        if answers:
            monkeypatch.setenv("SMTP_URL", f"smtp://localhost:{office.port}")
            assert "✓ SMTP_URL : le serveur de courrier répond." in run("doctor")[1]
            assert (office.mails, office.said) == ([], ["EHLO", "QUIT"])
    if not answers:
        status, said = run("doctor")
        assert (status, wrong(said), "sesame" in said) == (1, ["SMTP_URL"], False)
        assert "Le serveur de courrier ne répond pas." in said


def test_a_database_that_is_behind_or_newer_is_said(store: Store, settings: Settings, run: Run) -> None:
    stood = stand_at(store, BEFORE)
    assert f"étape {BEFORE} au lieu de {NEWEST} ; « python -m portal upgrade »" in run("doctor")[1]
    stand_at(store, "9999")
    assert "✗ Base de données" in (said := run("doctor")[1])
    assert "plus récente" in said
    stand_at(store, stood)


@ON_ONE_DATABASE
@pytest.mark.parametrize("page", [40, *(pytest.param(number, marks=pytest.mark.nightly) for number in (0, 1))])
def test_a_corrupt_database_is_sentences_whatever_is_asked(
    store: Store, settings: Settings, run: Run, page: int
) -> None:
    file = file_of(store)
    store.dispose()
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    content = bytearray(file.read_bytes())
    content[page * 4096 : page * 4096 + 4096] = b"\x81" * 4096
    file.write_bytes(content)
    status, said = run("doctor")
    assert (status, wrong(said)[-1]) == (1, "Base de données")
    for verb in ("backup", "verify"):
        status, said = run(verb, *[file] * (verb == "verify"))
        assert (status, said.count("\n"), "None" in said) == (1, 1, False)
    # What these ask may lie in a part that is sound.
    for verb in ("upgrade", "setup", "erasures", "audit"):
        assert run(verb)[1]
