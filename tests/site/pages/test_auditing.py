"""`python -m portal audit`: an operator is told that the audit log holds, or at which entry it breaks."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from content.errors import Undone
from models.ground import audit, audit_chain, backups
from models.tables.audit import Audit, AuditCheckpoint, AuditHead, AuditVerb
from portal.site import upkeep
from portal.site.upkeep import BREAKS
from tests.house import House

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2026, 5, 12)


@pytest.fixture
def noted(empty_house: House) -> House:
    """Five entries, one a day."""
    for number in range(5):
        with empty_house.store.writing() as db:
            audit.note(db, None, AuditVerb.ADD_SOURCE, f"https://{number}.example/", DAY + timedelta(days=number))
    return empty_house


def command(house: House, *words: str) -> subprocess.CompletedProcess[str]:
    ours = {"INSTANCE": str(house.settings.instance), "DATABASE_URL": house.settings.database_url}
    environ = {**os.environ, **ours, "SECRET_KEY": "not a secret, but long enough for one"}
    run = [sys.executable, "-m", "portal", "audit", *words]
    return subprocess.run(run, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)


@pytest.mark.nightly
def test_it_tells_how_many_since_when_and_the_end_to_write_down(noted: House) -> None:
    run = command(noted)
    assert (run.returncode, run.stderr) == (0, "")
    end = noted.read(lambda db: audit_chain.verify(db, [noted.settings.secret_key]))
    holds, note = run.stdout.splitlines()
    assert holds == "Le journal se tient : 5 entrées en tout, depuis le 2026-05-12."
    assert note == f"À noter ailleurs : 5:{end.link}"


def test_it_fails_and_names_the_first_entry_that_does_not_hold(noted: House) -> None:
    with noted.store.writing() as db:
        db.execute(update(Audit).where(Audit.id == 3).values(subject="https://autre.example/"))
    run = command(noted)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "Le journal est rompu à l'entrée 3 : elle n'est pas ce qui a été noté.\n"


def test_an_end_that_was_written_down_is_compared(noted: House) -> None:
    settings = noted.settings
    end = upkeep.read_end(upkeep.audited(settings, None).rpartition(" ")[2])
    assert "Il passe par l'empreinte donnée." in upkeep.audited(settings, end)
    with pytest.raises(Undone, match="n'est plus celui"):
        upkeep.audited(settings, end._replace(link="0" * 64))
    with noted.store.writing() as db:
        audit_chain.end_before(db, DAY + timedelta(days=4), [settings.secret_key])
    assert "depuis le 2026-05-16" in upkeep.audited(settings, end)
    earlier = end._replace(place=2)
    assert "ne peut plus être comparée" in upkeep.audited(settings, earlier)


def test_a_copy_of_the_database_holds_an_end_to_compare_with(noted: House) -> None:
    settings = noted.settings
    copy = backups.make(settings.database_url, settings.instance, DAY, timedelta(days=7))
    with noted.store.writing() as db:
        audit.note(db, None, AuditVerb.ADD_SOURCE, "https://apres.example/", DAY + timedelta(days=9))
    of_copy = replace(settings, database_url=f"sqlite:///{copy}")
    end = upkeep.read_end(upkeep.audited(of_copy, None).rpartition(" ")[2])
    assert "6 entrées en tout" in (told := upkeep.audited(settings, end))
    assert told.endswith("Il passe par l'empreinte donnée.")


def test_a_log_whose_entries_have_all_ended_holds(noted: House) -> None:
    with noted.store.writing() as db:
        audit_chain.end_before(db, DAY + timedelta(days=9), [noted.settings.secret_key])
    assert "5 entrées en tout, et aucune n'est plus là" in upkeep.audited(noted.settings, None)
    with noted.store.writing() as db:
        db.execute(delete(AuditCheckpoint))
        db.execute(delete(AuditHead))
    assert "0 entrées en tout" in upkeep.audited(noted.settings, None)


def test_what_is_no_end_is_refused() -> None:
    for written in ["", "5", "5:abc", "-5:" + "0" * 64, "5:" + "G" * 64, "²:" + "0" * 64]:
        with pytest.raises(ValueError, match=r".*"):
            upkeep.read_end(written)


def test_every_break_is_said() -> None:
    assert set(BREAKS) == set(audit_chain.BreakKind)
