"""Addresses that refuse."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from models import mail, people
from models.mail import Kind, Reason, State
from models.store import Store
from models.tables import Account, Mail
from tests.models.mail.post import due_at, written
from tests.watchers.mornings import DAY, SEVEN, add_account, row_of


def refused(store: Store, account: Account, *reasons: Reason, at: datetime = SEVEN) -> Account:
    """One mail after another that ended so, from that instant on."""
    for number, reason in enumerate(reasons):
        sent_at = at + number * DAY
        with store.writing() as db:
            row = Mail(learner_key=account.learner_key, kind=Kind.DIGEST, slot=str(uuid4()), due_at=sent_at)
            row.state, row.message_id = State.SENT, f"<{row.slot}@boussole.example>"
            db.add(row)
            mail.settle(row, State.SENT if reason is Reason.ACCEPTED else State.FAILED, reason)
            db.flush()
            mail.note_refusal(db, account.learner_key, sent_at)
    with store.reading() as db:
        return db.get_one(Account, account.id)


N, B, OK, OTHER = Reason.NO_MAILBOX, Reason.BOUNCED, Reason.ACCEPTED, Reason.REFUSED


@pytest.mark.parametrize(
    ("reasons", "paused"),
    [
        ([N, N], False),
        ([N, B, N], True),
        ([N, N, OK, N], False),
        ([N, N, OTHER, N], True),
        ([OTHER, OTHER, OTHER], False),
    ],
)
def test_an_address_is_paused_once_three_mails_in_a_row_were_refused_for_its_sake(
    store: Store, reasons: list[Reason], paused: bool
) -> None:
    account = refused(store, add_account(store), *reasons)
    assert (account.mail_paused_at is not None) is paused
    assert due_at(store, SEVEN + 7 * DAY) == (0 if paused else 1)


def test_nothing_that_waits_leaves_for_a_paused_address_but_an_invitation(store: Store) -> None:
    account = add_account(store)
    due_at(store, SEVEN)
    with store.writing() as db:
        waiting = db.scalars(select(Mail)).one()
        db.get_one(Account, account.id).mail_paused_at = SEVEN
        assert mail.recipient(db, waiting) is None
        invited = people.invite(db, "new@example.org", "New", SEVEN, timezone="Europe/Brussels")
        invited.mail_paused_at = SEVEN
        mail.invite(db, invited, SEVEN)
        row = db.scalars(select(Mail).where(Mail.kind == Kind.INVITATION)).one()
        assert mail.recipient(db, row) is invited


def test_an_address_that_was_taken_up_again_has_three_refusals_to_go(store: Store) -> None:
    account = refused(store, add_account(store), N, N, N)
    with store.writing() as db:
        assert [one.email for one in mail.paused_addresses(db)] == [account.email]
        mail.take_up(db, account.learner_key, SEVEN + 3 * DAY)
        assert mail.paused_addresses(db) == []
    assert refused(store, account, N, N, at=SEVEN + 4 * DAY).mail_paused_at is None
    assert refused(store, account, N, at=SEVEN + 6 * DAY).mail_paused_at == SEVEN + 6 * DAY


def test_a_mail_that_comes_back_is_noted_once(store: Store) -> None:
    mail_id = written(store, add_account(store), State.SENT, Reason.ACCEPTED)
    with store.writing() as db:
        assert mail.bounced(db, "<one@boussole.example>", "5.1.1", SEVEN)
        assert not mail.bounced(db, "<one@boussole.example>", "5.1.1", SEVEN)
        assert not mail.bounced(db, "<of somebody else>", "5.1.1", SEVEN)
    row = row_of(store, mail_id)
    assert (row.state, row.result) == (State.FAILED, "bounced 5.1.1")
