"""Mails stay as they were, also on the way back; links that let in leave the invitations that were sent."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from models.ground import schema
from models.ground.store import Store
from models.people import mail_schedule
from models.tables.mail import Mail, MailKind
from models.tables.people import Erasure
from tests.watchers.mornings import SEVEN, add_account

pytestmark = pytest.mark.nightly
"""Of steps that are taken once."""


@pytest.fixture
def filled(store: Store) -> Store:
    account = add_account(store)
    with store.writing() as db:
        for kind in (MailKind.DIGEST, MailKind.INVITATION):
            row = {"kind": kind, "slot": kind, "due_at": SEVEN, "state": "sent"}
            db.add(Mail(learner_key=account.learner_key, **row, subject="Lundi", text="le texte", html="la page"))
    return store


def test_a_mail_stays_and_the_link_of_an_invitation_goes(filled: Store) -> None:
    schema.downgrade(filled.url, "0025")
    schema.upgrade(filled.url)
    with filled.reading() as db:
        kept = {kind: tuple(row) for kind, *row in db.execute(select(Mail.kind, Mail.subject, Mail.text, Mail.html))}
    assert kept == {"digest": ("Lundi", "le texte", "la page"), "invitation": ("Lundi", None, None)}


def test_on_the_way_back_a_farewell_is_lost_and_no_other_mail(filled: Store) -> None:
    with filled.writing() as db:
        mail_schedule.say_farewell(db, "claire@example.org", "fr", SEVEN)
        db.add(Erasure(learner="a hash", signed_by="a key", day=date(2026, 11, 24), files=["one.eml"]))
    schema.downgrade(filled.url, "0025")
    with filled.engine.connect() as connection:
        assert sorted(connection.scalars(sa.text("SELECT kind FROM mail"))) == ["digest", "invitation"]
        assert "erasure" not in sa.inspect(connection).get_table_names()
    schema.upgrade(filled.url)
