"""A copy put back in its place: only a whole one, only where nobody is at work, and without those erased since."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from models.ground import backups, jobs, ledger
from models.ground.processes import DatabaseOpen
from models.ground.schema import DatabaseTooNew, DatabaseTooOld
from models.ground.settings import Settings
from models.ground.store import Store
from models.people import accounts, erasing, restoring
from models.people.erasing import LedgerRefused
from models.people.restoring import CopyRefused
from models.tables.people import Account
from models.tables.people import Session as SignedIn
from portal.__main__ import main
from portal.site.setup import FIRST_EMAIL
from tests.builders import MONDAY, ask
from tests.databases import stand_at
from tests.watchers.mornings import ON_ONE_DATABASE, add_account

pytestmark = ON_ONE_DATABASE
DAY, WEEK = timedelta(days=1), timedelta(days=7)
TUESDAY = MONDAY + DAY


@pytest.fixture
def settings(store: Store, tmp_path: Path) -> Iterator[Settings]:
    yield Settings(
        instance=tmp_path,
        database_url=store.url,
        secret_key="not a secret, but long enough for one",
        encoder=tmp_path / "none",
    )
    store.dispose()


@pytest.fixture
def copy(store: Store, settings: Settings) -> Path:
    """The copy of Monday night, in which Claire and Karim are, and the portal at work until Tuesday."""
    for name in ("claire", "karim"):
        account = add_account(store, f"{name}@example.org")
        with store.writing() as db:
            db.get_one(Account, account.id).administrator = True
            ask(db, account.learner_key, "listen-active-1")
            db.add(SignedIn(account_id=account.id, token_hash=name, device="", began_at=MONDAY, ends_at=TUESDAY))
    erasing.finish(store, settings, MONDAY)
    with store.writing() as db:
        jobs.take_slot(db, jobs.TICK, "half a day later", MONDAY + DAY / 2)
    made = backups.make(store.url, settings.instance, MONDAY.date(), WEEK)
    assert made
    return made


def erase(store: Store, settings: Settings, email: str = "claire@example.org") -> None:
    with store.writing() as db:
        erasing.erase(db, db.scalars(select(Account).where(Account.email == email)).one(), settings, TUESDAY)
    erasing.finish(store, settings, TUESDAY)


def emails(store: Store) -> list[str]:
    with store.reading() as db:
        found = [account.email for account in accounts.accounts(db)]
    store.dispose()
    return sorted(found)


def file_of(store: Store) -> Path:
    return Path(make_url(store.url).database or "")


def beside(store: Store) -> set[str]:
    """What lies beside the database, but for the doors before it."""
    file = file_of(store)
    names = {path.name.removeprefix(file.name) for path in file.parent.glob(f"{file.name}*")}
    return names - {"-next", "-turn", "-open", "-wal", "-shm"}


# ------------------------------------------------------------------------------------------------------------- restored


def test_a_copy_takes_the_place_of_the_database_without_those_erased_since(
    store: Store, settings: Settings, copy: Path
) -> None:
    erase(store, settings)
    add_account(store, "zoe@example.org")
    store.dispose()
    done = restoring.restore(settings, copy, TUESDAY)
    assert (done.erased, done.administered) == (1, True)
    assert emails(store) == ["karim@example.org"]
    with store.reading() as db:
        # A copied session may have been ended since.
        assert db.scalars(select(SignedIn)).all() == []
    store.dispose()
    assert beside(store) == {""}
    assert file_of(store).stat().st_mode & 0o777 == 0o600


@pytest.mark.nightly
def test_the_database_of_before_is_put_aside_and_can_come_back(store: Store, settings: Settings, copy: Path) -> None:
    erase(store, settings)
    add_account(store, "zoe@example.org")
    store.dispose()
    aside = restoring.restore(settings, copy, TUESDAY).aside
    assert aside
    assert aside.parent == settings.instance / backups.FOLDER
    assert restoring.restore(settings, aside, TUESDAY + DAY).erased == 0
    assert emails(store) == ["karim@example.org", "zoe@example.org"]


def test_what_only_the_database_of_before_knows_is_repeated_too(store: Store, settings: Settings, copy: Path) -> None:
    """The worker died between the erasure and the ledger."""
    with store.writing() as db:
        erasing.erase(db, db.scalars(select(Account).order_by(Account.id)).first(), settings, TUESDAY)
    store.dispose()
    assert ledger.read(settings.instance).erased == frozenset()
    assert restoring.restore(settings, copy, TUESDAY).erased == 1
    assert emails(store) == ["karim@example.org"]
    # And the ledger has it at the next minute.
    erasing.finish(store, settings, TUESDAY)
    assert len(ledger.read(settings.instance).erased) == 1


@pytest.mark.parametrize("state", ["gone", "broken"])
def test_a_copy_comes_back_where_the_database_is_lost(store: Store, settings: Settings, copy: Path, state: str) -> None:
    erase(store, settings)
    store.dispose()
    if state == "gone":
        file_of(store).unlink()
    else:
        file_of(store).write_bytes(b"not a database" * 1000)
    done = restoring.restore(settings, copy, TUESDAY)
    assert (done.aside is None, done.erased) == (state == "gone", 1)
    assert emails(store) == ["karim@example.org"]


@pytest.mark.nightly
def test_a_copy_with_its_log_is_taken_with_its_log(
    store: Store, settings: Settings, copy: Path, tmp_path: Path
) -> None:
    """As an operator may have made it, of the files as they lay there."""
    with store.writing() as db:
        ask(db, db.scalars(select(Account.learner_key)).first(), "listen-active-2")
    add_account(store, "zoe@example.org")
    for end in ("", "-wal"):
        shutil.copy(f"{file_of(store)}{end}", tmp_path / f"raw{end}")
    store.dispose()
    restoring.restore(settings, tmp_path / "raw", TUESDAY)
    assert "zoe@example.org" in emails(store)


# -------------------------------------------------------------------------------------------------------------- refused


def unchanged(store: Store) -> bytes:
    store.dispose()
    return file_of(store).read_bytes()


def test_nothing_is_replaced_while_somebody_has_the_database_open(store: Store, settings: Settings, copy: Path) -> None:
    emails_before = accounts_of(store)
    with pytest.raises(DatabaseOpen):
        restoring.restore(settings, copy, TUESDAY)
    store.dispose()
    assert emails(store) == emails_before


def accounts_of(store: Store) -> list[str]:
    with store.reading() as db:
        return sorted(account.email for account in accounts.accounts(db))


@pytest.mark.parametrize("kind", ["missing", "folder", "text", "cut short", "of others", "empty", "itself"])
def test_what_is_no_whole_copy_is_refused_and_all_stays(
    store: Store, settings: Settings, copy: Path, tmp_path: Path, kind: str
) -> None:
    before, given = unchanged(store), tmp_path / "given"
    match kind:
        case "folder":
            given.mkdir()
        case "text":
            given.write_text("Bonjour" * 1000)
        case "cut short":
            given.write_bytes(copy.read_bytes()[:50_000])
        case "of others":
            with closing(sqlite3.connect(given)) as others:
                others.execute("CREATE TABLE account (id)")
        case "empty":
            given.touch()
        case "itself":
            given = file_of(store)
    with pytest.raises(CopyRefused) as refused:
        restoring.restore(settings, given, TUESDAY)
    assert str(given) in str(refused.value)
    assert (unchanged(store), beside(store)) == (before, {""})


@pytest.mark.nightly
@pytest.mark.parametrize(("revision", "error"), [("0017", DatabaseTooOld), ("9999", DatabaseTooNew)])
def test_a_copy_of_a_version_that_cannot_be_brought_up_to_date_is_refused(
    store: Store, settings: Settings, copy: Path, revision: str, error: type[Exception]
) -> None:
    before = unchanged(store)
    other = Store(f"sqlite:///{copy}")
    stand_at(other, revision)
    other.dispose()
    with pytest.raises(error):
        restoring.restore(settings, copy, TUESDAY)
    assert (unchanged(store), beside(store)) == (before, {""})


@pytest.mark.parametrize("ledger_is", ["lost", "begun later", "of another key"])
def test_without_a_ledger_that_answers_for_it_a_copy_is_refused_unless_told(
    store: Store, settings: Settings, copy: Path, ledger_is: str
) -> None:
    erase(store, settings)
    before = unchanged(store)
    path = settings.instance / ledger.FILE
    if ledger_is == "lost":
        path.unlink()
    elif ledger_is == "begun later":
        path.write_text(path.read_text().replace("begun 2026-11-23", "begun 2026-11-24"))
    else:
        path.write_text(path.read_text().replace(ledger.mark_of(settings.secret_key), "0123456789abcdef"))
    with pytest.raises(LedgerRefused):
        restoring.restore(settings, copy, TUESDAY)
    assert unchanged(store) == before
    # What is known is repeated all the same: here by the database that is put aside.
    assert restoring.restore(settings, copy, TUESDAY, without_ledger=True).erased == 1
    assert emails(store) == ["karim@example.org"]


@pytest.mark.nightly
def test_who_stops_it_on_the_way_has_the_database_of_before(
    store: Store, settings: Settings, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = emails(store)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    # The last thing before the file takes its place.
    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        restoring.restore(settings, copy, TUESDAY)
    assert (emails(store), beside(store)) == (before, {""})


# ----------------------------------------------------------------------------------------------------- the command line


@pytest.fixture
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    variables = {"INSTANCE": str(settings.instance), "DATABASE_URL": settings.database_url}
    for name, value in {**variables, "SECRET_KEY": settings.secret_key}.items():
        monkeypatch.setenv(name, value)
    return settings


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    umask = os.umask(0o077)
    monkeypatch.setattr(sys, "argv", ["portal", *arguments])
    try:
        return main()
    finally:
        os.umask(umask)


def test_an_operator_is_told_in_one_sentence_why_not(
    store: Store,
    environment: Settings,
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    held = accounts_of(store)
    assert run(monkeypatch, "restore", str(copy)) == 1
    assert "arrêtez le portail et le travailleur" in capsys.readouterr().err
    store.dispose()
    (environment.instance / ledger.FILE).unlink()
    assert run(monkeypatch, "restore", str(copy)) == 1
    assert "--without-ledger" in capsys.readouterr().err
    assert run(monkeypatch, "restore", "nothing") == 1
    assert "« nothing » n'est pas un fichier" in capsys.readouterr().err
    assert emails(store) == held


@pytest.mark.nightly
def test_where_nobody_is_left_to_administer_somebody_is_let_in(
    store: Store, environment: Settings, copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    later = add_account(store, "zoe@example.org")
    with store.writing() as db:
        db.get_one(Account, later.id).administrator = True
    for name in ("claire", "karim"):
        erase(store, environment, f"{name}@example.org")
    store.dispose()
    assert run(monkeypatch, "restore", str(copy)) == 0
    assert f"Premier accès : {FIRST_EMAIL}" in capsys.readouterr().out
    assert emails(store) == [FIRST_EMAIL]


def test_what_was_put_back_by_other_means_is_erased_from_by_a_verb_of_its_own(
    store: Store, environment: Settings, copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    erase(store, environment)
    store.dispose()
    shutil.copy(copy, file_of(store))
    assert run(monkeypatch, "erasures") == 0
    assert "Effacements refaits : 1." in capsys.readouterr().out
    assert emails(store) == ["karim@example.org"]


@pytest.mark.nightly
def test_a_portal_at_work_keeps_a_restore_away(store: Store, environment: Settings, copy: Path) -> None:
    """A process of its own, as a portal is, that has the database open and waits."""
    store.dispose()
    reading = (
        "from models.ground.store import Store; from sqlalchemy import text; import sys\n"
        "store = Store(sys.argv[1])\n"
        "with store.reading() as db: db.execute(text('SELECT 1'))\n"
        "print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", reading, store.url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as portal:
        assert portal.stdout and portal.stdout.readline() == "open\n"
        with pytest.raises(DatabaseOpen):
            restoring.restore(environment, copy, TUESDAY)
        # However it ends.
        portal.send_signal(signal.SIGKILL)
        portal.wait()
    assert restoring.restore(environment, copy, TUESDAY).erased == 0
