"""Addresses that refuse."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from models.ground.store import Store
from models.people import accounts
from models.people.mail import addresses, mornings, sending
from models.tables.mail import Mail, MailKind, MailReason, MailState
from models.tables.people import Account
from tests.models.people.mail.post import due_at, written
from tests.watchers.mornings import DAY, SEVEN, add_account, row_of


def refused(store: Store, account: Account, *reasons: MailReason, at: datetime = SEVEN) -> Account:
    """One mail after another that ended so, from that instant on."""
    for number, reason in enumerate(reasons):
        sent_at = at + number * DAY
        with store.writing() as db:
            row = Mail(learner_key=account.learner_key, kind=MailKind.DIGEST, slot=str(uuid4()), due_at=sent_at)
            row.state, row.recipient = MailState.SENT, account.email
            row.message_id = f"<{row.slot}@boussole.example>"
            db.add(row)
            sending.settle(row, MailState.SENT if reason is MailReason.ACCEPTED else MailState.FAILED, reason)
            db.flush()
            addresses.note_refusal(db, account.learner_key, sent_at)
    with store.reading() as db:
        return db.get_one(Account, account.id)


N, B, OK, OTHER = MailReason.NO_MAILBOX, MailReason.BOUNCED, MailReason.ACCEPTED, MailReason.REFUSED


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
    store: Store, reasons: list[MailReason], paused: bool
) -> None:
    account = refused(store, add_account(store), *reasons)
    assert (account.mail_paused_at is not None) is paused
    assert due_at(store, SEVEN + 7 * DAY) == (0 if paused else 1)


def test_nothing_that_waits_leaves_for_a_paused_address_but_an_invitation(store: Store) -> None:
    account = add_account(store)
    due_at(store, SEVEN)
    with store.writing() as db:
        waiting = db.scalars(select(Mail)).one()
        hers = db.get_one(Account, account.id)
        hers.mail_paused_at = SEVEN
        assert not sending.is_wanted(db, waiting, hers)
        invited = accounts.invite(db, "new@example.org", "New", SEVEN, timezone="Europe/Brussels")
        invited.mail_paused_at = SEVEN
        mornings.invite(db, invited, SEVEN)
        row = db.scalars(select(Mail).where(Mail.kind == MailKind.INVITATION)).one()
        assert sending.is_wanted(db, row, invited)


def test_an_address_that_was_taken_up_again_has_three_refusals_to_go(store: Store) -> None:
    account = refused(store, add_account(store), N, N, N)
    with store.writing() as db:
        assert [one.email for one in addresses.paused_addresses(db)] == [account.email]
        addresses.take_up(db, account.learner_key, SEVEN + 3 * DAY)
        assert addresses.paused_addresses(db) == []
    assert refused(store, account, N, N, at=SEVEN + 4 * DAY).mail_paused_at is None
    assert refused(store, account, N, at=SEVEN + 6 * DAY).mail_paused_at == SEVEN + 6 * DAY


def test_a_mail_that_comes_back_is_noted_once(store: Store) -> None:
    mail_id = written(store, add_account(store), MailState.SENT, MailReason.ACCEPTED)
    with store.writing() as db:
        assert addresses.bounced(db, "<one@boussole.example>", "5.1.1", SEVEN)
        assert not addresses.bounced(db, "<one@boussole.example>", "5.1.1", SEVEN)
        assert not addresses.bounced(db, "<of somebody else>", "5.1.1", SEVEN)
    row = row_of(store, mail_id)
    assert (row.state, row.result) == (MailState.FAILED, "bounced 5.1.1")
