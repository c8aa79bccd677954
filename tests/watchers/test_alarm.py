"""The mail to administrators: what is wrong when it is written, in words, and nothing when all is well again."""

from pathlib import Path

from sqlalchemy import select

from models.ground import jobs
from models.ground.store import Store
from models.people import accounts
from models.site import alarms
from models.tables.mail import Mail
from models.tables.people import Account
from models.tables.sources import Source
from tests.watchers.mornings import DAY, HOUR, SEVEN, settings_for
from watchers import delivery

BRUSSELS = "Europe/Brussels"


def alarm(store: Store, folder: Path, *, administrator: bool = True) -> Mail:
    """The mail of a morning on which a source has failed for three days."""
    with store.writing() as db:
        ada = accounts.invite(db, "ada@example.org", "Ada", SEVEN, timezone=BRUSSELS, administrator=True)
        ada.password_hash = "a hash"
        place = {"address": "https://forem.example/f", "host": "forem.example:443", "kind": "feed"}
        failing = {"last_result": "refused_by_robots", "last_success_at": SEVEN - 3 * DAY}
        db.add(Source(name="Le Forem", created_at=SEVEN - 9 * DAY, next_visit_at=SEVEN + HOUR, **place, **failing))
        jobs.take_slot(db, jobs.TICK, "now", SEVEN)
        jobs.take_slot(db, jobs.FIGURES, SEVEN.date().replace(day=1).isoformat(), SEVEN)
        alarms.make_due(db, settings_for(folder), SEVEN)
        mail_id = db.scalars(select(Mail.id).where(Mail.kind == "health")).one()
        db.get_one(Account, ada.id).administrator = administrator
    delivery.deliver(settings_for(folder), store, mail_id, SEVEN)
    with store.reading() as db:
        return db.get_one(Mail, mail_id)


def test_an_administrator_reads_what_is_wrong_and_who_can_act(store: Store, tmp_path: Path) -> None:
    written = alarm(store, tmp_path)
    assert written.subject and written.text and written.html
    assert written.state == "sent"
    assert "une source n’apporte rien" in written.subject
    for said in (written.text, written.html):
        assert "Le Forem" in said
        assert "Seul le site peut l’autoriser" in said
        assert "/health" in said


def test_who_is_no_longer_an_administrator_is_not_written_to(store: Store, tmp_path: Path) -> None:
    assert alarm(store, tmp_path, administrator=False).state == "nothing"
